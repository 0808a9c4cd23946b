"""A Lotsa where something has happened: every page of it has something to show."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final
from uuid import uuid4

import httpx

from tests.browser.afterwards import afterwards
from tests.browser.looking import Cookies
from tests.browser.places import a_child, a_pass, a_table, calendar, keys, needs
from tests.journeys import walking
from tests.journeys.lotsa import Lotsa
from tests.journeys.post import REFUSED
from tests.journeys.reading import Browser, Fields, soon

UNDO_SECONDS: Final = 10
ANSWERS: Final[Mapping[str, Fields]] = {
    "interests": {"interests": ("choir", "chess")},
    "skills": {},
    "district": {"district": "unknown"},
    "place": {},
    "when": {"slots": ("tue_evening",)},
    "languages": {"languages": ("ar", "sv"), "swedish": "little"},
    "age": {"age": "26-64"},
    "hopes": {},
    "contact": {"first_name": "Amina", "email": "amina@example.org", "consent": "yes"},
}


@dataclass(frozen=True)
class Town:
    """`readers` are browsers by their cookies; `at` holds ids and keys for the pages' addresses."""

    lotsa: Lotsa
    readers: Mapping[str, Cookies]
    at: Mapping[str, str]

    @property
    def home(self) -> str:
        return self.lotsa.url("")

    def beginners(self) -> dict[str, Cookies]:
        """Browsers with a form that is filled in and not sent. It opens at once for ten minutes."""
        return {
            "newcomer": cookies_of(begun(self.lotsa, "kind", "participant")),
            "volunteer": cookies_of(begun(self.lotsa, "help", "leader")),
        }


def cookies_of(browser: Browser) -> dict[str, str]:
    return dict(browser._http.cookies)


def settled(lotsa: Lotsa) -> Town:
    """Seeds a Lotsa by what people do on its pages. Takes about half a minute."""
    chief = walking.coordinator(lotsa)
    guide = invited(lotsa, chief, "guide@example.org")
    later_on = afterwards(lotsa, chief)
    choir = walking.association(lotsa, chief, "Limhamns kör")
    walking.need(choir, seats="20")
    walking.need(choir, title="Schack på torsdagar", activities=("chess",), slots=("thu_evening",))
    chess = walking.association(lotsa, chief, "Hyllie schack")
    guide.open(f"/associations/{chess.id}/report")
    guide.send(guide.path, reason="money")
    waiting(lotsa, "Rosengårds teater")
    people = {**later_on, **cases(lotsa, chief, guide, choir)}
    readers = {
        "coordinator": cookies_of(chief),
        "guide": cookies_of(guide),
        "contact": cookies_of(choir.browser),
        "nobody": {},
    }
    places = {**calendar(chief), **needs(choir), **a_pass(chief), **a_table(chief)}
    return Town(
        lotsa,
        readers,
        {**people, **keys(lotsa), **places, **a_child(lotsa), "association": chess.id},
    )


def invited(lotsa: Lotsa, chief: Browser, email: str) -> Browser:
    """A guide, signed in by the link of the invitation."""
    chief.open("/accounts")
    chief.send("/accounts", email=email, name="Greta", language="sv", role="guide")
    assert chief.path.startswith("/accounts?done="), chief.page
    soon(lambda: lotsa.post.received(email))
    browser = Browser(lotsa, "sv")
    browser.open("/sign-in")
    browser.send("/sign-in", email=email)
    return walking.signed_in(browser, walking.letter(lotsa, email, "/sign-in/").path)


def waiting(lotsa: Lotsa, name: str) -> None:
    """An association that nobody has looked at yet."""
    browser = Browser(lotsa)
    browser.open("/association/new")
    browser.send(
        "/association/new",
        name=name,
        web="www.example.org",
        does="Vi spelar.",
        contact_name="Eva",
        contact_email="teater@example.org",
        language="sv",
    )


