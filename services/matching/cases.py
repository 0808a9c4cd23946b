"""Cases: one person's one wish, and everything that happened to it. Pure.

A case shows its furthest match. The match is where answers are said and the case follows it, so
that following again changes nothing.
"""

from typing import Final
from uuid import NAMESPACE_OID, uuid5

from pydantic import BaseModel, ConfigDict, Field

from services.matching.happenings import Happening
from services.matching.life import REPORTED
from services.matching.matches import Match
from services.matching.records import SERVICE, Record
from shared.contracts.matching import CaseClaimed, CaseMoved, CaseState, Waiting
from shared.contracts.message import Message
from shared.store.collection import Collection
from shared.store.document import Due

UNDO_MS: Final = 30_000
MOST_HISTORY: Final = 300


FORGET: Final = "forget"
NOTES_MS: Final = 90 * 24 * 3_600_000
"""How long after the end of a case its guide's notes are kept."""


class Asking(BaseModel):
    """An approval that can still be undone: the match, about `need`, is asked at `at` (UTC ms).

    `claims`: the approval took the case, so that undoing gives it back.
    """

    model_config = ConfigDict(frozen=True)

    match: str
    at: int
    by: str
    claims: bool = False
    need: str | None = None


class Hint(BaseModel):
    """What would help: for `needs` needs the rule `code` is all that stands in the way."""

    model_config = ConfigDict(frozen=True)

    code: str
    needs: int
    change: tuple[str, ...] = ()


class LostLetter(BaseModel):
    """A letter that did not arrive, or perhaps not, since `at` (UTC ms); `what` it was is a code."""

    model_config = ConfigDict(frozen=True)

    letter: str
    what: str
    state: str
    at: int


class Case(Record):
    """`current` is the match past *proposed*; `placed` the need whose seat is theirs.

    `sent` is the need of an offer that went out and was not answered; `held_until` (UTC ms) keeps
    proposals that a guide has open from being replaced. `dropped` are needs that failed with this person. `since` is when the state was reached.
    """

    person: str
    state: CaseState = "registered"
    waiting: Waiting = "ranking"
    guide: str | None = None
    alias: str
    aliases: dict[str, str] = Field(default_factory=dict)
    facets: tuple[str, ...] = ()
    """What a guide reads on the card: "table:code"."""
    district: str | None = None
    """The part of the region where the person lives: a code."""
    asking: Asking | None = None
    current: str | None = None
    placed: str | None = None
    sent: str | None = None
    held_until: int = 0
    dropped: tuple[str, ...] = ()
    reason: str | None = None
    hints: tuple[Hint, ...] = ()
    history: tuple[Happening, ...] = ()
    notes: str = ""
    """What the guide wrote down; in no message."""
    next_step: str = ""
    given_at: int | None = None
    """When a coordinator gave it to its guide, who has not opened it yet, UTC ms."""
    calls: int = 0
    """How many letters wait to be read out to the person by a guide."""
    call_at: int | None = None
    """When the oldest of them came, UTC ms."""
    lost: tuple[LostLetter, ...] = ()
    """The letters about it that did not arrive, the oldest first, until somebody has mended that."""
    lost_at: int | None = None
    next_at: int | None = None
    """The day on which the guide means to do it: when it begins, UTC ms."""
    since: int

    @property
    def may_propose(self) -> bool:
        """Whether it waits for proposals or for a guide to choose one."""
        return self.state in {"registered", "proposed"}


CASES: Final = Collection(
    SERVICE,
    "cases",
    Case,
    indexes=(
        ("region", "touched"),
        ("region", "state", "since"),
        ("region", "guide", "state", "since"),
        ("region", "district", "state", "since"),
        ("region", "guide", "district", "state", "since"),
        ("region", "alias"),
        ("guide", "next_at"),
        ("guide", "call_at"),
        ("guide", "lost_at"),
    ),
)


def case_id(person: str) -> str:
    """Derived, so that a person's case exists once."""
    return str(uuid5(NAMESPACE_OID, f"case|{person}"))


def facts(case: Case) -> dict[str, str | None]:
    """What every message about a case tells."""
    same = ("person", "state", "waiting", "alias", "guide", "reason")
    return {"case": case.id, **{name: getattr(case, name) for name in same}}


