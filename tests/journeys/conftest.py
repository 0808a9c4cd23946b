"""The Lotsa that journeys are walked on: one process here; the live tests put in four."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.lotsa import Lotsa, embedded
from tests.journeys.post import Post


@pytest.fixture(scope="session")
def post() -> Iterator[Post]:
    with Post() as office:
        yield office


@pytest.fixture(scope="module")
def lotsa(tmp_path_factory: pytest.TempPathFactory, post: Post) -> Iterator[Lotsa]:
    running = embedded(Path(tmp_path_factory.mktemp("lotsa")), post)
    running.start()
    yield running
    assert running.stop() == [0]
