"""Every test of the suite runs on both stores."""

import uuid
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from shared.store.collection import Store
from shared.store.due import DueWork, Step
from tests.behaviour.store.places import FilePlace, Place, ServerPlace
from tests.behaviour.store.things import PEOPLE
from tests.behaviour.store.working import Desk, Do, Make, greet
from tests.live.engines.fixtures import breakable_engines, engines, pytest_runtest_makereport

__all__ = ["breakable_engines", "engines", "pytest_runtest_makereport"]

BOTH = ["file", pytest.param("server", marks=pytest.mark.live)]


@pytest.fixture(params=BOTH)
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    """An empty, prepared store; gone at the end."""
    if request.param == "file":
        file = FilePlace(str(tmp_path / "lotsa.sqlite"))
        await file.prepare()
        yield file
        await file.close()
        return
    url = request.getfixturevalue("engines").mongo
    server = ServerPlace(url, f"suite{uuid.uuid4().hex[:12]}")
    await server.prepare()
    yield server
    await server.remove()
    await server.close()


@pytest.fixture
def store(place: Place) -> Store:
    return place.store()


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


@pytest.fixture
def worker(desk: Desk, place: Place) -> Make:
    def make(
        do: Do = greet,
        holder: str = "me",
        regions: Sequence[str] | None = None,
        within_s: float | None = None,
    ) -> DueWork[Desk]:
        steps = [Step(PEOPLE, "greet", do, owned=regions is not None, within_s=within_s)]
        mine = None if regions is None else (lambda: regions)
        return DueWork(desk.store, steps, desk, holder=holder, now=place.clock, regions=mine)

    return make
