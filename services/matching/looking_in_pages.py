"""The page that asks a coordinator why they open another guide's case; and the same for programs."""

from typing import Final

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from services.matching.acting import seen_case, staff
from services.matching.board import AtWork, Work
from services.matching.cases import Case
from services.matching.desk import AtDesk, Desk
from services.matching.looking import whole_case
from services.matching.looking_in import has_said_why, is_anothers, note_look
from services.matching.whole_case import WholeCaseView
from shared.web.languages import say_later
from shared.web.looks import REASONS
from shared.web.refusals import Refused
from shared.web.sessions import Session
from shared.web.visits import Visiting, value, visited

router = APIRouter(include_in_schema=False)
api_router = APIRouter(
    prefix="/matching/api/v1/cases", tags=["matching"], dependencies=[Depends(visited)]
)
CHOOSE: Final = say_later("Choose a reason.")


class WhySent(BaseModel):
    """Why the case is opened; it is noted, and the person can read it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    reason: str = Field(max_length=20, json_schema_extra={"enum": [*REASONS]})


@router.get("/cases/{case}/why")
async def show_why(work: AtWork, case: str) -> Response:
    """On to the case, where there is nothing to ask."""
    found = await seen_case(work.session, case, work.desk)
    if await has_said_why(work.session, found, work.desk):
        return work.visit.go(f"/cases/{found.id}")
    return await why_page(work, found)


async def why_page(work: Work, found: Case, *, wrong: str = "") -> Response:
    """The form, and what is wrong with what was sent."""
    say = work.visit.say
    return await work.page(
        "why.html",
        status=422 if wrong else 200,
        alias=found.alias,
        back=("/board", say("Board")),
        action=f"/cases/{found.id}/why",
        lead=say(say_later("Another guide walks with this person.")),
        reasons=[{"value": code, "label": say(text)} for code, text in REASONS.items()],
        wrong=say(wrong) if wrong else "",
    )


@router.post("/cases/{case}/why")
async def say_why(work: AtWork, case: str) -> Response:
    reason = value(await work.visit.form(), "reason")
    found = await seen_case(work.session, case, work.desk)
    if reason not in REASONS:
        return await why_page(work, found, wrong=CHOOSE)
    await open_with(work.session, found, reason, work.desk)
    return work.visit.go(f"/cases/{found.id}")


async def open_with(session: Session, case: Case, reason: str, desk: Desk) -> None:
    """Notes the reason, where one is asked for."""
    if is_anothers(case, session):
        await note_look(session, case, reason, desk)


@api_router.post(
    "/{case}/why", summary="Say why another guide's case is opened: it is open until midnight then"
)
async def open_case(visit: Visiting, desk: AtDesk, case: str, sent: WhySent) -> WholeCaseView:
    session = staff(visit.reader)
    found = await seen_case(session, case, desk)
    if sent.reason not in REASONS:
        raise Refused("invalid", fields={"reason": "unknown"})
    await open_with(session, found, sent.reason, desk)
    return await whole_case(session, case, desk)
