"""For programs behind an answer link: a no with its reason, and to be asked later."""

from typing import Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from services.matching.answer_pages import asked_behind
from services.matching.answers import answer
from services.matching.approvals import NotNow
from services.matching.changing_mind import take_back
from services.matching.desk import AtDesk, Desk
from services.matching.later import ask_later
from services.matching.life import Report, Sayer
from services.matching.life_said import may_be_why
from services.matching.matches import MATCHES, Match
from services.matching.onward import Telling, report, say_on
from services.matching.questions import NO_WHY
from shared.contracts.matching import Answer, MatchState, Side
from shared.web.refusals import Refused
from shared.web.visits import visited

# The form token is checked also where a route needs nothing else of the visit.
router = APIRouter(
    prefix="/matching/api/v1/answers", tags=["answers"], dependencies=[Depends(visited)]
)


Figure = Literal[1, 2, 3, 4, 5]


class No(BaseModel):
    """A no; `why` is one of the codes that its page offers."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    why: str = Field("", max_length=20)


class Outcome(BaseModel):
    """How an answer ended: said, already, over, early."""

    outcome: str


class Later(BaseModel):
    """When the question comes again, UTC ms."""

    ask_again_at: int


class GoingOn(BaseModel):
    """Whether the person still goes there."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    answer: Answer


class Hopes(BaseModel):
    """The hopes from 1 to 5."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    network: Figure | None = None
    swedish: Figure | None = None
    health: Figure | None = None


class HowItGoes(BaseModel):
    """How it goes, as the association says; `why` is one of the codes that its page offers."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    report: Report
    why: str = Field("", max_length=20)


class Standing(BaseModel):
    """Where the match stands."""

    state: MatchState


async def known_behind(key: str, desk: Desk) -> tuple[Match, Side]:
    """The match of a link. Raises Refused: not-found for a made-up one, not-ready for a new one."""
    found = await asked_behind(key, desk)
    if found is None:
        raise Refused("not-ready", retry_after=3)
    return found


@router.post("/{key}/no", summary="No, and why; a second answer changes nothing")
async def say_no(desk: AtDesk, key: str, sent: No) -> Outcome:
    match, side = await known_behind(key, desk)
    if sent.why and sent.why not in NO_WHY[side]:
        raise Refused("invalid", fields={"why": "unknown"})
    return Outcome(outcome=await answer(match, side, "no", desk, why=sent.why or None))


@router.post(
    "/{key}/changed-mind", summary="The person takes back their yes; again changes nothing"
)
async def change_mind(desk: AtDesk, key: str, sent: No) -> Standing:
    """Until a guide introduces them; from then on it is the guide's to hear, and a conflict."""
    match, side = await known_behind(key, desk)
    if sent.why and sent.why not in NO_WHY["person"]:
        raise Refused("invalid", fields={"why": "unknown"})
    if side != "person":
        raise Refused("conflict")
    try:
        after = await take_back(match, sent.why or None, Sayer(side, side), desk)
    except NotNow:
        raise Refused("conflict") from None
    return Standing(state=after.state)


@router.post("/{key}/met", summary="They have met; a second time changes nothing")
async def meet(desk: AtDesk, key: str) -> Standing:
    match, side = await known_behind(key, desk)
    return await told(match, side, "met", desk, hopes={})


@router.post("/{key}/going-on", summary="Whether the person still goes there")
async def go_on(desk: AtDesk, key: str, sent: GoingOn) -> Standing:
    match, side = await known_behind(key, desk)
    return await told(
        match, side, "going_on" if sent.answer == "yes" else "stopped", desk, hopes={}
    )


@router.post("/{key}/hopes", summary="How the three hopes are, 1 to 5; one of them at least")
async def rate(desk: AtDesk, key: str, sent: Hopes) -> Standing:
    match, side = await known_behind(key, desk)
    return await told(match, side, "rated", desk, hopes=sent.model_dump())


@router.post("/{key}/report", summary="How it goes, said by the association; again changes nothing")
async def report_on(desk: AtDesk, key: str, sent: HowItGoes) -> Standing:
    match, side = await known_behind(key, desk)
    if not may_be_why(sent.report, sent.why):
        raise Refused("invalid", fields={"why": "unknown"})
    if side != "association":
        raise Refused("conflict")
    try:
        after = await report(match, sent.report, sent.why or None, desk)
    except NotNow:
        raise Refused("conflict") from None
    return Standing(state=after.state)


async def told(
    match: Match, side: Side, said: Telling, desk: Desk, *, hopes: dict[str, int | None]
) -> Standing:
    """Where the match stands then. Raises Refused: conflict where it is not the time for it."""
    try:
        after = await say_on(match, Sayer(side, side), said, desk, hopes=hopes)
    except NotNow:
        raise Refused("conflict") from None
    return Standing(state=after.state)


@router.post("/{key}/later", summary="The person wants to be asked later, twice at most")
async def later(desk: AtDesk, key: str) -> Later:
    match, side = await known_behind(key, desk)
    if not await ask_later(match, side, desk):
        raise Refused("conflict")
    after = await desk.store.get(MATCHES, match.id) or match
    return Later(ask_again_at=after.ask_again_at or 0)
