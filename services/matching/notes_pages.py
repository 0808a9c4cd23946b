"""The page of a case's notes, and the same for programs."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Depends
from pydantic import ValidationError
from starlette.responses import Response

from services.matching.acting import staff
from services.matching.board import AtWork, Work
from services.matching.desk import AtDesk
from services.matching.guiding import own_case
from services.matching.looking import whole_case
from services.matching.notes import MOST_NEXT, MOST_NOTES, NotesSent, write_notes
from services.matching.whole_case import WholeCaseView
from shared.web import words
from shared.web.languages import day_of, say_later
from shared.web.visits import Visiting, value, visited

router = APIRouter(include_in_schema=False)
api_router = APIRouter(
    prefix="/matching/api/v1/cases", tags=["matching"], dependencies=[Depends(visited)]
)
WRONG: Final[words.Words] = {
    "notes": say_later("Write at most 2000 letters."),
    "next_step": say_later("Write at most 200 letters."),
    "next_day": say_later("Choose a day."),
}


@router.get("/cases/{case}/notes")
async def show_notes(work: AtWork, case: str) -> Response:
    found = await own_case(work.session, case, work.desk)
    day = day_of(found.next_at).isoformat() if found.next_at else ""
    typed = {"notes": found.notes, "next_step": found.next_step, "next_day": day}
    return await notes_page(work, case, typed)


async def notes_page(
    work: Work, key: str, typed: Mapping[str, str], *, wrong: tuple[str, ...] = ()
) -> Response:
    """The form with what was typed, and what is wrong with it. Raises Refused."""
    case = await own_case(work.session, key, work.desk)
    return await work.page(
        "notes.html",
        status=422 if wrong else 200,
        case={"id": case.id, "alias": case.alias},
        typed=typed,
        errors=[{"field": name, "text": work.visit.say(WRONG[name])} for name in wrong],
        wrong={name: work.visit.say(WRONG[name]) if name in wrong else "" for name in WRONG},
        most={"notes": MOST_NOTES, "next_step": MOST_NEXT},
    )


@router.post("/cases/{case}/notes")
async def keep_notes(work: AtWork, case: str) -> Response:
    form = await work.visit.form()
    typed = {name: value(form, name).replace("\r\n", "\n") for name in WRONG}
    try:
        sent = NotesSent.model_validate({**typed, "next_day": typed["next_day"] or None})
    except ValidationError as no:
        wrong = dict.fromkeys(str(one["loc"][0]) for one in no.errors())
        return await notes_page(work, case, typed, wrong=tuple(wrong))
    await write_notes(work.session, case, sent, work.desk)
    return work.visit.go(f"/cases/{case}?done=written")


@api_router.post("/{case}/notes", summary="Keep one's notes on a case, and what is next and when")
async def send_notes(visit: Visiting, desk: AtDesk, case: str, sent: NotesSent) -> WholeCaseView:
    session = staff(visit.reader)
    await write_notes(session, case, sent, desk)
    return await whole_case(session, case, desk)
