"""Leases: who holds a document's work, and until when."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from shared.store.collection import LEASE_MS, Line, Store
from shared.store.document import Due
from shared.store.leases import held
from tests.behaviour.store.places import FilePlace, Place
from tests.behaviour.store.things import NOON, PEOPLE, RECORDED_SCHEMA_1, left, someone

Claim = Callable[[str], Coroutine[Any, Any, list[str]]]


@pytest.fixture(params=["due", "outbox"])
def line(request: pytest.FixtureRequest) -> Line:
    value: Line = request.param
    return value


@pytest.fixture
def claim(store: Store, line: Line) -> Claim:
    """Claims as somebody; returns the ids that they got."""

    async def claim_as(holder: str) -> list[str]:
        if line == "due":
            return [doc.id for doc in await store.claim_due(PEOPLE, holder, limit=10)]
        return [doc.id for doc in await store.claim_outbox(PEOPLE, holder, limit=10)]

    return claim_as


@pytest.fixture(autouse=True)
async def waiting(store: Store) -> None:
    """One document with work in both lines."""
    doc = someone("a", name="A").with_due(Due(what="greet", at=NOON))
    await store.save(PEOPLE, doc, [left("a")])


async def test_what_one_holds_the_other_does_not_get(claim: Claim) -> None:
    assert await claim("one") == ["a"]
    assert await claim("two") == []
    assert await claim("one") == []


async def test_the_lines_are_leased_apart(store: Store) -> None:
    assert len(await store.claim_due(PEOPLE, "one", limit=1)) == 1
    assert len(await store.claim_outbox(PEOPLE, "two", limit=1)) == 1


async def test_a_lease_ends_by_the_clock(claim: Claim, place: Place) -> None:
    await claim("one")
    place.clock.pass_(LEASE_MS - 1)
    assert await claim("two") == []
    place.clock.pass_(1)
    assert await claim("two") == ["a"]


async def test_a_renewed_lease_ends_later(
    claim: Claim, place: Place, store: Store, line: Line
) -> None:
    await claim("one")
    place.clock.pass_(LEASE_MS - 1)
    await store.renew(PEOPLE, line, "one", ["a"])
    place.clock.pass_(LEASE_MS - 1)
    assert await claim("two") == []
    place.clock.pass_(1)
    assert await claim("two") == ["a"]


async def test_a_released_lease_is_free_at_once(claim: Claim, store: Store, line: Line) -> None:
    await claim("one")
    await store.release(PEOPLE, line, "one", ["a"])
    assert await claim("two") == ["a"]


async def test_who_lost_a_lease_cannot_renew_or_release_it(
    claim: Claim, place: Place, store: Store, line: Line
) -> None:
    await claim("one")
    place.clock.pass_(LEASE_MS)
    await claim("two")
    await store.release(PEOPLE, line, "one", ["a"])
    assert await claim("three") == []
    place.clock.pass_(LEASE_MS - 1)
    await store.renew(PEOPLE, line, "one", ["a"])
    place.clock.pass_(1)
    assert await claim("three") == ["a"]


async def test_a_save_neither_needs_nor_ends_a_lease(
    claim: Claim, store: Store, line: Line
) -> None:
    await claim("one")
    doc = await store.get(PEOPLE, "a")
    assert doc is not None
    await store.save(PEOPLE, doc.with_due(Due(what="more", at=NOON)), [left("a")])
    assert await claim("two") == []
    await store.release(PEOPLE, line, "one", ["a"])
    assert await claim("two") == ["a"]


async def test_many_who_claim_at_once_get_each_document_once(claim: Claim, store: Store) -> None:
    for number in range(29):
        doc = someone(f"x{number}").with_due(Due(what="greet", at=NOON))
        await store.save(PEOPLE, doc, [left(doc.id)])
    got: list[str] = []
    while more := await asyncio.gather(*(claim(f"holder-{len(got)}-{n}") for n in range(8))):
        if not any(more):
            break
        got += [key for keys in more for key in keys]
    assert Counter(got) == Counter(["a", *(f"x{number}" for number in range(29))])


async def test_a_lease_is_held_while_work_goes_on_and_given_back_when_it_fails(
    claim: Claim, store: Store, line: Line
) -> None:
    await claim("one")

    async def fail_at_work() -> None:
        async with held(store, PEOPLE, line, holder="one", keys=["a"]):
            assert await claim("two") == []
            raise KeyError

    with pytest.raises(KeyError):
        await fail_at_work()
    assert await claim("two") == ["a"]


async def test_what_is_not_due_yet_is_not_claimed(store: Store, place: Place) -> None:
    await store.save(PEOPLE, someone("b").with_due(Due(what="greet", at=NOON + 5)))
    place.clock.pass_(4)
    assert [doc.id for doc in await store.claim_due(PEOPLE, "one", limit=10)] == ["a"]
    place.clock.pass_(1)
    assert [doc.id for doc in await store.claim_due(PEOPLE, "one", limit=10)] == ["b"]


async def test_what_is_due_longest_is_claimed_first(store: Store) -> None:
    for key, at in {"b": 3, "c": 1, "d": 2}.items():
        await store.save(PEOPLE, someone(key).with_due(Due(what="greet", at=at)))
    claimed = await store.claim_due(PEOPLE, "one", limit=3)
    assert [doc.id for doc in claimed] == ["c", "d", "b"]


async def test_work_that_was_taken_off_is_not_claimed(store: Store) -> None:
    doc = await store.get(PEOPLE, "a")
    assert doc is not None
    await store.save(PEOPLE, doc.without_due("greet"))
    assert await store.claim_due(PEOPLE, "one", limit=10) == []


async def test_work_is_claimed_by_region(store: Store) -> None:
    lund = someone("b").model_copy(update={"region": "lund"})
    await store.save(PEOPLE, lund.with_due(Due(what="greet", at=NOON)))
    assert await store.claim_due(PEOPLE, "one", limit=10, regions=[]) == []
    [doc] = await store.claim_due(PEOPLE, "one", limit=10, regions=["lund", "ystad"])
    assert doc.id == "b"


async def test_a_document_that_cannot_be_read_does_not_stop_the_others(
    store: Store, place: Place
) -> None:
    unfit = {**RECORDED_SCHEMA_1, "schema": 2, "name": ["private"]}
    await place.plant(PEOPLE, {**unfit, "due": [{"what": "greet", "at": 1}]})
    assert [doc.id for doc in await store.claim_due(PEOPLE, "one", limit=10)] == ["a"]
    place.clock.pass_(LEASE_MS)
    assert [doc.id for doc in await store.claim_due(PEOPLE, "one", limit=10)] == ["a"]


async def test_one_process_on_one_file_frees_every_lease_at_its_start(
    claim: Claim, place: Place
) -> None:
    await claim("one")
    await place.prepare()
    others = isinstance(place, FilePlace)
    assert await claim("two") == (["a"] if others else [])
