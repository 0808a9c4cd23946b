"""Whole lives of cases over the API, each to the end that it was begun for, and what is counted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pymongo import MongoClient

from services.matching.life import failed
from shared.patience import DAY_MS, waited_until
from shared.service import utc_now
from tests.faults.acting import City, Sent, until
from tests.faults.ends import AGAIN, ENDS, LETTERS, OVER, STEPS
from tests.faults.running import Client

HANDED_OVER: Final = ("sending", "sent", "unknown")
"""Also a letter whose sender was killed on the way: it may have arrived, and it is not sent again."""


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
                 "body.state": {"$in": list(HANDED_OVER)}}  # fmt: skip

        def came() -> bool:
            with MongoClient(self.mongo) as client:
                found = client["lotsa_notifications"]["deliveries"].find(where)
                return len(list(found)) >= times

        until(came, f"{life.how}: {template} never came to {life.sent.person}")

    def needs_of(self, life: Life) -> list[str]:
        """What was proposed to a person, one need for each match."""
        with MongoClient(self.mongo) as client:
            found = client["lotsa_matching"]["matches"].find({"body.person": life.sent.person})
            return [str(one["body"]["need"]) for one in found]

    def match(self, life: Life) -> dict[str, Any]:
        return self.stored("matching", "matches", life.match)

    def say(self, life: Life, side: str, what: str, **body: object) -> None:
        """What somebody tells behind their link, until it is taken."""
        link = self.city.keys.link_key("answer", life.match, side)
        path = f"/matching/api/v1/answers/{link}{what}"
        Client(self.city.lotsa, {}).ask("POST", path, json=body)

    def by_guide(
        self, life: Life, what: str, sent: Mapping[str, str], done: Callable[[dict[str, Any]], bool]
    ) -> None:
        """What a guide does to the case, until the match says that it is done: an answer that was
        lost is not the same as none.
        """
        path = f"/matching/api/v1/cases/{self.match(life)['case']}/{what}"

        def acted() -> bool:
            self.city.guide.once("POST", path, json=dict(sent))
            return done(self.match(life))

        until(acted, f"{life.how}: {what} was never taken")

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
    return same and (case["state"] == "ended") is (life.how in OVER)


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
    """What somebody was asked, told, proposed or written twice: one question, one letter, one line,
    and one match of the two.
    """
    letters = list(lives.letters(life.sent.person))
    once_more = (AGAIN.get(life.how, ""), f"{life.match}None")
    if once_more in letters:
        letters.remove(once_more)
    lines = [(one["what"], str(one["why"])) for one in history(lives, life)]
    match = lives.match(life)
    # A pair that somebody has said no to, or that has been together, comes about no second time.
    mine = [one for one in lives.needs_of(life) if failed(match["ended"]) and one == match["need"]]
    pairs = [(one, "proposed") for one in mine]
    return sorted(
        {
            f"{life.how}: {one}"
            for seen in (letters, lines, pairs)
            for one in seen
            if seen.count(one) > 1
        }
    )


def history(lives: Lives, life: Life) -> list[dict[str, Any]]:
    """What the case says of this match."""
    return [one for one in case_of(lives, life)["history"] if one["match"] == life.match]


def out_of_order(lives: Lives, life: Life) -> list[str]:
    """Steps that the history tells before what they follow from."""
    steps = STEPS.get(life.how, STEPS["well"])
    told = [one["what"] for one in history(lives, life) if one["what"] in steps]
    return [] if told == sorted(told, key=steps.index) else [f"{life.how}: {told}"]
