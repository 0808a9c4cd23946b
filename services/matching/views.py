"""What readers of the board are given of cases and matches: the same for pages and programs.

Coded throughout: no name, no contact. Pages put it into words (`wording.py`).
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from services.matching.acting import sees, works_on
from services.matching.calls import ring_by
from services.matching.cases import Case
from services.matching.matches import Match, Rated
from shared.contracts.matching import Answer, CaseState, MatchState, Waiting
from shared.web.sessions import Session


class View(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ProposalView(View):
    """A match, and what this reader may do with it. `version` is sent back when approving."""

    id: str
    version: int
    need: str
    title: str
    association: str
    association_id: str
    activity: str
    place: str
    slots: tuple[str, ...]
    cost: int
    alias: str
    state: MatchState
    points: int
    parts: dict[str, int]
    reasons: tuple[str, ...]
    price: int
    crowded: bool
    policy: str
    round: int
    ended: str | None
    person_answer: Answer | None
    association_answer: Answer | None
    no_why: str | None
    """Why a side said no: a code."""
    rated: tuple[Rated, ...]
    """How the person rated the three hopes, for who works on the case."""
    changed_at: int
    ask_again_at: int | None
    """When the person is asked again, who wants to think first, UTC ms."""
    goes_out_at: int | None
    """When the person is asked: the approval can be undone until then."""
    may_approve: bool
    may_dismiss: bool
    may_undo: bool


class HintView(View):
    code: str
    needs: int
    change: tuple[str, ...]


class LostView(View):
    letter: str
    what: str
    state: str


class CaseView(View):
    """A case as one card."""

    id: str
    person: str
    alias: str
    state: CaseState
    waiting: Waiting
    since: int
    claimed: bool
    mine: bool
    may_claim: bool
    reason: str | None
    hints: tuple[HintView, ...]
    facets: tuple[str, ...]
    calls: int
    """How many letters wait to be read out to the person; like the day for it, for who works on it."""
    ring_by: int | None
    lost: LostView | None
    """The oldest letter about it that did not arrive, for who works on it."""
    proposals: tuple[ProposalView, ...]
    read_at: int


class ColumnView(View):
    """The cases of a state that are shown, or those "found" wherever they stand.

    `total` is how many there are; where there are `more` that nobody counted, how many are shown.
    """

    key: CaseState | Literal["found"]
    total: int
    more: bool = False
    cases: tuple[CaseView, ...]


class BoardView(View):
    """`mark` changes whenever something on the board may have moved."""

    show: str
    mark: str
    columns: tuple[ColumnView, ...]


def proposal_view(session: Session, case: Case, match: Match, now: int) -> ProposalView:
    """The match, for this reader."""
    asking = case.asking if case.asking and case.asking.match == match.id else None
    free = match.state == "proposed" and case.may_propose and asking is None
    about = match.about
    return ProposalView(
        id=match.id,
        version=match.version,
        need=match.need,
        title=about.title,
        association=about.association_name,
        association_id=match.association,
        activity=about.activity,
        place=about.place,
        slots=about.slots,
        cost=about.cost,
        alias=match.alias,
        state=match.state,
        points=match.points,
        parts=match.parts,
        reasons=match.reasons,
        price=match.price,
        crowded=match.crowded,
        policy=match.policy,
        round=match.round,
        ended=match.ended,
        person_answer=match.person_answer,
        association_answer=match.association_answer,
        no_why=match.no_why,
        rated=match.rated if works_on(session, case) else (),
        changed_at=match.touched,
        ask_again_at=match.ask_again_at if match.waits_for == "person" else None,
        goes_out_at=asking.at if asking else None,
        may_approve=free and case.asking is None and sees(session, case),
        may_dismiss=free and works_on(session, case),
        may_undo=asking is not None and now < asking.at and works_on(session, case),
    )


def case_view(session: Session, case: Case, matches: list[Match], now: int) -> CaseView:
    """The card of a case: what is being asked first, then the best proposals."""
    return CaseView(**card(session, case, matches, now))


def card(session: Session, case: Case, matches: list[Match], now: int) -> dict[str, object]:
    """The fields of a card."""
    asking = case.asking.match if case.asking else case.current
    best = sorted(
        matches,
        key=lambda match: (
            match.id != asking,
            match.ended is not None,
            -match.worth,
            -match.tie,
            match.id,
        ),
    )
    return {
        "id": case.id,
        "person": case.person,
        "alias": case.alias,
        "state": case.state,
        "waiting": case.waiting,
        "since": case.since,
        "claimed": case.guide is not None,
        "mine": case.guide == session.account,
        "may_claim": case.guide is None and case.state != "ended",
        "reason": case.reason,
        "hints": tuple(HintView(**hint.model_dump()) for hint in case.hints),
        "facets": case.facets,
        "calls": case.calls if works_on(session, case) else 0,
        "ring_by": ring_by(case) if works_on(session, case) else None,
        "lost": lost_view(case) if works_on(session, case) else None,
        "proposals": tuple(proposal_view(session, case, match, now) for match in best),
        "read_at": now,
    }


def lost_view(case: Case) -> LostView | None:
    """The first of the case's letters that did not arrive."""
    return LostView(**case.lost[0].model_dump(exclude={"at"})) if case.lost else None
