"""The Lotsa of the stories: one for all of them, whose clock they move on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.stories.acting import Theatre
from tests.browser.stories.seeing import Seen
from tests.journeys.lotsa import Lotsa
from tests.journeys.post import Post
from tests.journeys.timed import timed

UNDO_SECONDS = 60


@pytest.fixture(scope="package")
def post() -> Iterator[Post]:
    """Its own: the town beside it writes to people of the same names."""
    with Post() as office:
        yield office


@pytest.fixture(scope="package")
def lotsa(post: Post, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lotsa]:
    undo = str(UNDO_SECONDS)
    running = timed(tmp_path_factory.mktemp("stories"), post, LOTSA_UNDO_SECONDS=undo)
    running.start()
    yield running
    assert running.stop() == [0]


@pytest.fixture(scope="package")
def theatre(lotsa: Lotsa, browser: Browser) -> Theatre:
    return Theatre(lotsa, browser, Seen())
