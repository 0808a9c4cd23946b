"""The direct bus: nothing before everybody listens, and order per subject alone."""

import asyncio
from pathlib import Path

import pytest
from uuid6 import uuid7

from shared.bus.direct import DirectBus, NobodyHears
from shared.bus.listening import Listening, Outcome
from shared.bus.record import Record
from shared.store.sqlite import SqliteFile, SqliteStore
from tests.behaviour.bus.roads import DirectRoad
from tests.behaviour.bus.tallies import posted
from tests.behaviour.bus.world import OURS, Clock, World, new


async def test_a_service_that_starts_last_misses_nothing(tmp_path: Path) -> None:
    file, clock = SqliteFile(tmp_path / "lotsa.sqlite"), Clock()
    store = SqliteStore(file, OURS, clock, lambda: str(uuid7()))
    await store.prepare()
    road = DirectRoad()
    road.bus = DirectBus(["tallies"], patience_s=0.01)
    world, subject = World(store, road, clock), new()
    with pytest.raises(NobodyHears):
        await world.tell(subject, posted(subject))
    assert road.bus.trouble() == "bus-incomplete"

    await road.open(world.listening)
    await world.tell(subject, posted(subject))

    assert road.bus.trouble() is None
    assert (await world.tally(subject)).applied == (1, 2)
    file.close()


async def test_what_is_told_first_waits_for_the_service_that_starts_last(tmp_path: Path) -> None:
    file, clock = SqliteFile(tmp_path / "lotsa.sqlite"), Clock()
    store = SqliteStore(file, OURS, clock, lambda: str(uuid7()))
    await store.prepare()
    road = DirectRoad()
    road.bus = DirectBus(["tallies"])
    world, subject = World(store, road, clock), new()
    telling = asyncio.create_task(world.tell(subject, posted(subject)))
    await asyncio.sleep(0.05)
    assert not telling.done()

    await road.open(world.listening)
    await telling

    assert (await world.tally(subject)).applied == (1,)
    file.close()


async def test_a_subject_that_takes_long_keeps_no_other_waiting(tmp_path: Path) -> None:
    file, clock = SqliteFile(tmp_path / "lotsa.sqlite"), Clock()
    store = SqliteStore(file, OURS, clock, lambda: str(uuid7()))
    await store.prepare()
    world = World(store, DirectRoad(), clock)
    slow, quick, held = new(), new(), asyncio.Event()

    class Held(Listening):
        async def handle(self, record: Record) -> Outcome:
            if record.key == slow.encode():
                await held.wait()
            return await super().handle(record)

    world.listening.__class__ = Held
    await world.road.open(world.listening)
    await world.announce(slow, posted(slow), posted(slow))
    await world.announce(quick, posted(quick), posted(quick))
    telling = asyncio.create_task(world.relay.drain())

    await world.applied(quick, 1, 2)
    assert (await world.tally(slow)).applied == ()
    held.set()
    await telling
    assert (await world.tally(slow)).applied == (1, 2)
    file.close()
