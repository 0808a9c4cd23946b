"""Matches: the pair of a person and a need, with what was said about it. Pure."""

from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

from pydantic import BaseModel, ConfigDict

from services.matching import life
from services.matching.happenings import Happening
from services.matching.life import ALL_CLOCKS, Actor, Clock, Report, Standing
from services.matching.records import SERVICE, Record
from shared.contracts.matching import (
    ANSWER_MS,
    Answer,
    Asked,
    Level,
    MatchAnswered,
    MatchApproved,
    MatchProposed,
    MatchState,
    Question,
    Side,
)
from shared.patience import waited_until
from shared.store.collection import Collection
from shared.store.document import Due

EXPIRE: Final = "expire"
REMIND: Final = "remind"


class Rated(BaseModel):
    """The three hopes, 1 (not at all) to 5 (very much), as a person rated them at `at` (UTC ms).

    What was left out is None.
    """

    model_config = ConfigDict(frozen=True)

    question: Question
    at: int
    network: int | None = None
    swedish: int | None = None
    health: int | None = None


class Match(Record):
    """One round of one pair. `ended` is why it is over; points and parts are the matcher's.

    It was chosen by `worth`, then `tie`: what a rule adds is `bonus`, `keep` what staying adds, and
    `price` what the place is worth to others. `person_key`, `association_key`: hashes of the links.
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
    by_hand: str | None = None
    """The account that proposed it, where it was not the matcher: nothing better replaces it."""
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
    passed_on_at: int | None = None
    """When the person said yes, so that the association was asked."""
    association_at: int | None = None
    """When the association answered."""
    extract_at: int | None = None
    """When the association was shown a register extract; nothing of it is kept."""
    extract_by: str | None = None
    """Which of its accounts noted that."""
    reminded: tuple[Side, ...] = ()
    level: Level | None = None
    """How much the guide helped when introducing the two."""
    introduced_at: int | None = None
    started_at: int | None = None
    active_at: int | None = None
    question: Question | None = None
    """What a clock has asked and nobody has answered yet."""
    inquired: tuple[Question, ...] = ()
    stuck: str | None = None
    """Why it waits for its guide, where a clock ran out: a code."""
    rated: tuple[Rated, ...] = ()
    report: Report | None = None
    """How it goes, as the association said last, while its guide has not acted on it."""
    report_why: str | None = None
    report_at: int | None = None
    log: tuple[Happening, ...] = ()
    """What the case has to take over into its history."""

    @property
    def worth(self) -> int:
        """What decided that it is proposed, in points."""
        return self.points - self.price + self.bonus + self.keep

    @property
    def is_final(self) -> bool:
        """Whether the pair failed, so that it is not proposed again."""
        return life.failed(self.ended)

    @property
    def has_seat(self) -> bool:
        """Whether its place is taken still: until it is over, and by whoever goes on there after."""
        return self.state != "ended" or self.ended == "followed"

    @property
    def standing(self) -> Standing:
        """Where it stands in its life: the state, and whose answer is awaited."""
        return life.standing(self.state, self.person_answer)

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
    return MatchApproved(**facts(match), answer_by=answer_by(match))


def answered(match: Match, side: Side) -> MatchAnswered:
    more = {"side": side, "why": match.no_why, "answer_by": answer_by(match)}
    return MatchAnswered(**facts(match), **more)


def answer_by(match: Match) -> int | None:
    """Until when the side that is asked can answer (UTC ms): then its clock ends it."""
    return match.due_at(EXPIRE)


def facts(match: Match) -> dict[str, Any]:
    """What every message about a match tells."""
    same = (
        "case", "person", "need", "association", "contacts", "alias", "state", "round", "points",
        "reasons", "facets", "about", "person_answer", "association_answer",
    )  # fmt: skip
    return {"match": match.id, **{name: getattr(match, name) for name in same}}


def ask(match: Match, now: int) -> Match:
    """The proposal that a guide stands behind, once the time to undo is over."""
    told = {"state": life.step("ask", match.standing, "guide"), "asked_at": now}
    return with_answer_clocks(match.model_copy(update=told), now)


def with_answer_clocks(match: Match, now: int) -> Match:
    """The match whose side has the time to answer from now on, and is reminded once."""
    times: tuple[tuple[Clock, int], ...] = (
        (REMIND, waited_until(now, life.REMIND_MS)),
        (EXPIRE, waited_until(now, ANSWER_MS)),
    )
    return match.with_due(*(Due(what=what, at=at) for what, at in times))


def end(
    match: Match, why: str, now: int, by: str | None = None, *, actor: Actor = "matching"
) -> Match:
    """The match is over, by an account where a guide says so; its case hears of it next.

    Raises NoWayError for a reason that does not fit where it stands.
    """
    state = life.ending(why, match.standing, "guide" if by else actor)
    told = {"state": state, "ended": why, "by": by, "answered_at": now}
    over = match.model_copy(update={**told, "question": None, "stuck": None})
    return over.with_due(Due(what="tell", at=now)).without_due(*ALL_CLOCKS)


def say(match: Match, side: Side, answer: Answer, now: int, *, actor: Actor | None = None) -> Match:
    """The match after one side's answer; the association's yes is only said with a seat held.

    `actor` is who said it, where it was not the side itself. Raises NoWayError.
    """
    by = actor or side
    told: dict[str, object] = {f"{side}_answer": answer, "answered_at": now}
    if side == "association":
        told["association_at"] = now
    elif answer == "yes":
        told["passed_on_at"] = now
    if answer == "no":
        why = f"{side}_no"
        told |= {"state": life.ending(why, match.standing, by), "ended": why}
    elif side == "person":
        told["state"] = life.step("person_yes", match.standing, by)
    else:
        told["state"] = life.step("association_yes", match.standing, by)
    after = match.model_copy(update=told).with_due(Due(what="tell", at=now))
    after = after.without_due(*ALL_CLOCKS)
    if after.state == "agreed":
        return after.with_due(Due(what="escalate", at=now + life.INTRODUCE_MS))
    return with_answer_clocks(after, now) if after.state == "asked" else after


def noted(match: Match, what: str, by: str, now: int, *, why: str | None = None) -> Match:
    """The match with a line for its case's history, which the case takes over next."""
    line = Happening(at=now, what=what, by=by, why=why, match=match.id)
    after = match.model_copy(update={"log": (*match.log, line)})
    return after.with_due(Due(what="tell", at=now))
