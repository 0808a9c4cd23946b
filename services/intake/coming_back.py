"""Coming back to a form that was begun: it may be somebody else who holds the phone now."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.desk import AtDesk
from services.intake.draft_cookie import draft_of, drop, put
from services.intake.forms import address, step_named
from shared.web.visits import Visiting, value

AGAIN: Final = "/form/again"
CHECK: Final = "/form/check"
CHILD: Final = "/form/child"

router = APIRouter(include_in_schema=False)


@router.get(AGAIN)
async def ask_who(visit: Visiting, desk: AtDesk) -> Response:
    """Whether it is still the one who began the form that sits here."""
    opened = await draft_of(visit, desk)
    if opened is None:
        return visit.go("/form/kind")
    to = visit.request.query_params.get("to", "")
    initial = opened.draft.answers.first_name[:1]
    return visit.page("form_again.html", to=to[:20], initial=initial)


@router.post(AGAIN)
async def go_on_or_not(visit: Visiting, desk: AtDesk) -> Response:
    sent = await visit.form()
    opened = await draft_of(visit, desk)
    if opened is None or value(sent, "go") != "on":
        way = opened.draft.way if opened else "new"
        return await drop(visit, desk, visit.go(address("kind", way)))
    step = step_named(value(sent, "to"))
    to = address(step, opened.draft.way) if step else CHECK
    return await put(visit, desk, opened.draft, visit.go(to))


@router.get(CHILD)
async def show_child(visit: Visiting, desk: AtDesk) -> Response:
    """What comes for somebody under 13: a parent is asked, and may be asked another way."""
    begun = await draft_of(visit, desk)
    return visit.page("form_child.html", goes_on=begun is not None)
