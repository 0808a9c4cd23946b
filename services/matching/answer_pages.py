"""The answer pages: yes or no by a private link, without an account, in two taps.

Opening the link only shows the question, since mail scanners open links too.
"""

import contextlib
from typing import Final, cast

from fastapi import APIRouter
from starlette.responses import Response

from services.matching import onward
from services.matching.answers import answer, match_behind
from services.matching.approvals import NotNow
from services.matching.changing_mind import take_back
from services.matching.desk import AtDesk, Desk
from services.matching.introducing import HOPES
from services.matching.later import ask_later
from services.matching.life import REPORTS, Report, Sayer
from services.matching.life_said import may_be_why
from services.matching.matches import MATCHES, Match
from services.matching.onward import TELLING, say_on
from services.matching.questions import NO_WHY, question
from shared.contracts.matching import Answer, Side
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.visits import Visit, Visiting, value

router = APIRouter(include_in_schema=False)
RELOAD_S: Final = 3
MET: Final = frozenset({"introduced", "started", "active"})
CHANGED: Final = "changed"
"""What the person sends who does not come after all; ":" and a code say why."""
INTRODUCED: Final = say_later("You have been introduced already. Please tell your guide.")
RATE_ONE: Final = say_later("Choose a figure from 1 to 5 for one of them at least.")


async def asked_behind(key: str, desk: Desk) -> tuple[Match, Side] | None:
    """The match that was asked by this link, and whose link it is; None where it is not known yet.

    Raises Refused for a key that nobody here has made.
    """
    if not desk.keys.genuine(key):
        raise Refused("not-found")
    found = await match_behind(key, desk)
    # A proposal has links of its own before anybody was given one.
    return None if found is None or found[0].state == "proposed" else found


@router.get("/answer/{key}")
async def show_answer(visit: Visiting, desk: AtDesk, key: str) -> Response:
    found = await asked_behind(key, desk)
    if found is None:
        return wait_page(visit)
    return answer_page(visit, *found)


@router.post("/answer/{key}")
async def give_answer(visit: Visiting, desk: AtDesk, key: str) -> Response:
    found = await asked_behind(key, desk)
    if found is None:
        return wait_page(visit)
    form = await visit.form()
    said, _, why = value(form, "answer").partition(":")
    if found[1] == "association" and said in REPORTS:
        return await tell_how(visit, desk, found[0], cast("Report", said), why=why)
    if said in TELLING:
        return await tell_on(visit, desk, found, {hope: value(form, hope) for hope in HOPES})
    if found[1] == "person" and said == CHANGED:
        return await change_mind(visit, desk, found[0], why=why)
    if said == "later":
        await ask_later(*found, desk)
    elif is_answer(said, why, found[1]):
        await answer(*found, cast("Answer", said), desk, why=why or None)
    else:
        return answer_page(visit, *found, problem=visit.say("Choose yes or no."), status=422)
    return visit.go(visit.request.url.path)


async def tell_on(
    visit: Visit, desk: Desk, found: tuple[Match, Side], hopes: dict[str, str]
) -> Response:
    """That they met, go on or not, and how it is. What is no longer asked changes nothing."""
    said = value(await visit.form(), "answer")
    try:
        rated = onward.figures(hopes) if said == "rated" else {}
        await say_on(found[0], Sayer(found[1], found[1]), said, desk, hopes=rated)
    except NotNow:
        return visit.go(visit.request.url.path)
    except Refused:
        return answer_page(visit, *found, problem=visit.say(RATE_ONE), status=422)
    return visit.go(visit.request.url.path)


async def change_mind(visit: Visit, desk: Desk, match: Match, *, why: str) -> Response:
    """The person does not come after all. Once they are introduced it is their guide's to hear."""
    if why not in {"", *NO_WHY["person"]}:
        raise Refused("invalid", fields={"answer": "unknown"})
    try:
        await take_back(match, why or None, Sayer("person", "person"), desk)
    except NotNow:
        now = await desk.store.get(MATCHES, match.id) or match
        if now.standing in MET:
            said = visit.say(INTRODUCED)
            return answer_page(visit, now, "person", problem=said, status=409)
    return visit.go(visit.request.url.path)


async def tell_how(visit: Visit, desk: Desk, match: Match, said: Report, *, why: str) -> Response:
    """How it goes, and why where they say so. What is no longer asked changes nothing."""
    if not may_be_why(said, why):
        raise Refused("invalid", fields={"answer": "unknown"})
    with contextlib.suppress(NotNow):
        await onward.report(match, said, why or None, desk)
    return visit.go(visit.request.url.path)


def is_answer(said: str, why: str, side: Side) -> bool:
    """Whether this can be said on the page: yes, or no with one of its reasons or none."""
    if said == "yes":
        return not why
    return said == "no" and why in {"", *NO_WHY[side]}


def wait_page(visit: Visit) -> Response:
    """The page for a link that is right and not heard of yet; it comes again by itself."""
    response = visit.page("answer_wait.html")
    # A header, not a meta element: the page is nothing but this waiting.
    response.headers["refresh"] = str(RELOAD_S)
    return response


def answer_page(
    visit: Visit, match: Match, side: Side, *, problem: str | None = None, status: int = 200
) -> Response:
    """How things stand for this side, with the question where it is theirs to answer."""
    shown = question(match, side, visit.language)
    # Who comes from their own page to take back their yes need not look for where to do so.
    unfolded = CHANGED in visit.request.query_params
    return visit.page("answer.html", status=status, problem=problem, unfolded=unfolded, **shown)
