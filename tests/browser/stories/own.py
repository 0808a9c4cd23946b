"""What somebody does on the private page that their form has led to."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.browser.stories.acting import LATER_S, letters
from tests.browser.stories.people import Guest
from tests.browser.test_form import CONTINUE
from tests.journeys.reading import soon

CODE: Final = re.compile(r"(?<![\d/])\d{6}(?!\d)")
WITHDRAW: Final = "main form[action$='/withdraw'] button"


@dataclass
class Owner:
    """Somebody to whom a private page belongs."""

    guest: Guest

    def opens(self, what: str) -> None:
        """A page behind the private one, by its link there."""
        self.guest.actor.open(self.guest.page)
        self.guest.go(f"main a[href='{self.guest.page}/{what}']")

    def changes(self, slot: str) -> None:
        """What they said of when they are free; it counts once it is sent."""
        self.opens("change")
        self.guest.go("main a[href$='/change/when']")
        self.guest.actor.choose("slots", slot)
        self.guest.go(CONTINUE)
        self.guest.go("main button[name=do][value=send]")
        assert self.guest.actor.path == self.guest.page

    def proves(self, what: str, code: str = "") -> None:
        """That it is them, by a code from a letter, or by the one that is still good."""
        self.opens(what)
        actor = self.guest.actor
        if not code:
            self.guest.go("main form[action$='/code'] button")
        actor.write(code=code or self.code())

    def code(self) -> str:
        """The newest that was sent to them."""

        def look() -> list[str]:
            found = letters(self.guest.actor.lotsa, self.guest.email)
            return [code for one in found if (code := "".join(CODE.findall(one.text)))]

        return soon(look, within_s=LATER_S)[-1]

    def downloads(self) -> str:
        """What intake holds, as a file, which needs no scripts; returns the code that it took."""
        self.proves("download")
        page = self.guest.actor.watch.page
        code = self.guest.actor.one("#code").input_value()
        self.guest.go("main form[action$='/download'] button")
        with page.expect_download() as coming:
            page.locator("main a[data-part=intake]").click()
        kept = Path(coming.value.path()).read_text("utf-8")
        assert json.loads(kept)
        assert self.guest.name in kept
        return code

    def is_reached_by_the_guide(self, code: str) -> None:
        """And by nobody else: the e-mail address goes."""
        self.proves("contact", code)
        self.guest.go("main form[action$='/contact'] button")
        self.guest.actor.write(email="")
        self.guest.actor.choose("through_guide", "yes")
        self.guest.go("main button[name=do][value=save]")
        assert self.guest.actor.path == self.guest.page

    def is_forgotten(self, code: str) -> None:
        self.proves("erase", code)
        self.guest.go("main form[action$='/erase'] button")
        assert self.guest.name not in self.guest.actor.watch.page.inner_text("body")

    def withdraws(self) -> None:
        """Nobody asks why, and the way back stands open."""
        self.opens("withdraw")
        self.guest.go(WITHDRAW)
        actor = self.guest.actor
        assert not actor.has(f"main a[href='{self.guest.page}/withdraw']")
        assert actor.has("main a[href='/']")
