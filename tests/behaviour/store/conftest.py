"""Every test of the suite runs on both stores."""

import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.store.collection import Store
from tests.behaviour.store.places import FilePlace, Place, ServerPlace
from tests.live.engines.fixtures import breakable_engines, engines, pytest_runtest_makereport

__all__ = ["breakable_engines", "engines", "place", "pytest_runtest_makereport", "store"]

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
