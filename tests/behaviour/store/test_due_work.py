"""Work that is due on documents, done at a shifted clock."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import pytest

from shared.metrics import DUE_DONE, DUE_TROUBLE
from shared.store.collection import LEASE_MS, Store
from shared.store.document import Conflict, Due, Unavailable
from shared.store.due import RETRY_MS, DueWork, Step
from tests.behaviour.store.places import Place
from tests.behaviour.store.things import NOON, PEOPLE, Person, someone

Do = Callable[[Person, "Desk"], Awaitable[None]]


class Desk:
    """What the steps of these tests know: the store, and what they did."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.done: list[str] = []

    async def greet(self, doc: Person) -> None:
        self.done.append(doc.id)
        await self.store.save(PEOPLE, doc.without_due("greet"))


async def greet(doc: Person, desk: Desk) -> None:
    await desk.greet(doc)


async def fail(doc: Person, desk: Desk) -> None:
    desk.done.append(doc.id)
    raise ZeroDivisionError


async def conflict(doc: Person, desk: Desk) -> None:
    desk.done.append(doc.id)
    raise Conflict


async def forget(doc: Person, desk: Desk) -> None:
    """Ends well, and leaves its entry standing."""
    desk.done.append(doc.id)


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


@pytest.fixture
def worker(desk: Desk, place: Place) -> Callable[..., DueWork[Desk]]:
    def make(
        do: Do = greet, holder: str = "me", regions: Sequence[str] | None = None
    ) -> DueWork[Desk]:
        steps = [Step(PEOPLE, "greet", do, owned=regions is not None)]
        mine = None if regions is None else (lambda: regions)
        return DueWork(desk.store, steps, desk, holder=holder, now=place.clock, regions=mine)

    return make


Make = Callable[..., DueWork[Desk]]


async def due(store: Store, key: str = "a", at: int = NOON, what: str = "greet") -> Person:
    return await store.save(PEOPLE, someone(key).with_due(Due(what=what, at=at)))


async def entry(store: Store, key: str = "a") -> Due:
    doc = await store.get(PEOPLE, key)
    assert doc is not None
    [one] = doc.due
    return one


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


async def test_what_a_lost_worker_held_is_done_when_its_lease_ends(
    worker: Make, desk: Desk, store: Store, place: Place
) -> None:
    await due(store)
    await store.claim_due(PEOPLE, "lost", limit=10)
    assert await worker().sweep() == 0
    place.clock.pass_(LEASE_MS)
    assert await worker().sweep() == 1
    assert desk.done == ["a"]


async def test_many_workers_do_each_piece_once(worker: Make, desk: Desk, store: Store) -> None:
    keys = [f"p{number:02}" for number in range(40)]
    for key in keys:
        await due(store, key)
    workers = [worker(holder=f"worker-{number}") for number in range(4)]
    while any(await asyncio.gather(*(work.sweep() for work in workers))):
        pass
    assert sorted(desk.done) == keys


async def test_owned_work_is_done_by_the_owner_of_its_region_alone(
    worker: Make, desk: Desk, store: Store
) -> None:
    await due(store)
    assert await worker(regions=[]).sweep() == 0
    assert await worker(regions=["lund"]).sweep() == 0
    assert await worker(regions=["malmo"]).sweep() == 1
    assert desk.done == ["a"]


async def test_a_step_whose_own_trouble_is_an_unavailable_waits_too(
    worker: Make, store: Store
) -> None:
    await due(store)

    async def unavailable(_doc: Person, _desk: Desk) -> None:
        raise Unavailable

    assert await worker(unavailable).sweep() == 1
    assert (await entry(store)).tries == 1


async def test_a_nudge_is_heard_even_while_a_sweep_goes_on(
    worker: Make, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.store.due.SWEEP_S", 60)
    greeted = asyncio.Event()

    async def greet_aloud(doc: Person, desk: Desk) -> None:
        await desk.greet(doc)
        greeted.set()

    work = worker(greet_aloud)
    running = asyncio.create_task(work.run())
    await asyncio.sleep(0.1)
    await due(store)
    work.nudge()
    async with asyncio.timeout(10):
        await greeted.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert running.cancelled()


async def test_a_step_that_hangs_is_ended(
    worker: Make, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.store.due.STEP_S", 0.05)
    await due(store)

    async def hang(_doc: Person, _desk: Desk) -> None:
        await asyncio.Event().wait()

    assert await worker(hang).sweep() == 1
    assert (await entry(store)).tries == 1


def done() -> float:
    return float(DUE_DONE.labels("intake", "greet")._value.get())


def troubles() -> float:
    return float(DUE_TROUBLE.labels("intake", "greet")._value.get())
