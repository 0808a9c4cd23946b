"""The Lotsa of the stories: one for all of them, whose clock they move on."""

from collections.abc import Iterator

import pytest

from tests.journeys.lotsa import Lotsa
from tests.journeys.post import Post
from tests.journeys.timed import timed

UNDO_SECONDS = 60


@pytest.fixture(scope="module")
def post() -> Iterator[Post]:
    """Its own: the town beside it writes to people of the same names."""
    with Post() as office:
        yield office


@pytest.fixture(scope="module")
def lotsa(post: Post, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lotsa]:
    undo = str(UNDO_SECONDS)
    running = timed(tmp_path_factory.mktemp("stories"), post, LOTSA_UNDO_SECONDS=undo)
    running.start()
    yield running
    assert running.stop() == [0]
