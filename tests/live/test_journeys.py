"""The same journeys with four processes, a real broker, and a server of the database's protocol."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.lotsa import Lotsa, distributed
from tests.journeys.post import Post
from tests.journeys.test_one_form import *  # noqa: F403 - the same journeys, by the same names
from tests.live.engines import Engines

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def post() -> Iterator[Post]:
    with Post() as office:
        yield office


@pytest.fixture(scope="module")
def lotsa(
    tmp_path_factory: pytest.TempPathFactory, post: Post, own_engines: Engines
) -> Iterator[Lotsa]:
    folder = Path(tmp_path_factory.mktemp("live"))
    running = distributed(folder, post, kafka=own_engines.kafka, mongo=own_engines.mongo)
    running.start()
    yield running
    assert running.stop() == [0, 0, 0, 0]
