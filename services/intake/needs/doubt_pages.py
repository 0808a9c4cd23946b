"""The page behind the letter that asks whether a need still holds: two taps, no account.

Opening the link only shows the question, since mail scanners open links too.
"""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.desk import AtDesk
from services.intake.needs.doubting import WORDS, answer, need_behind
from services.intake.needs.listing import REASON, shown
from services.intake.needs.need import Need
from shared.web.languages import Language
from shared.web.refusals import Refused
from shared.web.visits import Visit, Visiting, value

router = APIRouter(include_in_schema=False)


@router.get("/still/{key}")
async def show_question(key: str, visit: Visiting, desk: AtDesk) -> Response:
    try:
        return question_page(visit, await need_behind(desk, key))
    except Refused as no:
        return over(visit, no)


@router.post("/still/{key}")
async def take_answer(key: str, visit: Visiting, desk: AtDesk) -> Response:
    word = value(await visit.form(), "answer")
    try:
        if word not in WORDS:
            need = await need_behind(desk, key)
            return question_page(visit, need, visit.say("Choose one of the answers."))
        await answer(desk, key, word)
    except Refused as no:
        return over(visit, no)
    return visit.go(visit.request.url.path)


def over(visit: Visit, no: Refused) -> Response:
    """A question that was followed by another says so; any other link is no page at all."""
    if no.slug != "gone":
        raise no
    return visit.page("need_still_over.html", status=no.status)


def question_page(visit: Visit, need: Need, problem: str | None = None) -> Response:
    """How things stand with the need, and the question while it waits for an answer."""
    return visit.page(
        "need_still.html",
        status=422 if problem else 200,
        problem=problem,
        need=shown(need, visit.language),
        **standing(need, visit.language),
    )


def standing(need: Need, language: Language) -> dict[str, Any]:
    """What the page says of the question: still asked, answered, or over."""
    if need.closes_at is not None:
        day = language.day(need.closes_at)
        return {
            "asks": True,
            "title": language.say("Are you still looking for people?"),
            "lead": language.say("If we hear nothing, we close it on %(day)s.", day=day),
        }
    if need.state == "open":
        day = language.day(need.doubted_at)
        return {
            "asks": False,
            "title": language.say("Thank you. It stays open"),
            "lead": language.say("We ask you again on %(day)s, if nothing changes.", day=day),
        }
    return {
        "asks": False,
        "title": language.say("It is closed"),
        "lead": language.say(REASON[need.reason]) if need.reason else "",
    }
