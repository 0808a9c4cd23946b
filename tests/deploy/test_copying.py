"""A copy is of one moment, or there is none."""

import time
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from deploy import copying as the_module
from deploy.copying import Copying
from deploy.shipping import prepared
from services.intake.people.person import PEOPLE, Person
from shared.settings import Misconfigured
from shared.store.collection import Collection
from shared.store.holding import Hold
from shared.store.mongo_copy import State
from shared.store.sqlite import SqliteFile
from shared.store.sqlite_copy import versions


def now() -> int:
    return time.time_ns() // 1_000_000


def person(key: str, version: int) -> Person:
    return Person.model_construct(id=key, region="malmo", version=version)


class FakeStore:
    """People in a dict; `looked` happens at each look at them, as others' writes would."""

    def __init__(self, looked: Callable[["FakeStore", int], None]) -> None:
        self.people: dict[str, Person] = {"a": person("a", 1), "b": person("b", 1)}
        self.hold = Hold(id="backup", region="malmo")
        self.was_held = False
        self.looks = 0
        self.waits = False
        self._looked = looked

    async def states(self, of: Collection[Any]) -> dict[str, State]:
        if of.table != PEOPLE.table:
            return {}
        found = {key: State(one.version, self.waits) for key, one in self.people.items()}
        self.looks += 1
        self._looked(self, self.looks)
        return found

    async def those(self, _of: Collection[Any], keys: Sequence[str]) -> list[Person]:
        return [self.people[key] for key in keys if key in self.people]

    async def get(self, _of: Collection[Any], _key: str) -> Hold:
        return self.hold

    async def save(self, _of: Collection[Any], doc: Hold) -> None:
        self.hold = doc
        self.was_held = self.was_held or doc.until > 0


@pytest.fixture
async def file(tmp_path: Path) -> AsyncIterator[SqliteFile]:
    made = await prepared(tmp_path / "lotsa.sqlite")
    yield made
    made.close()


async def nothing() -> dict[str, int]:
    return {"intake": 0}


def quiet(_store: FakeStore, _look: int) -> None:
    """Nobody writes."""


def copying(store: FakeStore, file: SqliteFile, unheard: Any = nothing) -> Copying:
    return Copying({"intake": store}, file, unheard, now, "malmo")  # type: ignore[dict-item]


def told(_done: int, _of: int) -> None:
    """Nobody looks."""


async def known(file: SqliteFile) -> dict[str, int]:
    return await file.read(lambda db: versions(db, PEOPLE))


async def test_what_nobody_writes_to_is_copied_and_the_hold_ends(file: SqliteFile) -> None:
    store = FakeStore(quiet)
    await copying(store, file).copy(told)

    assert await known(file) == {"a": 1, "b": 1}
    assert store.was_held
    assert store.hold.until == 0


async def test_what_is_written_between_two_looks_is_looked_at_again(file: SqliteFile) -> None:
    written: list[int] = []

    def somebody(store: FakeStore, look: int) -> None:
        if look <= 5:
            store.people = {"a": person("a", look + 1), f"new{look}": person(f"new{look}", 1)}
            written.append(now())

    store = FakeStore(somebody)
    moment = await copying(store, file).copy(told)

    assert await known(file) == {"a": 6, "new5": 1}
    assert moment >= written[-1], "it is of a moment after which nobody wrote"


async def test_messages_on_their_way_are_waited_for(file: SqliteFile) -> None:
    left = [3, 1, 0, 0]

    async def fewer() -> dict[str, int]:
        return {"intake": left.pop(0)}

    await copying(FakeStore(quiet), file, fewer).copy(told)

    assert len(left) == 1


async def test_what_is_not_told_yet_is_waited_for(file: SqliteFile) -> None:
    def telling(store: FakeStore, look: int) -> None:
        store.waits = look < 4

    store = FakeStore(telling)
    await copying(store, file).copy(told)

    assert store.looks > 4


async def test_where_it_never_rests_there_is_no_copy_and_no_hold(
    file: SqliteFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stuck() -> dict[str, int]:
        return {"intake": 7}

    monkeypatch.setattr(the_module, "PATIENCE_S", 1.0)
    store = FakeStore(quiet)
    with pytest.raises(Misconfigured, match="intake has not heard 7 messages"):
        await copying(store, file, stuck).copy(told)
    assert store.hold.until == 0


async def test_where_it_is_always_written_to_there_is_no_copy(
    file: SqliteFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def always(store: FakeStore, look: int) -> None:
        store.people["a"] = person("a", look + 1)

    monkeypatch.setattr(the_module, "PATIENCE_S", 1.0)
    with pytest.raises(Misconfigured, match="it is written to"):
        await copying(FakeStore(always), file).copy(told)
