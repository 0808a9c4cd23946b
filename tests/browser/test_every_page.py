"""Every page, in Swedish, Arabic and English: everybody can use it, and it asks nobody else."""

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import WIDTHS, Tours
from tests.browser.looking import reading, unanswered
from tests.browser.routes import page_routes
from tests.browser.stops import KIND, PREVIEW, REACH, Stop, stops
from tests.browser.tour import NARROWEST, too_wide, violations
from tests.browser.town import Town

languages = pytest.mark.parametrize("language", list(WIDTHS))
RIGHT_TO_LEFT = {"ar"}
ANSWERED_AT = {KIND: "/form/interests", PREVIEW: "/policies/preview"}


def test_every_page_is_looked_at(town: Town) -> None:
    assert {stop.route for stop in stops(town)} - {""} == page_routes()


@languages
def test_every_page_is_the_one_that_was_meant(tours: Tours, language: str) -> None:
    """Not another one that it leads on to; a form's answer stands at the form's own address."""
    found = {seen.stop.name: (seen.landed, seen.status) for seen in tours(language)}
    meant = {seen.stop.name: (meant_at(seen.stop), seen.stop.status) for seen in tours(language)}
    assert found == meant


def meant_at(stop: Stop) -> str:
    """Where a stop ends."""
    return f"{stop.at}/reach" if stop.press == REACH else ANSWERED_AT.get(stop.press, stop.at)


@languages
def test_everybody_can_use_every_page(tours: Tours, language: str) -> None:
    faults = {seen.stop.name: seen.violations for seen in tours(language)}
    assert unanswered(faults) == {}


@languages
def test_nothing_is_wider_than_its_screen(tours: Tours, language: str) -> None:
    assert {seen.stop.name: seen.too_wide for seen in tours(language) if seen.too_wide} == {}


@languages
def test_every_page_says_its_language_and_direction(tours: Tours, language: str) -> None:
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    others = {seen.stop.name: (seen.lang, seen.dir) for seen in tours(language)
              if (seen.lang, seen.dir) != (language, direction)}  # fmt: skip
    assert others == {}


@languages
def test_no_page_breaks_the_policy_or_complains(tours: Tours, language: str) -> None:
    assert unanswered({seen.stop.name: seen.complaints for seen in tours(language)}) == {}


@languages
def test_no_page_asks_anybody_else(tours: Tours, language: str) -> None:
    assert unanswered({seen.stop.name: seen.foreign for seen in tours(language)}) == {}


def test_every_link_leads_to_a_page(browser: Browser, town: Town, tours: Tours) -> None:
    broken = {}
    links = {
        (seen.stop.who, href.partition("#")[0])
        for seen in tours("sv")
        for href in seen.links
        if href.startswith("/") and "?lang=" not in href
    }
    for who, cookies in town.readers.items():
        with reading(browser, town.home, cookies) as reader:
            for href in sorted(href for whose, href in links if whose == who):
                answer = reader.context.request.get(town.home + href)
                if answer.status != 200:
                    broken[who, href] = answer.status
    assert broken == {}


def test_faults_would_be_found(browser: Browser, town: Town) -> None:
    """The control: each kind of fault, put into a page on purpose, is seen."""
    with reading(browser, town.home) as reader:
        watch = reader.open("/")
        page = watch.page
        page.evaluate("document.querySelector('main').append(document.createElement('input'))")
        assert any(fault.startswith("label") for fault in violations(page))
        page.evaluate("document.querySelector('main').style.inlineSize = '330px'")
        assert too_wide(page, (NARROWEST, 1280)).keys() == {NARROWEST}
        page.evaluate("document.body.setAttribute('onclick', 'alert(1)')")
        page.evaluate("fetch('http://127.0.0.1:9/').catch(() => 0)")
        page.wait_for_timeout(200)
        assert any("Content Security Policy" in text for text in watch.complaints)
