"""What a page costs on the way: every request that it makes, as it travels, headers and all."""

from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import Reader, reading
from tests.browser.town import Town

FIRST_VIEW: Final = 40_000
LATER: Final = 10_000
STAFF: Final = 80_000
SETTLES_MS: Final = 400


class Scales:
    """Counts the bytes that arrive at one page, uncounted what the browser had kept."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.bytes = 0
        self.requests = 0
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", self._arrived)

    def _arrived(self, told: dict[str, Any]) -> None:
        self.bytes += int(told["encodedDataLength"])
        self.requests += 1

    def weigh(self, url: str) -> int:
        self.bytes = self.requests = 0
        self.page.goto(url)
        self.page.wait_for_timeout(SETTLES_MS)
        return self.bytes


def scales(reader: Reader) -> Scales:
    return Scales(reader.context.new_page())


NEWCOMERS = ["/", "/form/kind", "/form/interests", "/form/when", "/form/contact", "/form/check"]


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_a_newcomers_first_page_and_those_after(
    browser: Browser, town: Town, language: str
) -> None:
    pages = [*NEWCOMERS, town.at["asked"], town.at["question"]]
    cookies = town.beginners()["newcomer"]
    for path in pages:
        with reading(browser, town.home, cookies, language=language) as reader:
            scale = scales(reader)
            assert 2_000 < scale.weigh(town.home + path) <= FIRST_VIEW, path
    with reading(browser, town.home, cookies, language=language) as reader:
        scale = scales(reader)
        scale.weigh(town.home + "/")
        later = {path: scale.weigh(town.home + path) for path in pages}
        assert {path: weight for path, weight in later.items() if weight > LATER} == {}


def test_a_page_of_those_who_work_here(browser: Browser, town: Town) -> None:
    pages = {
        "/board": "coordinator",
        "/outbox": "coordinator",
        "/associations": "coordinator",
        f"/cases/{town.at['case_ours']}": "guide",
    }
    for path, who in pages.items():
        with reading(browser, town.home, town.readers[who], width=1280) as reader:
            assert scales(reader).weigh(town.home + path) <= STAFF, path


def test_an_uncompressed_page_would_be_too_heavy(browser: Browser, town: Town) -> None:
    """The control: the same first view, were it not compressed."""
    with reading(browser, town.home, town.beginners()["newcomer"]) as reader:
        reader.context.set_extra_http_headers({"accept-encoding": "identity"})
        scale = scales(reader)
        assert scale.weigh(town.home + "/form/interests") > FIRST_VIEW
        assert scale.requests >= 3
