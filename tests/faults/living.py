"""Whole lives of cases over the API: one that goes well for half a year, a no, a silence, a leaving."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pymongo import MongoClient

from shared.patience import DAY_MS, waited_until
from shared.service import utc_now
from tests.faults.acting import City, Sent, approved, send_form, until
from tests.faults.running import Client

# In which order a case's history may tell of one match.
STEPS: Final = (
    "asked", "reminded", "person_yes", "association_yes", "introduce", "met", "going_on",
    "closed", "withdrawn", "ended",
)  # fmt: skip
# What each of them has come to at the end: the case, why, and the letters that were written.
ENDS: Final[Mapping[str, tuple[str, str | None]]] = {
    "well": ("ended", "followed"),
    "no": ("ended", "person_no"),
    "silent": ("ended", "no_answer"),
    "leaves": ("ended", "own_wish"),
}
LETTERS: Final[Mapping[str, Mapping[str, int]]] = {
    "well": {"receipt": 1, "ask_person": 1, "agreed": 1, "introduced_person": 1,
             "ask_going_on": 1, "ask_hopes": 2},
    # Whoever ends it before the question has gone does not get it any more.
    "no": {"receipt": 1},
    "silent": {"receipt": 1, "ask_person": 1, "remind_person": 1},
    "leaves": {"receipt": 1},
}  # fmt: skip


@dataclass
class Time:
    """The clock of all processes."""

    file: Path
    ahead: int = 0

    def passes(self, days: float) -> None:
        self.ahead += int(days * DAY_MS)
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(self.ahead))
        fresh.replace(self.file)

    def waits(self, days: int) -> None:
        """Lets so many days pass on which somebody may answer, whatever the date is today."""
        now = utc_now() + self.ahead
        self.passes((waited_until(now, days * DAY_MS) - now) / DAY_MS + 0.01)


@dataclass
class Life:
    """One case, how it is to go, and the match that it is about."""

    how: str
    sent: Sent
    match: str = ""
    answers: dict[str, Any] = field(default_factory=dict)


@dataclass
class Lives:
    """Every case of a seed, in one city, on one store."""

    city: City
    mongo: str
    all: list[Life] = field(default_factory=list)

    def stored(self, service: str, collection: str, key: str) -> dict[str, Any]:
        """A document as a service keeps it."""
        with MongoClient(self.mongo) as client:
            found = client[f"lotsa_{service}"][collection].find_one({"_id": key})
        return dict(found["body"]) if found else {}

    def letters(self, person: str) -> list[tuple[str, str]]:
        """Template, and what it is about, of every letter written to a person."""
        with MongoClient(self.mongo) as client:
            found = [one["body"] for one in client["lotsa_notifications"]["deliveries"].find({})]
        return [
            (
                one["order"]["template"],
                f"{one['order']['match']}{one['order']['facts'].get('question')}",
            )
            for one in found
            if one["recipient"] == person
        ]

    def got(self, life: Life, template: str, times: int = 1) -> None:
        """Waits until the person has, or may have, so many of these letters: people answer what they
        have read, and a question that was answered before its letter went is not written.
        """
        where = {"body.recipient": life.sent.person, "body.order.template": template,
                 "body.state": {"$in": ["sent", "unknown"]}}  # fmt: skip

        def came() -> bool:
            with MongoClient(self.mongo) as client:
                found = client["lotsa_notifications"]["deliveries"].find(where)
                return len(list(found)) >= times

        until(came, f"{life.how}: {template} never came to {life.sent.person}")

    def match(self, life: Life) -> dict[str, Any]:
        return self.stored("matching", "matches", life.match)

    def say(self, life: Life, side: str, what: str, **body: object) -> None:
        """What somebody tells behind their link, until it is taken."""
        link = self.city.keys.link_key("answer", life.match, side)
        path = f"/matching/api/v1/answers/{link}{what}"
        Client(self.city.lotsa, {}).ask("POST", path, json=body)

    def may_say(self, life: Life, side: str) -> None:
        link = self.city.keys.link_key("answer", life.match, side)
        anybody = Client(self.city.lotsa, {})
        until(
            lambda: anybody.ask("GET", f"/matching/api/v1/answers/{link}")["may_answer"],
            f"the {side} of {life.sent.person} is not asked",
        )

    def state(self, life: Life, state: str, question: str | None = None) -> None:
        """Waits until the match stands there, and was asked that."""

        def is_there() -> bool:
            match = self.match(life)
            return (match.get("state"), match.get("question")) == (state, question)

        until(is_there, f"{life.how}: never {state}, {question}")


def begin(lives: Lives, how: str, address: str) -> Life:
    """A form, a proposal, and a guide's approval; then what the person says, or does not."""
    life = Life(how, send_form(lives.city.lotsa, address, "Amina"))
    life.match = until(lambda: approved(lives.city, life.sent.person), "no proposal")
    lives.may_say(life, "person")
    if how == "no":
        lives.say(life, "person", "/no", why="times")
    elif how == "leaves":
        path = f"/intake/api/v1/people/{life.sent.key}/withdraw"
        Client(lives.city.lotsa, {}).ask("POST", path)
    elif how == "well":
        until_met(lives, life)
    return life


