"""Giving cases to a guide, from the page where a coordinator chooses one by name; and by programs.

Names are intake's: its page `/guides` lists who may take a case, and sends what was chosen here.
"""

from typing import Final

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from services.matching.api import conflict
from services.matching.approvals import NotNow
from services.matching.assigning import AT_ONCE, assign_case, assign_cases
from services.matching.desk import AtDesk
from services.matching.looking import whole_case
from services.matching.pass_views import coordinator
from services.matching.whole_case import WholeCaseView
from shared.web.visits import Visiting, value, values, visited

router = APIRouter(include_in_schema=False)
api_router = APIRouter(
    prefix="/matching/api/v1/cases", tags=["matching"], dependencies=[Depends(visited)]
)
NOBODY: Final = "nobody"


class GuideSent(BaseModel):
    """The account of a guide; none takes the case away."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    guide: str | None = Field(max_length=100)


@router.post("/board/assign")
async def assign_chosen(visit: Visiting, desk: AtDesk) -> Response:
    """On to the one case, or to the board for the next ones."""
    session = coordinator(visit.reader)
    form = await visit.form()
    cases, chosen = values(form, "case")[:AT_ONCE], value(form, "guide")
    given = await assign_cases(session, cases, None if chosen == NOBODY else chosen, desk)
    done = ("unassigned" if chosen == NOBODY else "assigned") if given else "passed"
    if len(cases) == 1:
        return visit.go(f"/cases/{cases[0]}?done={done}")
    return visit.go(f"/board?show=unclaimed&done={done}")


@api_router.post("/{case}/guide", summary="Give a case to a guide, or take it away")
async def assign_one(visit: Visiting, desk: AtDesk, case: str, sent: GuideSent) -> WholeCaseView:
    session = coordinator(visit.reader)
    try:
        await assign_case(session, case, sent.guide, desk)
    except NotNow as no:
        raise conflict(no) from None
    return await whole_case(session, case, desk)
