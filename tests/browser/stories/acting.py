"""Somebody in a story: a browser of their own, in their language, on their device.

Each page they come to is looked at: language and direction, axe, and nothing wider than the screen.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator

from tests.browser.looking import OVERFLOW, TOO_WIDE, Reader, Watch, reading
from tests.browser.stories.seeing import Seen, Switch
from tests.browser.test_form import enter, reach
from tests.journeys.lotsa import Lotsa
from tests.journeys.post import LINK, Received
from tests.journeys.reading import soon

PHONE: Final = 360
DESK: Final = 1280
LANGUAGES: Final = ("sv", "en", "ar")
WAYS: Final = tuple((language, width) for width in (PHONE, DESK) for language in LANGUAGES)
"""Every language on both devices."""
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
    seen: Seen
    switch: Switch | None = None
    """Of somebody without scripts, without which axe cannot look."""

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
        with self.switch.on() if self.switch else nullcontext():
            faults = self.seen.faults(page, part.language, part.width)
        assert faults == [], f"{where}: {faults}"
        assert page.evaluate(OVERFLOW) == 0, f"{where}: {page.evaluate(TOO_WIDE)}"
        assert self.watch.complaints == [], f"{where}: {self.watch.complaints}"

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
        """The newest letter in which a link leads there, once there is one; in their own language."""
        received = soon(lambda: letters(self.lotsa, to, leading), within_s=LATER_S)[-1]
        assert received.language == self.part.language, received.subject
        return received

    def link(self, to: str, leading: str) -> str:
        """Where that letter leads, without the language that it asks for."""
        return links(self.letter(to, leading), leading)[0].partition("?")[0]

    def signs_in(self, email: str, by: Callable[["Actor", str], None] | None = None) -> None:
        """By a one-time link, whatever language the account's letters are in."""
        known = len(letters(self.lotsa, email, "/sign-in/"))
        self.open("/sign-in")
        self.write(email=email)
        (by or Actor.press)(self, "main form[action='/sign-in'] .actions button")

        def come() -> list[Received]:
            return letters(self.lotsa, email, "/sign-in/")[known:]

        link = links(soon(come, within_s=LATER_S)[-1], "/sign-in/")[0]
        self.open(link.partition("?")[0])
        (by or Actor.press)(self, SIGN_IN)


@dataclass(frozen=True)
class Theatre:
    """Where stories are played: one Lotsa, one browser, and what was looked at in all of them."""

    lotsa: Lotsa
    browser: Browser
    seen: Seen

    @contextmanager
    def actors(self, *parts: Part) -> Iterator[list[Actor]]:
        """Somebody for each part, each at a browser of their own."""
        with ExitStack() as stack:

            def actor(part: Part) -> Actor:
                home, (language, width) = self.lotsa.url(""), (part.language, part.width)
                how = reading(self.browser, home, language=language, width=width)
                reader = stack.enter_context(how)
                watch = reader.page()
                if part.scripts:
                    return Actor(self.lotsa, reader, part, watch, self.seen)
                switch = Switch(reader.context.new_cdp_session(watch.page))
                switch.off()
                return Actor(self.lotsa, reader, part, watch, self.seen, switch)

            yield [actor(part) for part in parts]


def letters(lotsa: Lotsa, to: str, leading: str = "") -> list[Received]:
    """What somebody got so far, or of it what leads there, the oldest first."""
    return [one for one in lotsa.post.received(to) if not leading or links(one, leading)]


def links(letter: Received, leading: str) -> list[str]:
    """The links in a letter that lead there; a letter that gathers a day's news has several."""
    return [path for path in LINK.findall(letter.text) if path.startswith(leading)]
