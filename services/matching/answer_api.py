"""For programs behind an answer link: a no with its reason, and to be asked later."""

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from services.matching.answer_pages import asked_behind
from services.matching.answers import answer
from services.matching.desk import AtDesk, Desk
from services.matching.later import ask_later
from services.matching.matches import MATCHES, Match
from services.matching.questions import NO_WHY
from shared.contracts.matching import Side
from shared.web.refusals import Refused
from shared.web.visits import visited

# The form token is checked also where a route needs nothing else of the visit.
router = APIRouter(
    prefix="/matching/api/v1/answers", tags=["answers"], dependencies=[Depends(visited)]
)


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


@router.post("/{key}/later", summary="The person wants to be asked later, twice at most")
async def later(desk: AtDesk, key: str) -> Later:
    match, side = await known_behind(key, desk)
    if not await ask_later(match, side, desk):
        raise Refused("conflict")
    after = await desk.store.get(MATCHES, match.id) or match
    return Later(ask_again_at=after.ask_again_at or 0)
