"""People of the town whose case has gone past two yeses, or has ended: in each state there is.

All are of an age that nobody else there looks for, so that none of them is proposed again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx

from services.matching.cases import case_id
from shared.keys import Keys
from tests.journeys import walking
from tests.journeys.lotsa import Lotsa
from tests.journeys.reading import Browser, Fields, soon
from tests.journeys.timed import passes

AGE: Final = "16-17"
TITLE: Final = "Ungdomskör"
UNDO_IS_OVER_S: Final = 60
QUARTER: Final = 77
"""Days after which a person who met at once is asked how it is, less two weeks."""
WEEKS: Final = 14


@dataclass
class Known:
    """Somebody with a case: their private page, and where they answer once they are asked."""

    case: str
    page: str
    answer: str = ""
    club: str = ""
    """Where the association answers about them."""


@dataclass
class Youth:
    """The choir of the young: those who come to it, and who works with them."""

    lotsa: Lotsa
    chief: Browser
    choir: walking.Association

    def ask(self, *names: str) -> list[Known]:
        """They send a form and are asked, all at once."""
        people = [self.sent(name) for name in names]
        soon(lambda: {one.case for one in people} <= set(self.proposed()), within_s=40)
        for one in people:
            approval = self.proposed()[one.case]
            one.club = self.club_link(approval)
            self.chief.send(approval)
        passes(self.lotsa, seconds=UNDO_IS_OVER_S)
        for one in people:
            one.answer = soon(lambda known=one: self.asked_at(known))
        return people

    def sent(self, name: str) -> Known:
        form = {
            "kind": "participant",
            "interests": ["choir"],
            "age": AGE,
            "first_name": name,
            "email": f"{uuid4().hex[:8]}@example.org",
            "consent": True,
            "language": "ar",
        }
        url = self.lotsa.url("/intake/api/v1/people")
        answer = httpx.post(url, json=form, headers={"idempotency-key": str(uuid4())})
        assert answer.status_code == 201, answer.text
        said = answer.json()
        return Known(case_id(said["person"]), urlsplit(said["status_link"]).path)

    def proposed(self) -> dict[str, str]:
        """The cases that can be approved, and where."""
        return {one.case: one.action for one in walking.proposals(self.chief, TITLE)}

    def club_link(self, approval: str) -> str:
        """Where the association answers about the match that is approved there."""
        (match,) = parse_qs(urlsplit(approval).query)["match"]
        keys = Keys.load(self.lotsa.folder / "keys.json")
        return f"/answer/{keys.link_key('answer', match, 'association')}"

    def status(self, known: Known) -> Mapping[str, object]:
        """What a program reads of the case."""
        key = known.page.removeprefix("/my/")
        return self.chief.json(f"/intake/api/v1/people/{key}")

    def asked_at(self, known: Known) -> str:
        return urlsplit(str(self.status(known)["answer_link"] or "")).path

    def stands(self, known: Known, state: str, waiting: str = "") -> None:
        """Waits until the person reads so."""

        def look() -> bool:
            said = self.status(known)
            return said["state"] == state and waiting in ("", said["waiting"])

        soon(look, within_s=40)

    def says(self, known: Known, answer: str) -> None:
        browser = Browser(self.lotsa)
        browser.open(known.answer)
        browser.send(answer=answer)
        assert browser.status == 200, browser.page

    def agree(self, *names: str) -> list[Known]:
        """They are asked, and both sides say yes."""
        people = self.ask(*names)
        for one in people:
            self.says(one, "yes")
        for one in people:
            self.stands(one, "asked", "association")
        self.reply("yes")
        for one in people:
            self.stands(one, "agreed")
        return people

    def reply(self, answer: str) -> None:
        """The association answers everybody who waits for it."""
        browser = self.choir.browser
        browser.open("/candidates")
        while 'value="yes"' in browser.page:
            browser.send("/candidates/", answer=answer)
            assert browser.status == 200, browser.page

    def further(self, known: Known, *steps: str, **fields: str) -> None:
        """What a guide does on the case, step by step."""
        where = f"/cases/{known.case}/further"
        for step in steps:
            soon(lambda one=step: f'value="{one}"' in self.chief.open(where))
            self.chief.send(do=step, **fields)
            assert self.chief.path.startswith(f"/cases/{known.case}?"), self.chief.page


def need(choir: walking.Association) -> None:
    said: Fields = {"ages": (AGE,), "title": TITLE, "seats": "20"}
    walking.need(choir, **said)


def afterwards(lotsa: Lotsa, chief: Browser) -> dict[str, str]:
    """Addresses of status pages and answer pages. Three months pass for it."""
    youth = Youth(lotsa, chief, walking.association(lotsa, chief, TITLE))
    need(youth.choir)
    long_ago = three_months_ago(youth)
    passes(lotsa, days=QUARTER)
    need(youth.choir)
    lately = two_weeks_ago(youth)
    passes(lotsa, days=WEEKS)
    found = {**long_ago, **lately, **today(youth)}
    settled(youth, found)
    pages = {f"{name}_page": one.page for name, one in found.items()}
    answers = {f"{name}_answer": one.answer for name, one in found.items()}
    clubs = {f"{name}_club": one.club for name, one in found.items()}
    cases = {f"{name}_case": one.case for name, one in found.items()}
    return {**pages, **answers, **clubs, **cases}


def three_months_ago(youth: Youth) -> dict[str, Known]:
    """Who goes on since; who was never heard of again, before and after they met; a closed need."""
    rated, unmet, unheard = youth.agree("Farida", "Gashaw", "Hodan")
    youth.further(rated, "introduce:along", "met", "going_on")
    youth.further(unmet, "introduce:website")
    youth.further(unheard, "introduce:details", "met")
    (closed,) = youth.ask("Ugbad")
    browser = youth.choir.browser
    browser.open("/needs")
    browser.send(next(where for where, _ in browser.forms() if where.endswith("/close")),
                 reason="filled")  # fmt: skip
    youth.stands(closed, "registered")
    return {"rate": rated, "unmet": unmet, "unheard": unheard, "closed": closed}


def two_weeks_ago(youth: Youth) -> dict[str, Known]:
    """Who was introduced and has met by now, or not; who was forgotten; who never answered."""
    met, still, forgotten = youth.agree("Idris", "Jamila", "Leyla")
    youth.further(met, "introduce:contact")
    youth.further(still, "introduce:details", "met")
    (silent,) = youth.ask("Karim")
    return {"ask_met": met, "ask_still": still, "forgotten": forgotten, "silent": silent}


def today(youth: Youth) -> dict[str, Known]:
    """Each step of the way, and each way out of it."""
    names = ("Omid", "Parisa", "Qasim", "Roya", "Yusuf")
    goes_on, stopped, left_town, unfit, both_yes = youth.agree(*names)
    youth.further(goes_on, "introduce:contact", "met", "going_on")
    youth.further(stopped, "introduce:website", "met", "pair:stopped")
    youth.further(left_town, "case:left_town")
    youth.further(unfit, "introduce:along", "pair:not_right")
    refused, unwanted, later, withdrew = youth.ask("Rana", "Samir", "Tara", "Vera")
    (changed,) = youth.agree("Wafa")
    youth.says(changed, "changed:times")
    youth.says(refused, "no:far")
    youth.says(unwanted, "yes")
    youth.stands(unwanted, "asked", "association")
    youth.reply("no")
    youth.says(later, "later")
    gone = Browser(youth.lotsa)
    gone.open(f"{withdrew.page}/withdraw")
    gone.send()
    (begun,) = youth.agree("Nabil")
    youth.further(begun, "introduce:along", "met")
    (introduced,) = youth.agree("Mona")
    youth.further(introduced, "introduce:details")
    return {
        "goes_on": goes_on, "stopped": stopped, "left_town": left_town, "unfit": unfit,
        "refused": refused, "unwanted": unwanted, "later": later, "withdrew": withdrew, "changed": changed,
        "begun": begun, "introduced": introduced, "both_yes": both_yes,
    }  # fmt: skip


STANDS: Final[Mapping[str, tuple[str, str]]] = {
    "rate": ("active", "person"),
    "unmet": ("introduced", "guide"),
    "unheard": ("started", "guide"),
    "ask_met": ("introduced", "person"),
    "ask_still": ("started", "person"),
    "forgotten": ("agreed", "guide"),
    "silent": ("proposed", ""),
    "closed": ("proposed", ""),
    "goes_on": ("active", "none"),
    "stopped": ("registered", ""),
    "left_town": ("ended", ""),
    "unfit": ("registered", ""),
    "refused": ("registered", ""),
    "unwanted": ("registered", ""),
    "later": ("asked", "person"),
    "changed": ("registered", ""),
    "withdrew": ("ended", ""),
    "begun": ("started", "none"),
    "introduced": ("introduced", "none"),
    "both_yes": ("agreed", "introduction"),
}

CLUBS_READ: Final = ("introduced", "begun", "closed", "silent", "unwanted", "stopped", "changed")
"""Whose question an association sees differently: what goes on, and how it can be over."""
GUIDED: Final = ("both_yes", "introduced", "begun", "rate", "unmet", "left_town")
"""Whose case a guide can take further in different ways, or in none."""


def settled(youth: Youth, found: Mapping[str, Known]) -> None:
    """Waits until everybody stands where they are to be looked at."""
    for name, (state, waiting) in STANDS.items():
        youth.stands(found[name], state, waiting)