def until_met(lives: Lives, life: Life) -> None:
    lives.say(life, "person", "", answer="yes")
    lives.may_say(life, "association")
    lives.say(life, "association", "", answer="yes")
    lives.state(life, "agreed")
    case = lives.match(life)["case"]
    path = f"/matching/api/v1/cases/{case}/introduce"
    lives.city.guide.ask("POST", path, json={"level": "details"})
    lives.say(life, "person", "/met")
    lives.state(life, "started")


def go_on(lives: Lives, life: Life) -> None:
    """After two weeks."""
    lives.state(life, "started", "two_weeks")
    lives.got(life, "ask_going_on")
    lives.say(life, "person", "/going-on", answer="yes")
    lives.state(life, "active")


def rate(lives: Lives, life: Life, question: str) -> None:
    """After three and after six months."""
    lives.state(life, "active", question)
    lives.got(life, "ask_hopes", {"three_months": 1, "six_months": 2}[question])
    lives.say(life, "person", "/hopes", network=4, swedish=3)
    lives.state(life, "active")


def case_of(lives: Lives, life: Life) -> dict[str, Any]:
    return lives.stored("matching", "cases", lives.match(life)["case"])


def is_over(lives: Lives, life: Life) -> bool:
    """Whether match, case, and what the person reads have come to the end that was to be."""
    match, (state, why) = lives.match(life), ENDS[life.how]
    if (match["state"], match["ended"]) != (state, why):
        return False
    seen = lives.stored("intake", "people", life.sent.person)
    case = case_of(lives, life)
    same = seen["case"] is not None and seen["case"]["state"] == case["state"]
    wanted = {"well": "ended", "leaves": "ended"}.get(life.how)
    return same and case["state"] == (wanted or case["state"])


def lost(lives: Lives, life: Life) -> list[str]:
    """What did not come about: the end, or a letter."""
    written = [template for template, _ in lives.letters(life.sent.person)]
    missing = [
        f"{life.how}: {template}"
        for template, times in LETTERS[life.how].items()
        if written.count(template) < times
    ]
    return missing if is_over(lives, life) else [f"{life.how}: {life.sent.person}", *missing]


def twice(lives: Lives, life: Life) -> list[str]:
    """What somebody was asked, told or written twice: one question, one letter, one line."""
    letters = lives.letters(life.sent.person)
    lines = [(one["what"], str(one["why"])) for one in history(lives, life)]
    return sorted(
        {f"{life.how}: {one}" for seen in (letters, lines) for one in seen if seen.count(one) > 1}
    )


def history(lives: Lives, life: Life) -> list[dict[str, Any]]:
    """What the case says of this match."""
    return [one for one in case_of(lives, life)["history"] if one["match"] == life.match]


def out_of_order(lives: Lives, life: Life) -> list[str]:
    """Steps that the history tells before what they follow from."""
    told = [one["what"] for one in history(lives, life) if one["what"] in STEPS]
    return [] if told == sorted(told, key=STEPS.index) else [f"{life.how}: {told}"]
