"""Somebody's own file in a browser: whole and in one piece, or it is said which part did not come."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Download, Page

from shared.own_pass import FILE, HOLDERS
from tests.browser.looking import Watch, overflow, reading
from tests.browser.tour import NARROWEST, violations
from tests.browser.town import Town
from tests.journeys import walking
from tests.journeys.reading import soon

CODE: Final = re.compile(r"\b\d{6}\b")
BUTTON: Final = "[data-everything] button"
TROUBLE: Final = "[data-everything] [role=alert]"
MATCHING: Final = "**/matching/api/v1/everything/*"


def code_for(town: Town, email: str) -> str:
    letters = [CODE.findall(one.text) for one in town.lotsa.post.received(email)]
    return next((found[0] for found in reversed(letters) if found), "")


@contextmanager
def proved(
    browser: Browser, town: Town, name: str, *, language: str = "en", scripts: bool = True
) -> Iterator[Watch]:
    """The page to which the code in a letter leads."""
    person = walking.newcomer(town.lotsa, name)
    with reading(browser, town.home, language=language, scripts=scripts) as reader:
        watch = reader.open(f"{person.page}/download")
        watch.page.locator("form[action$='/code'] button").click()
        code = soon(lambda: code_for(town, person.email))
        watch.page.locator("input[name=code]").fill(code)
        watch.page.locator("form[action$='/download'] button").click()
        watch.page.locator("a[data-part]").first.wait_for()
        yield watch


def downloads_of(page: Page) -> list[Download]:
    """What the page gives from now on."""
    found: list[Download] = []

    def came(one: Download) -> None:
        found.append(one)

    page.on("download", came)
    return found


def taken(page: Page) -> dict[str, object]:
    with page.expect_download() as came:
        page.locator(BUTTON).click()
    assert came.value.suggested_filename == FILE
    found: dict[str, object] = json.loads(Path(came.value.path()).read_text())
    return found


def test_it_is_one_file_with_every_part_or_none(browser: Browser, town: Town) -> None:
    with proved(browser, town, "Wanda") as watch:
        page = watch.page
        given = downloads_of(page)
        page.route(MATCHING, lambda route: route.abort())
        page.locator(BUTTON).click()
        page.locator(TROUBLE).wait_for()
        assert "What we have looked for" in page.locator(f"{TROUBLE} strong").inner_text()
        assert given == [], "half a file was given"
        page.unroute(MATCHING)
        file = taken(page)
        assert tuple(file) == HOLDERS
        assert "Wanda" in json.dumps(file["intake"])
        assert page.locator(TROUBLE).is_hidden()


def test_without_scripts_each_part_is_a_file(browser: Browser, town: Town) -> None:
    with proved(browser, town, "Xenia", scripts=False) as watch:
        page = watch.page
        assert page.locator(BUTTON).is_hidden()
        links = page.locator("a[data-part]")
        assert links.count() == len(HOLDERS)
        for number in range(len(HOLDERS)):
            with page.expect_download() as came:
                links.nth(number).click()
            part = json.loads(Path(came.value.path()).read_text())
            assert part["service"] == links.nth(number).get_attribute("data-part")


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_everybody_can_read_the_page(browser: Browser, town: Town, language: str) -> None:
    with proved(browser, town, "Yara", language=language) as watch:
        assert violations(watch.page) == []
        assert overflow(watch.page, NARROWEST) == 0
        assert watch.complaints == []
        assert watch.foreign() == []
