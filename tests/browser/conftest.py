"""One browser and one Lotsa with people in it, for all browser tests."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import CHROMIUM, chromium
from tests.browser.tour import Seen, toured
from tests.browser.town import UNDO_SECONDS, Town, settled
from tests.journeys.post import Post
from tests.journeys.timed import timed
from tests.live.engines.fixtures import not_run

HERE = Path(__file__).parent
WIDTHS = {"sv": (360, 1280), "ar": (360, 1280), "en": (360,)}
Tours = Callable[[str], list[Seen]]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks them, and puts them last: the one browser keeps an event loop running in this thread,
    in which no asynchronous test could begin another.
    """
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # Whoever asks first for a tour of all pages waits for all of it.
            item.add_marker(pytest.mark.timeout(1_800))
    items.sort(key=lambda item: HERE in item.path.parents)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if shutil.which(CHROMIUM) is None:
        not_run("this machine lacks Chromium; .ci/system can install it")
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def post() -> Iterator[Post]:
    with Post() as office:
        yield office


@pytest.fixture(scope="session")
def town(browser: Browser, post: Post, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A Lotsa that something has happened in."""
    assert browser.is_connected(), "nobody would look at it"
    undo = str(UNDO_SECONDS)
    lotsa = timed(tmp_path_factory.mktemp("town"), post, LOTSA_UNDO_SECONDS=undo)
    lotsa.start()
    try:
        yield settled(lotsa)
    finally:
        ended = lotsa.stop()
    assert ended == [0]


@pytest.fixture(scope="session")
def tours(browser: Browser, town: Town) -> Tours:
    """All pages in a language, looked at once however many tests ask."""

    @cache
    def tour(language: str) -> list[Seen]:
        return toured(browser, town, language, WIDTHS[language])

    return tour
