"""The coordinator's pages of passes, and the same for programs."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from services.matching.desk import AtDesk
from services.matching.figures_said import line_said, whole_said
from services.matching.pass_views import (
    PassView,
    WholePassView,
    coordinator,
    passes,
    region_of,
    whole_pass,
)
from services.matching.scheduling import ask_for_pass
from shared.contracts.regions import region
from shared.web.languages import say_later
from shared.web.visits import Visiting, visited

router = APIRouter(include_in_schema=False)
api_router = APIRouter(
    prefix="/matching/api/v1", tags=["matching"], dependencies=[Depends(visited)]
)
Number = Annotated[int, Path(ge=1, le=1_000_000_000)]
DONE: Final = {
    "asked": say_later("A pass begins in a moment. Look again soon."),
    "applied": say_later("Applied. A pass with the new rules begins in a moment."),
}


@router.get("/passes")
async def show_passes(
    visit: Visiting, desk: AtDesk, done: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    session = coordinator(visit.reader)
    found = await passes(session, desk)
    said = visit.say(DONE[done]) if done in DONE else None
    lines = [line_said(one, visit.language) for one in found]
    return visit.page("passes.html", passes=lines, said=said)


@router.post("/passes")
async def run_now(visit: Visiting, desk: AtDesk) -> Response:
    session = coordinator(visit.reader)
    await ask_for_pass(desk, region_of(session, desk), "asked", by=session.account)
    return visit.go("/passes?done=asked")


@router.get("/passes/{number}")
async def show_pass(visit: Visiting, desk: AtDesk, number: Number) -> Response:
    session = coordinator(visit.reader)
    found = await whole_pass(session, number, desk)
    here = region(desk.settings.region)
    return visit.page("pass.html", whole=whole_said(found, here, visit.language))


@api_router.get("/passes", summary="The last passes, the newest first")
async def read_passes(visit: Visiting, desk: AtDesk) -> list[PassView]:
    return await passes(coordinator(visit.reader), desk)


@api_router.post("/passes", summary="Have a pass run now", status_code=202)
async def ask_now(visit: Visiting, desk: AtDesk) -> list[PassView]:
    session = coordinator(visit.reader)
    await ask_for_pass(desk, region_of(session, desk), "asked", by=session.account)
    return await passes(session, desk)


@api_router.get("/passes/{number}", summary="One pass: changes, proof, what fairness cost")
async def read_pass(visit: Visiting, desk: AtDesk, number: Number) -> WholePassView:
    return await whole_pass(coordinator(visit.reader), number, desk)
