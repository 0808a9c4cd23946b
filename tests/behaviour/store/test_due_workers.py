"""Who does due work, when several may, when one hangs, and when it is woken."""

import asyncio

import pytest

from shared.store.collection import LEASE_MS, Store
from shared.store.document import Unavailable
from tests.behaviour.store.places import Place
from tests.behaviour.store.things import PEOPLE, Person
from tests.behaviour.store.working import (
    Desk,
    Make,
    due,
    entry,
)


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


async def test_the_steps_of_a_batch_go_side_by_side(worker: Make, desk: Desk, store: Store) -> None:
    all_here = asyncio.Barrier(3)

    async def greet_in_company(doc: Person, desk: Desk) -> None:
        async with asyncio.timeout(10), all_here:
            await desk.greet(doc)

    for key in ("a", "b", "c"):
        await due(store, key)
    assert await worker(greet_in_company).sweep() == 3
    assert sorted(desk.done) == ["a", "b", "c"]


async def test_a_step_that_hangs_is_ended(
    worker: Make, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.store.due.STEP_S", 0.05)
    await due(store)

    async def hang(_doc: Person, _desk: Desk) -> None:
        await asyncio.Event().wait()

    assert await worker(hang).sweep() == 1
    assert (await entry(store)).tries == 1


async def test_a_step_that_may_take_long_is_left_alone_and_done_by_nobody_else(
    worker: Make, desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above is its control: without the longer time the same step is ended."""
    monkeypatch.setattr("shared.store.due.STEP_S", 0.05)
    await due(store)
    others: list[int] = []

    async def take_long(doc: Person, desk: Desk) -> None:
        await asyncio.sleep(0.2)
        others.append(await worker(holder="somebody else").sweep())
        await desk.greet(doc)

    assert await worker(take_long, within_s=60).sweep() == 1
    assert desk.done == ["a"]
    assert others == [0]
