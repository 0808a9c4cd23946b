"""The page behind a guardian's link: what the child said, and yes or no. No account is needed.

Opening the link only shows the question, since mail scanners open links too.
"""

from typing import Any, Final

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.desk import AtDesk, Desk
from services.intake.form_answers import rows
from services.intake.people.guardian import WORDS, Outcome, answer, child_behind
from services.intake.people.limits import WRONG_KEYS
from services.intake.people.person import Person
from services.intake.people.register import guardian_answers_by, link_of
from services.intake.status_pages import SHOWN, unchangeable, way_of
from shared.contracts.regions import region
from shared.web.languages import say_later
from shared.web.limits import came_from
from shared.web.visits import Visit, Visiting, value

CHOOSE: Final = say_later("Choose one of the answers.")
# What the page says once there is nothing left to answer: its title, and a sentence below.
OVER: Final[dict[Outcome | None, tuple[str, str]]] = {
    "yes": (
        say_later("Thank you. You have said yes"),
        say_later("Now we look for something. We write to you, and not to the child."),
    ),
    "no": (
        say_later("You have said no"),
        say_later("We have erased everything that the child wrote, and how we reach you."),
    ),
    "silence": (
        say_later("The time is over"),
        say_later("Nobody has said yes. So we have erased everything."),
    ),
    None: (
        say_later("There is nothing to answer"),
        say_later("Everything is erased."),
    ),
}

router = APIRouter(include_in_schema=False)


@router.get("/guardian/{key}")
async def show_question(key: str, visit: Visiting, desk: AtDesk) -> Response:
    return question_page(visit, desk, await asked_about(key, visit, desk))


@router.post("/guardian/{key}")
async def take_answer(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """Keeps the word; a second click changes nothing."""
    child = await asked_about(key, visit, desk)
    word = value(await visit.form(), "answer")
    if word not in WORDS:
        return question_page(visit, desk, child, problem=CHOOSE)
    await answer(desk, child, word)
    return visit.go(f"/guardian/{key}")


async def asked_about(key: str, visit: Visit, desk: Desk) -> Person:
    """The child of this link. Raises Refused, and counts who tries many."""
    if not desk.keys.genuine(key):
        await desk.limits.take(WRONG_KEYS, came_from(visit), desk.now())
    return await child_behind(desk, key)


def question_page(visit: Visit, desk: Desk, child: Person, *, problem: str = "") -> Response:
    """What the child said, while an answer is waited for; else how it ended."""
    own = visit.in_language_of(child.language) if child.language else visit
    return own.page(
        "guardian.html",
        status=422 if problem else 200,
        problem=own.say(problem) if problem else "",
        child=child,
        **(asking(own, child) if child.guardian and child.guardian.waits else over(desk, child)),
    )


def asking(own: Visit, child: Person) -> dict[str, Any]:
    here = region(child.region)
    said = rows(way_of(child), child.answers, here, own.language, steps=SHOWN)
    return {
        "asks": True,
        "answers": unchangeable(said),
        "until": own.language.day(guardian_answers_by(child)),
        "link": "",
    }


def over(desk: Desk, child: Person) -> dict[str, Any]:
    """The end of the question; after a yes it leads on to the child's own page."""
    title, text = OVER[ending(child)]
    link = link_of(child.id, child.generation, desk.keys)
    return {
        "asks": False,
        "title": title,
        "text": text,
        "link": f"/my/{link}" if child.erased_at is None else "",
    }


def ending(child: Person) -> Outcome | None:
    """How it ended; of somebody who was erased later a yes says nothing any more."""
    word = child.guardian.answer if child.guardian else None
    return None if word == "yes" and child.erased_at is not None else word
