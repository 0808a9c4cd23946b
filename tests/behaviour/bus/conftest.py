"""Every test of the suite runs on both buses."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from uuid6 import uuid7

from shared.store.sqlite import SqliteFile, SqliteStore
from tests.behaviour.bus.roads import DirectRoad, KafkaRoad
from tests.behaviour.bus.world import OURS, Clock, Road, World
from tests.live.engines.fixtures import breakable_engines, engines, pytest_runtest_makereport

__all__ = ["breakable_engines", "engines", "pytest_runtest_makereport", "road", "world"]

BOTH = ["direct", pytest.param("kafka", marks=pytest.mark.live)]


@pytest.fixture(params=BOTH)
def road(request: pytest.FixtureRequest) -> Road:
    if request.param == "direct":
        return DirectRoad()
    return KafkaRoad(request.getfixturevalue("engines").kafka)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[tuple[SqliteStore, Clock]]:
    file, clock = SqliteFile(tmp_path / "lotsa.sqlite"), Clock()
    store = SqliteStore(file, OURS, clock, lambda: str(uuid7()))
    await store.prepare()
    yield store, clock
    file.close()


@pytest.fixture
async def world(road: Road, store: tuple[SqliteStore, Clock]) -> AsyncIterator[World]:
    made = World(store[0], road, store[1])
    await road.open(made.listening)
    yield made
    await road.close()