def news(before: Case, after: Case) -> tuple[Message, ...]:
    """What has to be told of a change: nothing where the coded state is the same.

    A claim is told once its approval cannot be undone any more.
    """
    shown, known = told_state(after), told_state(before)
    if before.version and shown == known:
        return ()
    kind = CaseClaimed if shown["guide"] not in {None, known["guide"]} else CaseMoved
    return (kind.model_validate(shown),)


def told_state(case: Case) -> dict[str, str | None]:
    """The facts as others may know them: without a claim that can still be undone, and without what
    an association has told the guide in confidence, which the person would read.
    """
    unsure = case.asking is not None and case.asking.claims
    reason = None if case.reason in REPORTED else case.reason
    return {**facts(case), "guide": None if unsure else case.guide, "reason": reason}


def happened(case: Case, line: Happening) -> Case:
    """The case with one more line of history; the oldest go where there are too many."""
    return case.model_copy(update={"history": (*case.history, line)[-MOST_HISTORY:]})


def moved(case: Case, state: CaseState, waiting: Waiting, now: int) -> Case:
    """The case in this state; `since` counts from the change of state alone."""
    since = case.since if case.state == state else now
    return case.model_copy(update={"state": state, "waiting": waiting, "since": since})


def claim(case: Case, account: str, now: int) -> Case:
    """The case in a guide's hands."""
    line = Happening(at=now, what="claimed", by=account)
    return happened(case.model_copy(update={"guide": account}), line)


def opened(case: Case, account: str) -> Case:
    """The case once its guide has looked at it."""
    if case.given_at is None or case.guide != account:
        return case
    return case.model_copy(update={"given_at": None})


def start_asking(
    case: Case, account: str, match: Match, now: int, *, undo_ms: int = UNDO_MS
) -> Case:
    """The case with an approval of `match`, which can be undone for `undo_ms`."""
    asking = Asking(
        match=match.id, need=match.need, at=now + undo_ms, by=account, claims=case.guide is None
    )
    after = case.model_copy(update={"asking": asking, "guide": case.guide or account})
    line = Happening(at=now, what="approved", by=account, match=match.id)
    return happened(after, line).with_due(Due(what="ask", at=asking.at))


def stop_asking(case: Case, by: str, why: str | None, now: int) -> Case:
    """The case as it was before the approval. Raises ValueError where there is none."""
    if case.asking is None:
        raise ValueError("nothing is being asked")
    guide = None if case.asking.claims else case.guide
    line = Happening(at=now, what="undone", by=by, why=why, match=case.asking.match)
    after = case.model_copy(update={"asking": None, "guide": guide})
    return happened(after, line).without_due("ask")


def asked(case: Case, now: int) -> Case:
    """The case once the approval cannot be undone: its match is the current one."""
    if case.asking is None:
        raise ValueError("nothing is being asked")
    match = case.asking.match
    after = moved(case, "asked", "person", now)
    told = {"asking": None, "current": match, "sent": case.asking.need, "held_until": 0}
    after = after.model_copy(update={**told, "reason": None, "hints": ()})
    line = Happening(at=now, what="asked", by="matching", match=match)
    return happened(after, line).without_due("ask").with_due(Due(what="send", at=now))


def close(case: Case, why: str, now: int, by: str | None = None) -> Case:
    """Nothing more is looked for; `by` is the account of a guide who says so, or "clock"."""
    if case.state == "ended":
        return case
    after = moved(case, "ended", "none", now).without_due("ask", "send")
    after = after.model_copy(
        update={"reason": why, "hints": (), "asking": None, "current": None, "placed": None}
    ).model_copy(update={"sent": None, "held_until": 0})
    after = after.with_due(Due(what=FORGET, at=now + NOTES_MS))
    what = "closed" if by else "withdrawn"
    return happened(after, Happening(at=now, what=what, by=by or "person", why=why))


def reopen(case: Case, now: int) -> Case:
    """Somebody who had withdrawn is back."""
    after = moved(case, "registered", "ranking", now).model_copy(update={"reason": None})
    after = after.without_due(FORGET)
    return happened(after, Happening(at=now, what="back", by="person"))
