"""The page on which a guide proposes by hand, and the same for programs."""

from typing import Any, Final

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from services.matching import wording
from services.matching.acting import staff
from services.matching.api import conflict
from services.matching.approvals import NotNow
from services.matching.board import AtWork, Work
from services.matching.by_hand import (
    HandView,
    ImpossibleError,
    PossibleView,
    propose_by_hand,
    to_choose_from,
)
from services.matching.cards import obstacle_said
from services.matching.desk import AtDesk
from services.matching.guiding import own_case
from services.matching.looking import whole_case
from services.matching.whole_case import WholeCaseView
from shared.web import words
from shared.web.languages import Language, say_later
from shared.web.refusals import Refused
from shared.web.visits import Visiting, value, visited

router = APIRouter(include_in_schema=False)
api_router = APIRouter(
    prefix="/matching/api/v1/cases", tags=["matching"], dependencies=[Depends(visited)]
)
MISSED: Final[words.Words] = {
    "interests": say_later("It is not among what the person likes."),
    "language": say_later("They do not speak the person's languages there."),
    "skills": say_later("The person has not said that they can do what is useful there."),
    "travel": say_later("It is a long way."),
    "cost": say_later("It costs more than most."),
}
FORBIDDEN: Final = say_later("This is not possible: %(why)s")


class ByHandSent(BaseModel):
    """Which need is proposed."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    need: str = Field(max_length=100)


@router.get("/cases/{case}/propose")
async def show_needs(work: AtWork, case: str) -> Response:
    return await needs_page(work, case)


async def needs_page(
    work: Work, key: str, *, problem: str | None = None, status: int = 200
) -> Response:
    """What can be chosen for the case, and what cannot and why. Raises Refused."""
    case = await own_case(work.session, key, work.desk)
    view, language = await to_choose_from(work.session, key, work.desk), work.visit.language
    return await work.page(
        "by_hand.html",
        status=status,
        problem=problem,
        case={"id": case.id, "alias": case.alias},
        possible=[possible_said(one, language) for one in view.possible],
        refused=[
            {
                "title": f"{one.title} · {one.association}",
                "why": [obstacle_said(each, language) for each in one.obstacles],
            }
            for one in view.refused
        ],
    )


def possible_said(one: PossibleView, language: Language) -> dict[str, Any]:
    return {
        "need": one.need,
        "title": f"{one.title} · {one.association}",
        "points": one.points,
        "missed": [language.say(MISSED[part]) for part in one.missed],
    }


@router.post("/cases/{case}/propose")
async def propose(work: AtWork, case: str) -> Response:
    need = value(await work.visit.form(), "need")
    language = work.visit.language
    try:
        await propose_by_hand(work.session, case, need, work.desk)
    except NotNow as no:
        said = language.say(wording.NOT_NOW[no.slug])
        return await needs_page(work, case, problem=said, status=409)
    except ImpossibleError as no:
        said = language.say(FORBIDDEN, why=obstacle_said(no.obstacles[0], language))
        return await needs_page(work, case, problem=said, status=409)
    return work.visit.go(f"/cases/{case}?done=by_hand#proposals")


@api_router.get("/{case}/needs", summary="The open needs that could be proposed by hand, or not")
async def read_needs(visit: Visiting, desk: AtDesk, case: str) -> HandView:
    return await to_choose_from(staff(visit.reader), case, desk)


@api_router.post("/{case}/propose", summary="Propose a need by hand; hard rules refuse")
async def send_need(visit: Visiting, desk: AtDesk, case: str, sent: ByHandSent) -> WholeCaseView:
    session = staff(visit.reader)
    try:
        await propose_by_hand(session, case, sent.need, desk)
    except NotNow as no:
        raise conflict(no) from None
    except ImpossibleError as no:
        why = obstacle_said(no.obstacles[0], visit.language)
        raise Refused("conflict", fields={"need": why}) from None
    return await whole_case(session, case, desk)
