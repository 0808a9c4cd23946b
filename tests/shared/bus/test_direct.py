"""The direct bus sends nothing before everybody who is to hear it listens."""

from pathlib import Path

import pytest
from uuid6 import uuid7

from shared.bus.direct import DirectBus, NobodyHears
from shared.store.sqlite import SqliteFile, SqliteStore
from tests.behaviour.bus.roads import DirectRoad
from tests.behaviour.bus.tallies import posted
from tests.behaviour.bus.world import OURS, Clock, World, new


async def test_a_service_that_starts_last_misses_nothing(tmp_path: Path) -> None:
    file, clock = SqliteFile(tmp_path / "lotsa.sqlite"), Clock()
    store = SqliteStore(file, OURS, clock, lambda: str(uuid7()))
    await store.prepare()
    road = DirectRoad()
    road.bus = DirectBus(["tallies"])
    world, subject = World(store, road, clock), new()
    with pytest.raises(NobodyHears):
        await world.tell(subject, posted(subject))
    assert road.bus.trouble() == "bus-incomplete"

    await road.open(world.listening)
    await world.tell(subject, posted(subject))

    assert road.bus.trouble() is None
    assert (await world.tally(subject)).applied == (1, 2)
    file.close()
