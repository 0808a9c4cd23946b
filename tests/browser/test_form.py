"""The whole form as people fill it in: without JavaScript, by keyboard alone, in twelve taps."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.looking import Reader, reading
from tests.browser.town import Town

CONTINUE: Final = "main .actions button.primary"
PRESS: Final[Mapping[str, str]] = {
    "kind": "main button[value=participant]",
    "help": "main button[value=leader]",
    "district": "main button[value=unknown]",
    "age": "main button[value='26-64']",
}
CHOOSE: Final[Mapping[str, list[str]]] = {
    "interests": ["main input[value=choir]"],
    "skills": ["main input[name=skills]", "main input[value=fine]"],
    "when": ["main input[value=tue_evening]"],
    "hopes": ["main input[value=step_free]"],
    "contact": ["main input[name=consent]"],
}
WRITE: Final[Mapping[str, Mapping[str, str]]] = {
    "contact": {"first_name": "Amina", "email": "amina@example.org"}
}


@dataclass
class Hand:
    """Somebody who fills in the form, and how often they have tapped."""

    page: Page
    taps: int = 0

    @property
    def step(self) -> str:
        return self.page.url.partition("/form/")[2].partition("?")[0]

    def tap(self, what: str) -> None:
        self.page.locator(what).first.click()
        self.taps += 1

    def answer(self, chosen: Mapping[str, list[str]] = CHOOSE) -> str:
        """Answers the page that is open, and goes on to the next; returns what was answered."""
        step = self.step
        for name, text in WRITE.get(step, {}).items():
            self.page.fill(f"#{name}", text)
        for box in chosen.get(step, []):
            self.tap(box)
        self.tap(PRESS.get(step, CONTINUE))
        return step

    def fill_in(self, chosen: Mapping[str, list[str]] = CHOOSE) -> list[str]:
        """All pages until the answers are to be checked."""
        steps = []
        while self.step != "check":
            steps.append(self.answer(chosen))
            assert not self.page.locator(".error-summary").count(), self.page.content()
        return steps


@contextmanager
def hand(browser: Browser, town: Town, language: str, **how: bool) -> Iterator[tuple[Reader, Hand]]:
    with reading(browser, town.home, language=language, **how) as reader:
        yield reader, Hand(reader.open("/").page)


ALL = ["interests", "district", "place", "when", "languages", "age", "hopes", "contact"]
WAYS = {
    "kind": ["kind", *ALL],
    "help": ["help", "interests", "skills", *ALL[1:]],
}


@pytest.mark.parametrize("first", list(WAYS))
def test_the_whole_form_without_javascript(browser: Browser, town: Town, first: str) -> None:
    with hand(browser, town, "ar", scripts=False) as (_, person):
        page = person.page
        person.tap(f"main a[href='/form/{first}']")
        assert person.fill_in() == WAYS[first]
        assert "Amina" in page.inner_text("main")
        assert page.get_attribute("html", "dir") == "rtl"
        person.tap(CONTINUE)
        status = page.url
        assert "/my/" in status
        assert "Amina" in page.inner_text("h1, .hello")
        assert page.locator("main svg").count() >= 1
        page.go_back()
        if page.locator("form[action='/form/check']").count():
            person.tap(CONTINUE)  # a second click on "send" from a page that the browser kept
            assert page.url == status


def test_back_keeps_every_answer(browser: Browser, town: Town) -> None:
    with hand(browser, town, "ar", scripts=False) as (_, person):
        page = person.page
        page.goto(f"{town.home}/form/kind")
        for _ in range(4):
            person.answer()
        assert person.step == "when"
        person.tap(".back a")
        person.tap(".back a")
        assert person.step == "district"
        page.go_back()
        page.go_back()
        assert person.step == "when"
        page.goto(f"{town.home}/form/interests")
        assert page.locator("input[value=choir]").is_checked()


def test_a_draft_survives_a_closed_browser(browser: Browser, town: Town) -> None:
    with hand(browser, town, "ar", scripts=False) as (reader, person):
        person.page.goto(f"{town.home}/form/kind")
        person.fill_in()
        kept = reader.cookies()
    with reading(browser, town.home, kept, language="ar", scripts=False) as reader:
        page = reader.open("/").page
        page.click("main a[href='/form/check']")
        assert "Amina" in page.inner_text("main")
    with reading(browser, town.home, language="ar") as stranger:
        assert not stranger.open("/").page.locator("a[href='/form/check']").count()


def test_an_answer_can_be_changed_from_the_check(browser: Browser, town: Town) -> None:
    with hand(browser, town, "sv", scripts=False) as (_, person):
        person.page.goto(f"{town.home}/form/kind")
        person.fill_in()
        person.tap("main a[href^='/form/age']")
        person.tap("main button[value='65+']")
        assert person.step == "check"
        assert "65" in person.page.inner_text("main")


def test_the_shortest_way_is_twelve_taps(browser: Browser, town: Town) -> None:
    """From the first question to the private page; typing is not counted."""
    with hand(browser, town, "sv") as (_, person):
        person.page.goto(f"{town.home}/form/kind")
        needed = {step: CHOOSE[step] for step in ("interests", "contact")}
        assert len(person.fill_in(needed)) == len(WAYS["kind"])
        person.tap(CONTINUE)
        assert "/my/" in person.page.url
        assert person.taps == 12


def reach(page: Page, target: Locator) -> None:
    """Goes on by Tab until the focus is on the target, as it must be seen to be."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            assert target.evaluate("one => one.matches(':focus-visible')")
            return
    raise AssertionError(f"the keyboard does not reach {target}")


def test_the_whole_form_by_keyboard_alone(browser: Browser, town: Town) -> None:
    with hand(browser, town, "sv") as (_, person):
        page = person.page
        reach(page, page.locator("main a[href='/form/kind']"))
        enter(page)
        while person.step != "check":
            step = person.step
            for name, text in WRITE.get(step, {}).items():
                reach(page, page.locator(f"#{name}"))
                page.keyboard.type(text)
            for box in CHOOSE.get(step, []):
                reach(page, page.locator(box).first)
                page.keyboard.press("Space")
            reach(page, page.locator(PRESS.get(step, CONTINUE)).first)
            enter(page)
        reach(page, page.locator(CONTINUE))
        enter(page)
        assert "/my/" in page.url


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")
