"""Work that is due on documents, done at a shifted clock."""

import pytest

from shared.store.collection import Store
from shared.store.document import Due
from shared.store.due import RETRY_MS
from tests.behaviour.store.places import Place
from tests.behaviour.store.things import NOON, PEOPLE, Person, someone
from tests.behaviour.store.working import (
    Desk,
    Do,
    Make,
    conflict,
    done,
    due,
    entry,
    fail,
    forget,
    greet,
    troubles,
)


async def test_what_is_due_is_done_once(worker: Make, desk: Desk, store: Store) -> None:
    await due(store)
    work, before = worker(), done()
    assert await work.sweep() == 1
    assert await work.sweep() == 0
    assert desk.done == ["a"]
    assert done() == before + 1


async def test_nothing_is_done_before_its_time(
    worker: Make, desk: Desk, store: Store, place: Place
) -> None:
    await due(store, at=NOON + 7 * 86_400_000)
    work = worker()
    place.clock.pass_(7 * 86_400_000 - 1)
    assert await work.sweep() == 0
    place.clock.pass_(1)
    assert await work.sweep() == 1
    assert desk.done == ["a"]


@pytest.mark.parametrize("do", [fail, conflict, forget])
async def test_what_fails_waits_longer_each_time_and_is_never_dropped(
    worker: Make, store: Store, place: Place, do: Do
) -> None:
    await due(store)
    work, before = worker(do), troubles()
    for tries, wait in enumerate([*RETRY_MS, RETRY_MS[-1]], start=1):
        assert await work.sweep() == 1
        assert await work.sweep() == 0, "it is done again without a wait"
        assert await entry(store) == Due(what="greet", at=place.clock.now + wait, tries=tries)
        place.clock.pass_(wait)
    assert troubles() == before + len(RETRY_MS) + 1


async def test_work_that_nobody_knows_waits_for_a_release_that_does(
    worker: Make, desk: Desk, store: Store
) -> None:
    await due(store, what="sing")
    await worker().sweep()
    assert await entry(store) == Due(what="sing", at=NOON + RETRY_MS[0], tries=1)
    assert desk.done == []


async def test_a_failing_document_stops_no_other(worker: Make, desk: Desk, store: Store) -> None:
    for key in "abc":
        await due(store, key, at=NOON - 3 + "abc".index(key))

    async def fail_on_a(doc: Person, desk: Desk) -> None:
        await (fail if doc.id == "a" else greet)(doc, desk)

    assert await worker(fail_on_a).sweep() == 3
    assert desk.done == ["a", "b", "c"]
    assert await store.count(PEOPLE, {}) == 3
    assert (await entry(store)).tries == 1


async def test_a_failing_entry_stops_no_other_of_its_document(
    worker: Make, desk: Desk, store: Store
) -> None:
    doc = someone("a").with_due(Due(what="sing", at=NOON - 1), Due(what="greet", at=NOON))
    await store.save(PEOPLE, doc)
    work = worker()
    while await work.sweep():
        pass
    assert desk.done == ["a"]
    assert (await entry(store)).what == "sing"


async def test_who_saves_first_wins_and_the_step_sees_it(worker: Make, store: Store) -> None:
    await due(store)
    seen: list[str] = []

    async def greet_by_name(doc: Person, desk: Desk) -> None:
        if not seen:
            await desk.store.save(PEOPLE, doc.model_copy(update={"name": "Amal"}))
        seen.append(doc.name)
        await desk.greet(doc)

    await worker(greet_by_name).sweep()
    assert seen == ["", "Amal"]
    doc = await store.get(PEOPLE, "a")
    assert doc is not None
    assert (doc.name, doc.due) == ("Amal", ())


async def test_work_that_somebody_took_off_is_not_insisted_on(worker: Make, store: Store) -> None:
    await due(store)

    async def withdrawn_meanwhile(doc: Person, desk: Desk) -> None:
        await desk.store.save(PEOPLE, doc.without_due("greet"))
        await desk.greet(doc)

    before = troubles()
    assert await worker(withdrawn_meanwhile).sweep() == 1
    assert troubles() == before


async def test_a_step_may_erase_its_document(worker: Make, store: Store) -> None:
    await due(store)

    async def erase(doc: Person, desk: Desk) -> None:
        await desk.store.erase(PEOPLE, doc)

    before = troubles()
    assert await worker(erase).sweep() == 1
    assert await store.get(PEOPLE, "a") is None
    assert troubles() == before


async def test_a_step_that_asks_for_more_at_once_is_done_again_in_the_next_sweep(
    worker: Make, desk: Desk, store: Store
) -> None:
    await due(store)

    async def twice(doc: Person, desk: Desk) -> None:
        if desk.done:
            await desk.greet(doc)
            return
        desk.done.append("again")
        again = Due(what="greet", at=NOON - 5)
        await desk.store.save(PEOPLE, doc.with_due(again))
        assert await worker(holder="other").sweep() == 0, "the lease does not hold"

    work = worker(twice)
    assert await work.sweep() == 1
    assert await work.sweep() == 1
    assert desk.done == ["again", "a"]
