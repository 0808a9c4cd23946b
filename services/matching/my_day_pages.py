"""The page of a guide's day, and the same for programs. Its links lead to one thing each."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from services.matching.acting import staff
from services.matching.board import NAMES, AtWork, Code
from services.matching.desk import AtDesk, Desk
from services.matching.guides import GUIDES
from services.matching.mornings import switch_mail
from services.matching.my_day import NEEDS, DayView, Need, TaskView, my_day
from services.matching.stuck_said import stuck_said
from shared.web import words
from shared.web.languages import Language, say_later
from shared.web.refusals import Refused
from shared.web.sessions import Session
from shared.web.visits import Visiting, value, visited

router = APIRouter(include_in_schema=False)
api_router = APIRouter(
    prefix="/matching/api/v1", tags=["matching"], dependencies=[Depends(visited)]
)
TITLE: Final[dict[Need, str]] = {
    "given": say_later("You were given these cases"),
    "call": say_later("Ring them and read a letter out"),
    "letter": say_later("A letter did not arrive"),
    "turn": say_later("They wait for you"),
    "date": say_later("You set this day yourself"),
    "stuck": say_later("Stands too long"),
    "choose": say_later("Proposals to choose from"),
    "nobody": say_later("Nobody has taken these"),
}
LETTERS: Final = frozenset({"call", "letter"})
MAIL: Final = ("on", "off")
OPEN: Final = say_later("Open the case")
CHOOSE: Final = say_later("Choose a guide")


@router.get("/day")
async def show_day(work: AtWork, done: Code = "") -> Response:
    view, language = await my_day(work.session, work.desk), work.visit.language
    return work.visit.page(
        "day.html",
        sections=sections(view, language),
        counts={"/day": len(view.tasks)},
        total=len(view.tasks),
        names=NAMES,
        mail=await wants_mail(work.session, work.desk),
        said=work.done(done),
    )


async def wants_mail(session: Session, desk: Desk) -> bool:
    known = await desk.store.get(GUIDES, session.account)
    return known is None or known.mail


@router.post("/day/mail")
async def switch(work: AtWork) -> Response:
    """Whether the reader gets the mail of the morning."""
    said = value(await work.visit.form(), "mail")
    if said not in MAIL:
        raise Refused("invalid", fields={"mail": "unknown"})
    await switch_mail(work.session, work.desk, on=said == "on")
    return work.visit.go(f"/day?done=mail_{said}")


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
    said = (why["sentence"], why["clock"]) if task.need in LETTERS else (why["sentence"],)
    button, label = goes_on(task, why, language)
    return {
        "alias": case.alias,
        "person_id": case.person,
        "href": f"/cases/{case.id}",
        "waiting": language.say(words.WAITING[case.waiting]),
        "text": task.next_step if dated else " ".join(said),
        "since": language.say("Since %(time)s", time=language.time(case.since)),
        "button": button,
        "label": label,
    }


def goes_on(task: TaskView, why: Mapping[str, Any], language: Language) -> tuple[str, str]:
    """Where the one button leads, and what it says."""
    if task.need == "nobody":
        return f"/guides?case={task.case.id}", language.say(CHOOSE)
    if task.need == "date" or not why["href"]:
        return f"/cases/{task.case.id}", language.say(OPEN)
    return why["href"], why["label"]


@api_router.get("/day", summary="What needs the reader now, in order")
async def read_day(visit: Visiting, desk: AtDesk) -> DayView:
    return await my_day(staff(visit.reader), desk)


class MailSent(BaseModel):
    """Whether the reader gets the mail of the morning."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mail: bool


@api_router.get("/day/mail", summary="Whether the reader gets a mail in the morning")
async def read_mail(visit: Visiting, desk: AtDesk) -> MailSent:
    return MailSent(mail=await wants_mail(staff(visit.reader), desk))


@api_router.put("/day/mail", summary="Have a mail in the morning, or none")
async def put_mail(visit: Visiting, desk: AtDesk, sent: MailSent) -> MailSent:
    session = staff(visit.reader)
    guide = await switch_mail(session, desk, on=sent.mail)
    return MailSent(mail=guide.mail)
