"""The page of a guide's day, and the same for programs. Its links lead to one thing each."""

from typing import Any, Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from services.matching.acting import staff
from services.matching.board import NAMES, AtWork
from services.matching.desk import AtDesk
from services.matching.my_day import NEEDS, DayView, Need, TaskView, my_day
from services.matching.stuck_said import stuck_said
from shared.web import words
from shared.web.languages import Language, say_later
from shared.web.visits import Visiting, visited

router = APIRouter(include_in_schema=False)
api_router = APIRouter(
    prefix="/matching/api/v1", tags=["matching"], dependencies=[Depends(visited)]
)
TITLE: Final[dict[Need, str]] = {
    "turn": say_later("They wait for you"),
    "date": say_later("You set this day yourself"),
    "stuck": say_later("Stands too long"),
    "choose": say_later("Proposals to choose from"),
}
OPEN: Final = say_later("Open the case")


@router.get("/day")
async def show_day(work: AtWork) -> Response:
    view, language = await my_day(work.session, work.desk), work.visit.language
    return work.visit.page(
        "day.html",
        sections=sections(view, language),
        counts={"/day": len(view.tasks)},
        total=len(view.tasks),
        names=NAMES,
    )


def sections(view: DayView, language: Language) -> list[dict[str, Any]]:
    """The kinds of tasks that there are today, in order."""
    return [
        {
            "title": language.say(TITLE[need]),
            "tasks": [task_said(one, language) for one in view.tasks if one.need == need],
        }
        for need in NEEDS
        if any(one.need == need for one in view.tasks)
    ]


def task_said(task: TaskView, language: Language) -> dict[str, Any]:
    """One line with its one button."""
    case, why = task.case, stuck_said(task.case, language)
    dated = task.need == "date"
    return {
        "alias": case.alias,
        "person_id": case.person,
        "href": f"/cases/{case.id}",
        "waiting": language.say(words.WAITING[case.waiting]),
        "text": task.next_step if dated else why["sentence"],
        "since": language.say("Since %(time)s", time=language.time(case.since)),
        "button": f"/cases/{case.id}" if dated or not why["href"] else why["href"],
        "label": language.say(OPEN) if dated or not why["href"] else why["label"],
    }


@api_router.get("/day", summary="What needs the reader now, in order")
async def read_day(visit: Visiting, desk: AtDesk) -> DayView:
    return await my_day(staff(visit.reader), desk)
