"""For programs: what a guide does on a case whose person was asked. The same rules as on the page."""

from collections.abc import Awaitable
from typing import Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from services.matching import guiding, onward
from services.matching.acting import staff
from services.matching.api import conflict
from services.matching.approvals import NotNow
from services.matching.desk import AtDesk, Desk
from services.matching.guiding import Spoken, current_match
from services.matching.life import Sayer
from services.matching.looking import whole_case
from services.matching.questions import NO_WHY
from services.matching.whole_case import WholeCaseView
from shared.contracts.matching import Answer, Level, Side
from shared.web.refusals import Refused
from shared.web.sessions import Session
from shared.web.visits import Visiting, visited

router = APIRouter(
    prefix="/matching/api/v1/cases", tags=["matching"], dependencies=[Depends(visited)]
)
Figure = Literal[1, 2, 3, 4, 5]


class Sent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class LevelSent(Sent):
    """At which level of help the two are introduced."""

    level: Level


class SpokenSent(Sent):
    """What a side said on the phone; `why` is one of the codes of its own page."""

    side: Side
    answer: Answer | Literal["later", "changed"]
    why: str = Field("", max_length=20)


class GoingOnSent(Sent):
    """Whether the person still goes there."""

    answer: Answer


class HopesSent(Sent):
    """The hopes from 1 to 5; one of them at least."""

    network: Figure | None = None
    swedish: Figure | None = None
    health: Figure | None = None


class EndSent(Sent):
    """`pair`: something else is looked for; `case`: nothing more is."""

    what: Literal["pair", "case"]
    reason: str = Field(max_length=40)


async def after(session: Session, case: str, doing: Awaitable[object], desk: Desk) -> WholeCaseView:
    """The case once it is done. Raises Refused, also where it is not the time for it."""
    try:
        await doing
    except NotNow as no:
        raise conflict(no) from None
    return await whole_case(session, case, desk)


@router.post("/{case}/introduce", summary="Introduce the two, at one of four levels of help")
async def introduce(visit: Visiting, desk: AtDesk, case: str, sent: LevelSent) -> WholeCaseView:
    session = staff(visit.reader)
    return await after(session, case, guiding.introduce(session, case, sent.level, desk), desk)


@router.post("/{case}/answers", summary="Write down what one side said on the phone")
async def write_down(visit: Visiting, desk: AtDesk, case: str, sent: SpokenSent) -> WholeCaseView:
    session = staff(visit.reader)
    if sent.answer == "later":
        if sent.side != "person" or sent.why:
            raise Refused("invalid", fields={"answer": "unknown"})
        return await after(session, case, guiding.write_down_later(session, case, desk), desk)
    if sent.answer == "changed":
        if sent.side != "person" or sent.why not in {"", *NO_WHY["person"]}:
            raise Refused("invalid", fields={"answer": "unknown"})
        changed = guiding.write_down_changed(session, case, sent.why or None, desk)
        return await after(session, case, changed, desk)
    if sent.why and (sent.answer == "yes" or sent.why not in NO_WHY[sent.side]):
        raise Refused("invalid", fields={"why": "unknown"})
    spoken = Spoken(sent.side, sent.answer, sent.why or None)
    return await after(session, case, guiding.write_down(session, case, spoken, desk), desk)


@router.post("/{case}/met", summary="The two have met")
async def meet(visit: Visiting, desk: AtDesk, case: str) -> WholeCaseView:
    session = staff(visit.reader)

    async def doing() -> None:
        match = await current_match(session, case, desk)
        await onward.meet(match, Sayer("guide", session.account), desk)

    return await after(session, case, doing(), desk)


@router.post("/{case}/going-on", summary="Whether the person still goes there after two weeks")
async def go_on(visit: Visiting, desk: AtDesk, case: str, sent: GoingOnSent) -> WholeCaseView:
    session = staff(visit.reader)

    async def doing() -> None:
        match, by = await current_match(session, case, desk), Sayer("guide", session.account)
        going = onward.go_on if sent.answer == "yes" else onward.stop
        await going(match, by, desk)

    return await after(session, case, doing(), desk)


@router.post("/{case}/hopes", summary="How the person rates the three hopes, 1 to 5")
async def rate(visit: Visiting, desk: AtDesk, case: str, sent: HopesSent) -> WholeCaseView:
    session = staff(visit.reader)

    async def doing() -> None:
        match, by = await current_match(session, case, desk), Sayer("guide", session.account)
        await onward.rate(match, sent.model_dump(), by, desk)

    return await after(session, case, doing(), desk)


@router.post("/{case}/wait", summary="Give two more time who have not been heard of")
async def wait(visit: Visiting, desk: AtDesk, case: str) -> WholeCaseView:
    session = staff(visit.reader)
    return await after(session, case, guiding.wait_longer(session, case, desk), desk)


@router.post("/{case}/end", summary="End the pair, or the whole case, with a coded reason")
async def end(visit: Visiting, desk: AtDesk, case: str, sent: EndSent) -> WholeCaseView:
    session = staff(visit.reader)
    ending = guiding.end_pair if sent.what == "pair" else guiding.end_case
    return await after(session, case, ending(session, case, sent.reason, desk), desk)
