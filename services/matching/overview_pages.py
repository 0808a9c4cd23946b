"""The page of figures for those who answer for the whole, and the same for programs."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from services.matching.desk import AtDesk, Desk
from services.matching.overview import RegionFigures
from services.matching.overview_said import overview_said
from services.matching.overviews import OVERVIEWS, Overview, count_again
from services.matching.pass_views import coordinator, passes, region_of
from services.matching.views import View
from shared.contracts.regions import region
from shared.web.languages import say_later
from shared.web.sessions import Reader
from shared.web.visits import Visiting, visited

router = APIRouter(include_in_schema=False)
api_router = APIRouter(
    prefix="/matching/api/v1", tags=["matching"], dependencies=[Depends(visited)]
)
COUNTING: Final = say_later("It is being counted. Look again in a moment.")


class FiguresView(View):
    """The figures as they were counted at `counted_at`, UTC ms; 0 before they were."""

    counted_at: int
    figures: RegionFigures


async def overview(reader: Reader, desk: Desk) -> Overview:
    """The figures of the reader's region. Raises Refused."""
    code = region_of(reader.must_be("coordinator", "admin"), desk)
    return await desk.store.get(OVERVIEWS, code) or Overview(id=code, region=code)


@router.get("/figures")
async def show_figures(
    visit: Visiting, desk: AtDesk, done: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    doc = await overview(visit.reader, desk)
    here = region(desk.settings.region)
    said = visit.say(COUNTING) if done == "counting" else None
    fairness = await newest_pass(visit.reader, desk)
    told = overview_said(doc, here, visit.language)
    return visit.page("figures.html", said=said, fairness=fairness, **told)


async def newest_pass(reader: Reader, desk: Desk) -> str | None:
    """Where it says whom the matching has found a place for; a coordinator's page alone."""
    if "coordinator" not in reader.roles:
        return None
    found = await passes(coordinator(reader), desk)
    return f"/passes/{found[0].number}" if found else None


@router.post("/figures")
async def recount(visit: Visiting, desk: AtDesk) -> Response:
    await count_again(desk, (await overview(visit.reader, desk)).id)
    return visit.go("/figures?done=counting")


@api_router.get("/figures", summary="Places, waiting, ends and answer times, none below 5")
async def read_figures(visit: Visiting, desk: AtDesk) -> FiguresView:
    doc = await overview(visit.reader, desk)
    return FiguresView(counted_at=doc.counted_at, figures=doc.figures)
