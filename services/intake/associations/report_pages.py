"""The page on which one of us reports an association, the coordinator's button, and the API."""

from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from services.intake.associations.api import AssociationShown
from services.intake.associations.api import shown as as_shown
from services.intake.associations.reporting import REASONS, known_here, looked_at, report
from services.intake.desk import AtDesk, Desk
from shared.web.refusals import Refused
from shared.web.sessions import Session
from shared.web.visits import Visit, Visiting, value

router = APIRouter(include_in_schema=False)
api_router = APIRouter(prefix="/intake/api/v1/associations", tags=["associations"])
STAFF: Final = ("guide", "coordinator")


class WhatIsWrong(BaseModel):
    """What is wrong with it, as a code."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    reason: str = Field(max_length=20, json_schema_extra={"enum": [*REASONS]})


@router.get("/associations/{key}/report")
async def show_form(key: str, visit: Visiting, desk: AtDesk) -> Response:
    return await page(visit, desk, key, visit.reader.must_be(*STAFF))


async def page(
    visit: Visit, desk: Desk, key: str, session: Session, *, wrong: str = ""
) -> Response:
    """What can be said of the association, and what the reader has said already."""
    known = await known_here(desk, key, session)
    mine = {one.reason for one in known.reports if one.by == session.account}
    return visit.page(
        "association_report.html",
        status=422 if wrong else 200,
        association=known,
        said_already=[visit.say(text) for code, text in REASONS.items() if code in mine],
        reasons=[
            {"value": code, "label": visit.say(text)}
            for code, text in REASONS.items()
            if code not in mine
        ],
        wrong=visit.say(wrong) if wrong else "",
    )


@router.post("/associations/{key}/report")
async def report_here(key: str, visit: Visiting, desk: AtDesk) -> Response:
    session = visit.reader.must_be(*STAFF)
    try:
        await report(desk, key, session, value(await visit.form(), "reason"))
    except Refused as no:
        if no.slug != "invalid":
            raise
        return await page(visit, desk, key, session, wrong=no.fields["reason"])
    return visit.go(f"/associations/{key}/report")


@router.post("/associations/{key}/looked-at")
async def look_here(key: str, visit: Visiting, desk: AtDesk) -> Response:
    await looked_at(desk, key, visit.reader.must_be("coordinator"))
    return visit.go("/associations?done=looked")


@api_router.post(
    "/{key}/reports", status_code=204, summary="Say that something is wrong with an association"
)
async def post_report(key: str, sent: WhatIsWrong, visit: Visiting, desk: AtDesk) -> None:
    await report(desk, key, visit.reader.must_be(*STAFF), sent.reason)


@api_router.delete("/{key}/reports", summary="Somebody has looked: it stays as it is")
async def delete_reports(key: str, visit: Visiting, desk: AtDesk) -> AssociationShown:
    return as_shown(await looked_at(desk, key, visit.reader.must_be("coordinator")))
