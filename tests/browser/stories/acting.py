"""Somebody in a story: a browser of their own, in their language, on their device.

Each page they come to is looked at: language and direction, axe, and nothing wider than the screen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Locator

from tests.browser.looking import OVERFLOW, Reader, Watch
from tests.browser.test_form import enter, reach
from tests.browser.tour import violations
from tests.journeys.lotsa import Lotsa
from tests.journeys.post import Received
from tests.journeys.reading import soon

PHONE: Final = 360
DESK: Final = 1280
SIGN_IN: Final = "main form[action^='/sign-in'] button"
RIGHT_TO_LEFT: Final = frozenset({"ar"})
LATER_S: Final = 40.0
"""A follow-up passes through a clock, a letter and a listener, each of which looks once a second."""


@dataclass(frozen=True)
class Part:
    """How somebody reads: which language, how wide a screen, and whether scripts run there."""

    language: str
    width: int
    scripts: bool = True


@dataclass
class Actor:
    """One person of a story at one Lotsa."""

    lotsa: Lotsa
    reader: Reader
    part: Part
    watch: Watch

    def open(self, path: str) -> None:
        self.watch.page.goto(self.reader.home + path)
        self.look()

    def press(self, what: str | Locator) -> None:
        """Clicks what leads on, and looks at where it leads."""
        with self.watch.page.expect_navigation():
            self.one(what).click()
        self.look()

    def enter(self, what: str | Locator) -> None:
        """The same by keyboard alone: on by Tab until it has the focus, then Enter."""
        reach(self.watch.page, self.one(what))
        enter(self.watch.page)
        self.look()

    def one(self, what: str | Locator) -> Locator:
        found = self.watch.page.locator(what) if isinstance(what, str) else what
        return found.first

    def write(self, **texts: str) -> None:
        for name, text in texts.items():
            self.watch.page.locator(f"main [name='{name}']").first.fill(text)

    def choose(self, name: str, *values: str) -> None:
        """Ticks the answers; each is a card, which is clicked as a whole."""
        for value in values:
            self.watch.page.locator(f"main input[name='{name}'][value='{value}']").first.check()

    def unfold(self, what: str) -> None:
        self.one(what).click()

    def look(self) -> None:
        """What has to hold of every page that anybody comes to."""
        page, part = self.watch.page, self.part
        root = page.locator("html")
        direction = "rtl" if part.language in RIGHT_TO_LEFT else "ltr"
        said = (root.get_attribute("lang"), root.get_attribute("dir"))
        where = f"{part} {self.path}"
        assert said == (part.language, direction), where
        # Without scripts axe has nothing to run in; the same pages are looked at in other stories.
        if part.scripts:
            assert violations(page) == [], where
        assert page.evaluate(OVERFLOW) == 0, where
        assert self.watch.complaints == [], where

    @property
    def path(self) -> str:
        return urlsplit(self.watch.page.url).path

    def has(self, what: str) -> bool:
        return self.watch.page.locator(what).count() > 0

    def waits_for(self, path: str, what: str) -> None:
        """Opens a page again and again until it has this; then looks at it."""

        def look() -> bool:
            self.watch.page.goto(self.reader.home + path)
            return self.has(what)

        soon(look, within_s=LATER_S)
        self.look()

    def letter(self, to: str, leading: str) -> Received:
        """The newest letter whose link leads there, once there is one; in their own language."""
        received = soon(lambda: letters(self.lotsa, to, leading), within_s=LATER_S)[-1]
        assert received.language == self.part.language, received.subject
        return received

    def signs_in(self, email: str, by: Callable[["Actor", str], None] | None = None) -> None:
        """By a one-time link, whatever language the account's letters are in."""
        known = len(letters(self.lotsa, email, "/sign-in/"))
        self.open("/sign-in")
        self.write(email=email)
        (by or Actor.press)(self, "main form[action='/sign-in'] .actions button")

        def come() -> list[Received]:
            return letters(self.lotsa, email, "/sign-in/")[known:]

        link = soon(come, within_s=LATER_S)[-1].path
        self.open(link.partition("?")[0])
        (by or Actor.press)(self, SIGN_IN)


def letters(lotsa: Lotsa, to: str, leading: str) -> list[Received]:
    """What somebody got so far of one kind, the oldest first."""
    return [one for one in lotsa.post.received(to) if one.path.startswith(leading)]
