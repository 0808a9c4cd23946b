"""The whole way of one form, walked by people whose names and addresses stand nowhere else."""

from dataclasses import dataclass
from typing import Final
from uuid import uuid4

import httpx

from tests.journeys import walking
from tests.journeys.lotsa import FIRST
from tests.journeys.reading import Browser, soon
from tests.privacy.inside import Inside

NEWCOMER: Final = "Zebulonia"
CALLED: Final = "Quastorin"
CONTACT: Final = "Tuvstarria"
GUIDE: Final = "Gretabella"
PHONE: Final = "0701740605"
CANARIES: Final = (NEWCOMER, CALLED, CONTACT, GUIDE, PHONE.removeprefix("0"))
CHOIR: Final = "Limhamns kör"


@dataclass(frozen=True)
class Walked:
    """Who walked it, to what; every browser is still signed in."""

    chief: Browser
    choir: walking.Association
    person: walking.Person
    case: str
    match: str

    def addresses(self) -> list[str]:
        return [self.person.email, self.choir.email, FIRST, "guide@example.org"]


def walk(inside: Inside) -> Walked:
    """From the form to a yes of both sides; a guide is invited, and somebody is to be called."""
    chief = walking.coordinator(inside)
    chief.open("/accounts")
    chief.send("/accounts", email="guide@example.org", name=GUIDE, language="sv", role="guide")
    choir = walking.association(inside, chief, CHOIR)
    choir.browser.open("/account")
    choir.browser.send("/account", name=CONTACT, language="sv")
    walking.need(choir)
    person = walking.newcomer(inside, NEWCOMER)
    (proposal, *_) = soon(lambda: walking.proposals(chief, CHOIR))
    match = proposal.action.partition("match=")[2].partition("&")[0]
    chief.send(proposal.action)
    by_phone(inside)
    walking.answer(inside, person.email, "yes", "ar")
    walking.answer(inside, choir.email, "yes", "sv")
    soon(lambda: walking.state_of(person) == "agreed")
    return Walked(chief, choir, person, proposal.case, match)


def by_phone(inside: Inside) -> None:
    form = {
        "kind": "participant",
        "interests": ["chess"],
        "first_name": CALLED,
        "phone": PHONE,
        "consent": True,
        "language": "ar",
    }
    url = inside.url("/intake/api/v1/people")
    answer = httpx.post(url, json=form, headers={"idempotency-key": str(uuid4())})
    assert answer.is_success, answer.text
