"""The start page, and what this Lotsa says of itself: privacy notice and accessibility statement."""

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.classes import lifts
from services.intake.desk import AtDesk
from services.intake.draft_cookie import draft_of
from services.intake.people.sender import helper_of
from shared.contracts.regions import region
from shared.web.visits import Visiting

router = APIRouter(include_in_schema=False)


@router.get("/")
async def show_start(visit: Visiting, desk: AtDesk) -> Response:
    """Where everybody begins. Protected identity comes before anything that asks for a name."""
    settings = desk.settings
    return visit.page(
        "start.html",
        city=region(desk.region).name,
        protected=settings.protected_phone or settings.operator_phone,
        begun=await draft_of(visit, desk) is not None,
        in_class=await lifts(visit, desk),
        helps=helper_of(visit) is not None,
    )


@router.get("/privacy")
async def show_privacy(visit: Visiting) -> Response:
    return visit.page("privacy.html")


@router.get("/accessibility")
async def show_accessibility(visit: Visiting) -> Response:
    return visit.page("accessibility.html")
