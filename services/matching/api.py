"""The JSON API: what a page can do, by the same functions, with the same rules and roles."""

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from services.matching import acting
from services.matching.acting import staff
from services.matching.answer_api import known_behind
from services.matching.answers import answer, answer_of
from services.matching.approvals import DISMISSALS, NotNow
from services.matching.columns import board
from services.matching.coming import over_code, wanted_by
from services.matching.desk import AtDesk, Desk
from services.matching.filters import MOST_CARDS, Filters
from services.matching.life import Standing
from services.matching.looking import whole_case
from services.matching.matches import MATCHES, Match
from services.matching.rulebook import POLICIES
from services.matching.views import BoardView, View
from services.matching.whole_case import WholeCaseView
from services.matching.wording import NOT_NOW
from shared.contracts.matching import Answer, Asked, MatchState, Side
from shared.contracts.regions import region
from shared.store.collection import Where
from shared.web.refusals import Refused
from shared.web.visits import Visiting, visited

# Every route is visited: that is where session and form token are checked.
router = APIRouter(prefix="/matching/api/v1", tags=["matching"], dependencies=[Depends(visited)])


Code = Annotated[str, Query(max_length=40)]


class Sent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ApprovalSent(Sent):
    """`seen` is the version of the proposal that was read."""

    match: str = Field(max_length=100)
    seen: int = Field(ge=0)


class DismissalSent(Sent):
    match: str = Field(max_length=100)
    reason: str = Field(max_length=40)


class AnswerSent(Sent):
    answer: Answer


class QuestionView(View):
    """What one side is asked, and how it stands. Facets are for the association alone."""

    side: Side
    state: MatchState
    about: Asked
    answer: Answer | None
    may_answer: bool
    ended: str | None
    alias: str | None
    facets: tuple[str, ...]
    answer_by: int | None = None
    """Until when the word of this side is waited for, UTC ms; nothing where it is not asked."""
    standing: Standing
    outcome: str | None = None
    """How an answer that was sent ended: said, already, full, over, early."""


class PolicyView(View):
    """The weights and rules of one version; `since` is UTC ms."""

    version: str
    since: int
    content: dict[str, object]


@router.get("/board", summary="The board as its reader may see it")
async def read_board(
    visit: Visiting,
    desk: AtDesk,
    show: Literal["all", "mine", "unclaimed"] = "all",
    most: Annotated[int, Query(ge=1, le=MOST_CARDS)] = 50,
    *,
    order: Literal["longest", "newest"] = "longest",
    stuck: bool = False,
    district: Code = "",
    language: Code = "",
    alias: Code = "",
) -> BoardView:
    """`most` cards of each column, those who have waited longest first. `stuck`: only those who
    wait too long. `alias`: how an alias begins; then all that is found stands in one column.
    """
    asked = {"show": show, "order": order, "district": district, "language": language}
    asked |= {"alias": alias, "stuck": "yes" if stuck else ""}
    filters = Filters.read(asked, region(desk.settings.region))
    for name in ("district", "language"):
        # A page shows the whole board then; a program would take it for the answer to its question.
        if asked[name] != getattr(filters, name):
            raise Refused("invalid", fields={name: "unknown"})
    return await board(staff(visit.reader), replace(filters, most=most), desk)


@router.get("/cases/{case}", summary="One case, its history, its matches, and why nothing else")
async def read_case(visit: Visiting, desk: AtDesk, case: str) -> WholeCaseView:
    return await whole_case(staff(visit.reader), case, desk)


@router.post("/cases/{case}/approve", summary="Stand behind a proposal; undone for 30 seconds")
async def approve(visit: Visiting, desk: AtDesk, case: str, sent: ApprovalSent) -> WholeCaseView:
    session = staff(visit.reader)
    try:
        await acting.approve_match(session, case, sent.match, desk, seen=sent.seen)
    except NotNow as no:
        raise conflict(no) from None
    return await whole_case(session, case, desk)


@router.post("/cases/{case}/undo", summary="Take an approval back while it can be")
async def undo(visit: Visiting, desk: AtDesk, case: str) -> WholeCaseView:
    session = staff(visit.reader)
    try:
        await acting.undo_approval(session, case, desk)
    except NotNow as no:
        raise conflict(no) from None
    return await whole_case(session, case, desk)


@router.post("/cases/{case}/claim", summary="Take a case that is nobody's")
async def claim(visit: Visiting, desk: AtDesk, case: str) -> WholeCaseView:
    session = staff(visit.reader)
    try:
        await acting.claim_case(session, case, desk)
    except NotNow as no:
        raise conflict(no) from None
    return await whole_case(session, case, desk)


@router.post("/cases/{case}/dismiss", summary="End a proposal, with a coded reason")
async def dismiss(visit: Visiting, desk: AtDesk, case: str, sent: DismissalSent) -> WholeCaseView:
    session = staff(visit.reader)
    if sent.reason not in DISMISSALS:
        raise Refused("invalid", fields={"reason": "unknown"})
    try:
        await acting.dismiss_match(session, case, sent.match, desk, why=sent.reason)
    except NotNow as no:
        raise conflict(no) from None
    return await whole_case(session, case, desk)


@router.get("/answers/{key}", summary="What a private link asks")
async def read_question(desk: AtDesk, key: str) -> QuestionView:
    match, side = await known_behind(key, desk)
    return question_view(match, side)


@router.post("/answers/{key}", summary="Answer by a private link; a second answer changes nothing")
async def give_answer(desk: AtDesk, key: str, sent: AnswerSent) -> QuestionView:
    match, side = await known_behind(key, desk)
    outcome = await answer(match, side, sent.answer, desk)
    return question_view(await again(match, desk), side).model_copy(update={"outcome": outcome})


@router.get("/policies", summary="The weights and rules that proposals are made with, newest first")
async def read_policies(
    desk: AtDesk, region: Annotated[str, Query(max_length=40)] = ""
) -> list[PolicyView]:
    where: Where = {"region": region or desk.settings.region}
    found = await desk.store.find(POLICIES, where, order="-since")
    return [PolicyView(version=one.number, since=one.since, content=one.content) for one in found]


def conflict(no: NotNow) -> Refused:
    return Refused("conflict", fields={"proposal": NOT_NOW[no.slug]})


async def again(match: Match, desk: Desk) -> Match:
    return await desk.store.get(MATCHES, match.id) or match


def ended_for(match: Match, side: Side) -> str | None:
    """Why it is over: the association is told only what is its own to know, and only after a yes."""
    if side == "person" or match.ended is None:
        return match.ended
    return over_code(match) if match.person_answer == "yes" else None


def question_view(match: Match, side: Side) -> QuestionView:
    """What this side may know of the match."""
    told = side == "association" and match.person_answer == "yes"
    return QuestionView(
        side=side,
        state=match.state,
        about=match.about,
        answer=answer_of(match, side),
        may_answer=match.waits_for == side,
        ended=ended_for(match, side),
        alias=match.alias if told else None,
        facets=match.facets if told else (),
        answer_by=wanted_by(match, side),
        standing=match.standing,
    )