def cases(
    lotsa: Lotsa, chief: Browser, guide: Browser, choir: walking.Association
) -> dict[str, str]:
    """One person in each state: status pages, answer pages, cases on the board."""
    agreed, of_agreed = arrived(lotsa, chief, "Amina")
    said_yes, of_yes = arrived(lotsa, chief, "Bashir")
    asked, of_asked = arrived(lotsa, chief, "Canan")
    for case in (of_agreed, of_yes, of_asked):
        approve(chief, case)
    ours, of_ours = arrived(lotsa, chief, "Dina")
    guide.open("/board")
    guide.send(f"/cases/{of_ours}/claim")
    free, of_free = arrived(lotsa, chief, "Emre")
    left, _ = arrived(lotsa, chief, "Farah")
    left.browser.open(f"{left.page}/withdraw")
    left.browser.send()
    _, of_lost = arrived(lotsa, chief, "Gada", at=REFUSED)
    guide.open("/board")
    guide.send(f"/cases/{of_lost}/claim")
    soon(lambda: "&letter=" in unescape(guide.open(f"/cases/{of_lost}")))
    guide.open(f"/people/{person_of(guide, of_lost)}")
    guide.send(f"{guide.path}/erasure", reason="mistake")
    by_phone(lotsa)
    for person in (agreed, said_yes):
        walking.answer(lotsa, person.email, "yes", "ar")
    answered_for = walking.letter(lotsa, choir.email, "/answer/")
    soon(lambda: walking.state_of(said_yes) == "waiting" or walking.state_of(said_yes))
    return {
        "agreed": agreed.page,
        "said_yes": said_yes.page,
        "asked": asked.page,
        "proposed": ours.page,
        "withdrawn": left.page,
        "question": alone(walking.letter(lotsa, asked.email, "/answer/").path),
        "answered": alone(walking.letter(lotsa, said_yes.email, "/answer/").path),
        "club_question": alone(answered_for.path),
        "case_asked": of_asked,
        "case_agreed": of_agreed,
        "case_ours": of_ours,
        "case_free": of_free,
        "case_lost": of_lost,
        "person_lost": person_of(guide, of_lost),
        "person_ours": person_of(guide, of_ours),
        "person_free": person_of(chief, of_free),
        "name_ours": ours.name,
        "name_free": free.name,
    }


def alone(path: str) -> str:
    """The address without the language that a letter asks for: the reader's own is looked at."""
    return path.partition("?")[0]


def arrived(
    lotsa: Lotsa, chief: Browser, name: str, at: str = "example.org"
) -> tuple[walking.Person, str]:
    """Somebody who sent the form, and the case that came of it."""
    known = set(board(chief))
    person = walking.newcomer(lotsa, name, at=at)

    def look() -> str:
        return next((case for case in board(chief) if case not in known), "")

    return person, soon(look)


def board(chief: Browser) -> list[str]:
    """The cases on the board that can be decided."""
    return list(dict.fromkeys(one.case for one in walking.proposals(chief, "")))


def approve(chief: Browser, case: str) -> None:
    best = next(one for one in walking.proposals(chief, "") if one.case == case)
    chief.send(best.action)
    assert chief.status == 200, chief.page


def person_of(chief: Browser, case: str) -> str:
    page = chief.open(f"/cases/{case}")
    return page.partition('href="/people/')[2].partition('"')[0]


def by_phone(lotsa: Lotsa) -> None:
    """Somebody without e-mail: what is to be said to them is a call."""
    form = {
        "kind": "participant",
        "interests": ["chess"],
        "first_name": "Gulnar",
        "phone": "070-174 06 05",
        "consent": True,
        "language": "ar",
    }
    url = lotsa.url("/intake/api/v1/people")
    answer = httpx.post(url, json=form, headers={"idempotency-key": str(uuid4())})
    assert answer.status_code in {200, 201}, answer.text


def begun(lotsa: Lotsa, first: str, kind: str) -> Browser:
    """A form with every answer, not sent."""
    browser = Browser(lotsa, "sv")
    browser.open(f"/form/{first}")
    browser.send(f"/form/{first}", kind=kind)
    while browser.path != "/form/check":
        browser.send(browser.path, **ANSWERS[browser.path.rpartition("/")[2]])
        assert browser.status == 200, browser.page
    return browser
