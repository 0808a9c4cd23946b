"""The page on which coordinators ask for the list of contacts and agree with each other; its API."""

from typing import Any, Final

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from services.intake.desk import AtDesk, Desk
from services.intake.exporting.asking import REASONS, ContactExport
from services.intake.exporting.contacts import agree, ask, requests, take
from services.intake.importing.pages import coordinator, file_of
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.sessions import Session
from shared.web.visits import Visit, Visiting, value

router = APIRouter(include_in_schema=False)
api_router = APIRouter(prefix="/intake/api/v1/exports", tags=["exports"])
DONE: Final = {
    "asked": say_later("Asked for. Another coordinator has to agree within a day."),
    "approved": say_later("Agreed. Who asked can take the list for an hour."),
}
STATES: Final = {
    "waits": say_later("Waits for another coordinator"),
    "open": say_later("Agreed: it can be taken for an hour"),
    "over": say_later("Over"),
}


class ReasonSent(BaseModel):
    """Why: one of urgent, moves, law."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    reason: str = Field(max_length=20)


class ExportShown(BaseModel):
    """A request, by accounts and codes; times are UTC ms."""

    id: str
    asked_by: str
    reason: str
    asked_at: int
    approved_by: str | None
    approved_at: int | None
    taken: int
    """How often the list was taken."""


def shown(doc: ContactExport) -> ExportShown:
    told = doc.model_dump(include=set(ExportShown.model_fields) - {"taken"})
    return ExportShown(**told, taken=len(doc.taken))


@router.get("/exports")
async def show_exports(visit: Visiting, desk: AtDesk) -> Response:
    session = coordinator(visit, desk)
    done = DONE.get(visit.request.query_params.get("done", ""))
    return await page(visit, desk, session, said=visit.say(done) if done else None)


async def page(
    visit: Visit, desk: Desk, session: Session, *, said: str | None = None, wrong: str = ""
) -> Response:
    """The last requests, with what the reader can do about each."""
    found = await requests(desk)
    return visit.page(
        "exports.html",
        status=422 if wrong else 200,
        said=said,
        wrong=wrong,
        exports=[line(one, session, visit, desk.now()) for one in found],
        reasons=[{"value": code, "label": visit.say(text)} for code, text in REASONS.items()],
    )


def line(doc: ContactExport, session: Session, visit: Visit, now: int) -> dict[str, Any]:
    own = doc.asked_by == session.account
    opens = doc.opens_for(doc.asked_by, now)
    state = "waits" if doc.waits(now) else "open" if opens else "over"
    return {
        "id": doc.id,
        "reason": visit.say(REASONS[doc.reason]),
        "at": visit.language.time(doc.asked_at),
        "own": own,
        "state": visit.say(STATES[state]),
        "taken": len(doc.taken),
        "agree": state == "waits" and not own,
        "take": own and opens,
    }


@router.post("/exports")
async def ask_for_list(visit: Visiting, desk: AtDesk) -> Response:
    session = coordinator(visit, desk)
    try:
        await ask(desk, session, value(await visit.form(), "reason"))
    except Refused as no:
        why = no.fields["reason"]
        return await page(visit, desk, session, wrong=visit.say(why))
    return visit.go("/exports?done=asked")


@router.post("/exports/{key}/agree")
async def agree_with(key: str, visit: Visiting, desk: AtDesk) -> Response:
    await agree(desk, coordinator(visit, desk), key)
    return visit.go("/exports?done=approved")


@router.post("/exports/{key}/contacts")
async def take_list(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """The file itself: asked for by a form, since taking it is noted."""
    table = await take(desk, coordinator(visit, desk), key, visit.language)
    response = file_of("contacts", table)
    response.headers["cache-control"] = "no-store"
    return response


@api_router.get("", summary="Who asked for the list of contacts, and what became of it")
async def list_exports(visit: Visiting, desk: AtDesk) -> list[ExportShown]:
    coordinator(visit, desk)
    return [shown(one) for one in await requests(desk)]


@api_router.post("", status_code=201, summary="Ask for the list of contacts, with a reason")
async def ask_here(asked: ReasonSent, visit: Visiting, desk: AtDesk) -> ExportShown:
    return shown(await ask(desk, coordinator(visit, desk), asked.reason))


@api_router.post("/{key}/agree", summary="Agree as a second coordinator")
async def agree_here(key: str, visit: Visiting, desk: AtDesk) -> ExportShown:
    return shown(await agree(desk, coordinator(visit, desk), key))
