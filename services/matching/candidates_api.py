"""For programs of an association: its candidates, and what their page can do, by the same functions."""

from collections.abc import Awaitable
from typing import Literal, cast

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from services.matching.answer_api import HowItGoes
from services.matching.answers import answer
from services.matching.api import QuestionView, again, question_view
from services.matching.approvals import NotNow
from services.matching.candidates import BY_LINK, candidate_for, contact
from services.matching.coming import can_say, group_of, lately_over, over_at, over_code
from services.matching.desk import AtDesk, Desk
from services.matching.extracts import ExtractSent, asks_for_extract, note_shown
from services.matching.life import Report
from services.matching.life_said import may_be_why
from services.matching.looking import all_who_said_yes, candidates
from services.matching.matches import Match
from services.matching.onward import meet, report
from services.matching.questions import NO_WHY
from services.matching.views import View
from shared.contracts.matching import Answer, Asked
from shared.web.refusals import Refused
from shared.web.visits import Visiting, visited

# Every route is visited: that is where session and form token are checked.
router = APIRouter(
    prefix="/matching/api/v1/candidates", tags=["matching"], dependencies=[Depends(visited)]
)
Can = Literal["yes", "no", "met", "well", "help", "away", "extract"]


class CandidateAnswer(BaseModel):
    """The answer; of a no `why` is one of the codes that the page offers."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    answer: Answer
    why: str = Field("", max_length=20)


class CandidateView(QuestionView):
    """`extract_at` is when the association was shown a register extract, UTC ms; `can` is what it can
    do now: say one of these words, or note the extract. `report` is how it said that it goes.
    """

    id: str
    extract_at: int | None = None
    can: tuple[Can, ...] = ()
    report: Report | None = None
    report_why: str | None = None


class OverView(View):
    """Somebody who had said yes and does not wait for anything more: since when (UTC ms), and why."""

    id: str
    alias: str
    about: Asked
    over_at: int
    why: str


@router.get("", summary="Those who said yes to a need of the reader's association")
async def read_candidates(visit: Visiting, desk: AtDesk) -> list[CandidateView]:
    """What runs out first stands first."""
    found = await candidates(contact(visit.reader), desk)
    return [await candidate_view(match, desk) for match in found]


@router.get("/over", summary="Those of the last 30 days who do not wait for anything more")
async def read_over(visit: Visiting, desk: AtDesk) -> list[OverView]:
    known = await all_who_said_yes(contact(visit.reader), desk)
    return [over_view(match) for match in lately_over(known, desk.now())]


@router.post("/{match}/answer", summary="The association's answer to a candidate")
async def answer_candidate(
    visit: Visiting, desk: AtDesk, match: str, sent: CandidateAnswer
) -> CandidateView:
    found = await candidate_for(contact(visit.reader), match, desk)
    if sent.why and (sent.answer == "yes" or sent.why not in NO_WHY["association"]):
        raise Refused("invalid", fields={"why": "unknown"})
    outcome = await answer(found, "association", sent.answer, desk, why=sent.why or None)
    shown = await candidate_view(await again(found, desk), desk)
    return shown.model_copy(update={"outcome": outcome})


@router.post("/{match}/met", summary="They have met; a second time changes nothing")
async def have_met(visit: Visiting, desk: AtDesk, match: str) -> CandidateView:
    found = await candidate_for(contact(visit.reader), match, desk)
    return await told(meet(found, BY_LINK, desk), desk)


@router.post("/{match}/report", summary="How it goes with who has come; again changes nothing")
async def tell_how(visit: Visiting, desk: AtDesk, match: str, sent: HowItGoes) -> CandidateView:
    found = await candidate_for(contact(visit.reader), match, desk)
    if not may_be_why(sent.report, sent.why):
        raise Refused("invalid", fields={"why": "unknown"})
    return await told(report(found, sent.report, sent.why or None, desk), desk)


@router.post(
    "/{match}/extract",
    summary="Note that a register extract was shown: that, when and by whom, and nothing else",
)
async def note_extract(
    visit: Visiting,
    desk: AtDesk,
    match: str,
    sent: ExtractSent,  # noqa: ARG001 - only its shape matters
) -> CandidateView:
    session = contact(visit.reader)
    found = await candidate_for(session, match, desk)
    return await candidate_view(await note_shown(found, session, desk), desk)


async def told(doing: Awaitable[Match], desk: Desk) -> CandidateView:
    """The candidate then. Raises Refused: conflict where it is not the time for it."""
    try:
        return await candidate_view(await doing, desk)
    except NotNow:
        raise Refused("conflict") from None


async def candidate_view(match: Match, desk: Desk) -> CandidateView:
    shown = question_view(match, "association").model_dump()
    note = match.extract_at is None and group_of(match) and await asks_for_extract(match, desk)
    return CandidateView(
        id=match.id,
        extract_at=match.extract_at,
        can=cast("tuple[Can, ...]", (*can_say(match), *(["extract"] if note else []))),
        report=match.report,
        report_why=match.report_why,
        **shown,
    )


def over_view(match: Match) -> OverView:
    return OverView(
        id=match.id,
        alias=match.alias,
        about=match.about,
        over_at=over_at(match),
        why=over_code(match),
    )
