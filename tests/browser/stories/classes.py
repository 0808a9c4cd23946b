"""What a guide does in a story with a class: a code that is shown, and a form on paper."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from tests.browser.stories.acting import Actor

MAKE: Final = "main form[action='/classes'] button"
SHEETS: Final = "main form[action='/classes/sheets'] button"
SEND: Final = "main form[action='/classes/forms'] .actions button"
SENT: Final = "main section.sheet a[href*='/my/']"
NOBODY_OFFERS: Final = "nature"


@dataclass
class Teacher:
    """A guide in front of a class."""

    actor: Actor

    def shows_a_code(self) -> str:
        """The link that a class opens, which is shown once."""
        self.actor.open("/classes")
        self.actor.press(MAKE)
        link = self.actor.one("main .qr a").get_attribute("href")
        return urlsplit(str(link)).path

    def prints_a_sheet(self) -> str:
        """A form on paper in the guide's language; returns the code that stands on it."""
        self.actor.open("/classes")
        self.actor.press("main a[href='/classes/sheets']")
        self.actor.watch.page.select_option("#to", self.actor.part.language)
        self.actor.press(SHEETS)
        return self.actor.one("main .sheet-code").inner_text()

    def types_it_in(self, code: str, name: str) -> None:
        """What stands on the sheet; at first without the consent, and then once more."""
        actor = self.actor
        actor.open("/classes/forms")
        self.writes(code, name)
        actor.press(SEND)
        assert actor.has(".error-summary a[href='#consent-0']")
        actor.one("main [name=consent-0]").check()
        actor.press(SEND)
        assert name in actor.one("main section.sheet").inner_text()
        sheet = actor.one(SENT).get_attribute("href")
        self.writes(code, name)
        actor.one("main [name=consent-0]").check()
        actor.press(SEND)
        assert actor.one(SENT).get_attribute("href") == sheet, "one sheet is one person"

    def writes(self, code: str, name: str) -> None:
        page = self.actor.watch.page
        self.actor.write(**{"first_name-0": name, "code-0": code})
        page.select_option("#interest_1-0", NOBODY_OFFERS)
        page.select_option("#language-0", self.actor.part.language)
        self.actor.one("main [name=through_guide-0]").check()
