"""Matches: the pair of a person and a need, with what was said about it. Pure."""

from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

from services.matching.records import SERVICE, Record
from shared.contracts.matching import (
    Answer,
    Asked,
    MatchAnswered,
    MatchApproved,
    MatchProposed,
    MatchState,
    Side,
)
from shared.store.collection import Collection
from shared.store.document import Due

# Why a pair that ended is never proposed again; after any other reason it may come back.
FINAL: Final = frozenset({"person_no", "association_no"})
EXPIRE: Final = "expire"
ANSWER_MS: Final = 7 * 24 * 3_600_000  # how long each side has to answer what was sent to it


class Match(Record):
    """One round of one pair. `ended` is why it is over; points and parts are the matcher's.

    It was chosen by `worth`, then `tie`: what a rule adds is `bonus`, `keep` what staying with it
    adds, and `price` what the place is worth to others. `person_key` and `association_key` are hashes of the answer links.
    """

    case: str
    person: str
    need: str
    association: str
    contacts: tuple[str, ...]
    alias: str
    state: MatchState = "proposed"
    round: int = 1
    points: int
    parts: dict[str, int]
    reasons: tuple[str, ...]
    price: int = 0
    bonus: int = 0
    keep: int = 0
    tie: int = 0
    crowded: bool = False
    policy: str
    facets: tuple[str, ...] = ()
    about: Asked
    person_key: str
    association_key: str
    person_answer: Answer | None = None
    association_answer: Answer | None = None
    ended: str | None = None
    by: str | None = None
    """Who dismissed it: an account."""
    no_why: str | None = None
    """Why a side said no: a code of its own page."""
    later: int = 0
    """How often the person wanted to be asked later."""
    ask_again_at: int | None = None
    proposed_at: int
    asked_at: int | None = None
    answered_at: int | None = None

    @property
    def worth(self) -> int:
        """What decided that it is proposed, in points."""
        return self.points - self.price + self.bonus + self.keep

    @property
    def is_final(self) -> bool:
        """Whether the pair failed, so that it is not proposed again."""
        return self.ended is not None and (self.ended in FINAL or self.by is not None)

    @property
    def waits_for(self) -> Side | None:
        """The side whose answer is awaited."""
        if self.state != "asked":
            return None
        return "person" if self.person_answer is None else "association"


MATCHES: Final = Collection(
    SERVICE,
    "matches",
    Match,
    indexes=(
        ("region", "touched"),
        ("region", "state"),
        ("case", "state"),
        ("need", "state"),
        ("association", "state"),
        ("person_key",),
        ("association_key",),
    ),
)


def match_id(person: str, need: str, number: int) -> str:
    """Derived, so that a round of a pair exists once."""
    return str(uuid5(NAMESPACE_OID, f"match|{person}|{need}|{number}"))


def proposed(match: Match) -> MatchProposed:
    return MatchProposed(**facts(match))


def approved(match: Match) -> MatchApproved:
    return MatchApproved(**facts(match))


def answered(match: Match, side: Side) -> MatchAnswered:
    return MatchAnswered(**facts(match), side=side, why=match.no_why)


def facts(match: Match) -> dict[str, Any]:
    """What every message about a match tells."""
    same = (
        "case", "person", "need", "association", "contacts", "alias", "state", "round", "points",
        "reasons", "facets", "about", "person_answer", "association_answer",
    )  # fmt: skip
    return {"match": match.id, **{name: getattr(match, name) for name in same}}


def ask(match: Match, now: int) -> Match:
    """The proposal that a guide stands behind, once the time to undo is over."""
    after = match.model_copy(update={"state": "asked", "asked_at": now})
    return after.with_due(Due(what=EXPIRE, at=now + ANSWER_MS))


def end(match: Match, why: str, now: int, by: str | None = None) -> Match:
    """The match is over; its case hears of it next."""
    told = {"state": "ended", "ended": why, "by": by, "answered_at": now}
    return match.model_copy(update=told).with_due(Due(what="tell", at=now)).without_due(EXPIRE)


def say(match: Match, side: Side, answer: Answer, now: int) -> Match:
    """The match after one side's answer; the association's yes is only said with a seat held."""
    told: dict[str, object] = {f"{side}_answer": answer, "answered_at": now}
    if answer == "no":
        told |= {"state": "ended", "ended": f"{side}_no"}
    elif side == "association":
        told["state"] = "agreed"
    after = match.model_copy(update=told).with_due(Due(what="tell", at=now)).without_due(EXPIRE)
    waits = after.state == "asked"
    return after.with_due(Due(what=EXPIRE, at=now + ANSWER_MS)) if waits else after
