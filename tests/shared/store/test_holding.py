"""While somebody holds a store, nothing new begins in it, and what has begun can end."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.bus.parking import parked_of
from shared.store.collection import Collection
from shared.store.document import Document, Due, Unavailable
from shared.store.holding import LOOK_EVERY_S, Held, hold, holds_of, is_held_by
from shared.store.sqlite import SqliteFile, SqliteStore

FORMS = Collection(service="intake", name="forms", model=Document)
LATER = 1 << 52


def now() -> int:
    return time.time_ns() // 1_000_000


def number() -> str:
    return "n"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    """What listeners and relays work on."""
    file = SqliteFile(tmp_path / "lotsa.sqlite")
    made = SqliteStore(file, [FORMS, holds_of("intake"), parked_of("intake")], now, number)
    await made.prepare()
    yield made
    file.close()


@pytest.fixture
def held(store: SqliteStore) -> Held:
    """What pages and due work work on."""
    return Held(store, "intake", now, wait_s=0.5)


def form(key: str, *due: Due) -> Document:
    return Document(id=key, region="malmo", due=due)


async def holding(store: SqliteStore, until: int) -> None:
    await hold(store, "intake", why="backup", region="malmo", until=until)


async def test_nothing_waits_where_nobody_holds(held: Held) -> None:
    saved = await held.save(FORMS, form("a", Due(what="greet", at=1)))

    assert saved.version == 1
    assert [doc.id for doc in await held.claim_due(FORMS, "me", limit=9)] == ["a"]


async def test_a_save_waits_for_the_end_of_the_hold(held: Held, store: SqliteStore) -> None:
    await holding(store, LATER)
    patient = Held(store, "intake", now, wait_s=30)
    waiting = asyncio.create_task(patient.save(FORMS, form("a")))
    with pytest.raises(Unavailable):
        await held.save(FORMS, form("b"))
    assert await store.find(FORMS, {}) == []

    await holding(store, 0)
    assert (await waiting).version == 1
    assert not await is_held_by(store, "intake", "backup")


async def test_nothing_is_due_and_nothing_is_erased_during_a_hold(
    held: Held, store: SqliteStore
) -> None:
    kept = await store.save(FORMS, form("a", Due(what="greet", at=1)))
    await holding(store, LATER)

    assert await held.claim_due(FORMS, "me", limit=9) == []
    with pytest.raises(Unavailable):
        await held.erase(FORMS, kept)
    assert await held.get(FORMS, "a") == kept


async def test_listeners_and_relays_go_on(store: SqliteStore) -> None:
    """The control: the store itself knows no hold."""
    await holding(store, LATER)

    assert (await store.save(FORMS, form("a"))).version == 1


async def test_a_hold_that_nobody_renews_is_over(held: Held, store: SqliteStore) -> None:
    await holding(store, now() + 100)

    assert (await held.save(FORMS, form("a"))).version == 1
    assert await is_held_by(store, "intake", "backup"), "nobody ended it"


async def test_a_hold_is_seen_soon_by_who_found_none_before(held: Held, store: SqliteStore) -> None:
    saved = await held.save(FORMS, form("a"))
    await holding(store, LATER)
    await asyncio.sleep(LOOK_EVERY_S)

    with pytest.raises(Unavailable):
        await held.save(FORMS, saved)
