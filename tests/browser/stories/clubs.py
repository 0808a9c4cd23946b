"""What an association does in a story."""

from dataclasses import dataclass
from typing import Final

from tests.browser.stories.acting import Actor, links

REGISTER: Final = "main form[action='/association/new'] .actions button"
NEXT: Final = "main button[name=go][value=second]"
POST: Final = "main button[name=go][value=post]"
CONTACTS: Final = "/association/contacts"
KINDS: Final = ("participant", "helper", "leader", "referee")


@dataclass
class Club:
    """An association with one contact, and what it asks for."""

    actor: Actor
    name: str
    email: str
    activity: str

    def registers(self) -> None:
        """With an address that is none, at first."""
        actor = self.actor
        actor.open("/association/new")
        actor.write(name=self.name, contact_name="Eva", contact_email="eva")
        actor.watch.page.select_option("#language", actor.part.language)
        actor.press(REGISTER)
        assert actor.has(".error-summary a[href='#contact_email']")
        actor.write(contact_email=self.email)
        actor.press(REGISTER)
        assert actor.path == "/association/registered"

    def title(self, kind: str) -> str:
        return f"{self.name}: {kind}"

    def asks(self, kind: str) -> None:
        """A need in two pages."""
        actor = self.actor
        actor.press("main a[href^='/needs/new']")
        actor.choose("kind", kind)
        actor.write(title=self.title(kind), seats="4", place="Folkets hus")
        actor.choose("activities", self.activity)
        actor.choose("slots", "tue_evening", "wed_evening")
        actor.press(NEXT)
        actor.choose("ages", "18-25", "26-64", "65+")
        actor.choose("groups", "any")
        actor.choose("swedish", "none")
        actor.write(cost="0")
        if kind == "leader":
            actor.choose("register_check", "yes")
        actor.press(POST)
        assert actor.path == "/needs", actor.path

    def asks_for_each_kind(self) -> None:
        self.actor.open("/needs")
        for kind in KINDS:
            self.asks(kind)
        assert self.actor.watch.page.locator("main li[id^='need-']").count() >= len(KINDS)

    def says_yes(self) -> None:
        """To the one who waits, whose name nobody there knows yet."""
        self.actor.waits_for("/candidates", "main button[value=yes]")
        self.actor.press("main button[value=yes]")
        assert not self.actor.has("main button[value=yes]")

    def notes_the_extract(self) -> None:
        self.actor.waits_for("/candidates", "main form[action$='/extract']")
        assert self.actor.watch.page.locator("main form[action$='/extract'] [name]").count() == 1
        self.actor.press("main form[action$='/extract'] button")
        assert not self.actor.has("main form[action$='/extract']")

    def confirms_the_start(self) -> None:
        """On their own page, where whoever was introduced to them stands, then how it goes."""
        self.actor.waits_for("/candidates", "main button[value=met]")
        self.actor.press("main button[value=met]")
        assert not self.actor.has("main button[value=met]")
        assert self.actor.has("main button[value=well]")

    def adds_a_contact(self, email: str) -> None:
        """Somebody besides them, who reads of it in a letter."""
        self.actor.open(CONTACTS)
        self.actor.write(name="Sven", email=email)
        self.actor.watch.page.select_option("#language", self.actor.part.language)
        self.actor.press(f"main form[action='{CONTACTS}'] .actions button")
        assert email in self.actor.watch.page.inner_text("main")
        self.actor.letter(email, "/sign-in")

    def wants_one_letter_a_day(self) -> None:
        actor = self.actor
        actor.open("/account")
        actor.watch.page.select_option("#letters", "day")
        actor.press("main form[action='/account'] button")
        assert actor.one("#letters").input_value() == "day"

    def reads_the_letter_of_the_day(self) -> None:
        """Several needs are asked about, and it is one letter."""
        letter = self.actor.letter(self.email, "/still/")
        assert len(links(letter, "/still/")) > 1, letter.text

    def still_looks(self) -> None:
        """After 30 days a letter asks; one tap, without an account."""
        self.actor.open(self.actor.link(self.email, "/still/"))
        self.actor.press("main button[name=answer][value=yes]")
        assert not self.actor.has("main button[name=answer]")

    def posts_again(self) -> None:
        """The form is filled in from what was asked before."""
        self.actor.open("/needs")
        before = self.actor.watch.page.locator("main li[id^='need-']").count()
        self.actor.press("main a[href$='/again']")
        self.actor.press(NEXT)
        self.actor.press(POST)
        assert self.actor.watch.page.locator("main li[id^='need-']").count() == before + 1
