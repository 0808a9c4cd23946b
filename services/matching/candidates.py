"""An association's candidates: those who said yes to one of its needs, by alias and facets, from
their yes until nobody asks about them any more.

What is said here is taken by the functions that take it behind the link of a letter.
"""

from collections.abc import Sequence
from typing import Any, Final, cast

from fastapi import APIRouter
from starlette.responses import Response

from services.matching import life_said, onward, wording
from services.matching.answer_pages import is_answer
from services.matching.answer_times import median_hours, ours_said, times_in
from services.matching.answers import answer
from services.matching.approvals import NotNow
from services.matching.coming import Group, by_turn, group_of, lately_over, over_at
from services.matching.desk import AtDesk, Desk
from services.matching.extracts import (
    ONLY_SHOWN,
    asks_for_extract,
    extract_said,
    note_shown,
    nothing_more,
)
from services.matching.life import REPORTS, Report, Sayer
from services.matching.life_said import may_be_why
from services.matching.looking import all_who_said_yes
from services.matching.matches import MATCHES, Match
from services.matching.questions import PROBLEMS, own_rows, question
from shared.contracts.matching import Answer
from shared.web import words
from shared.web.languages import Language, say_later
from shared.web.refusals import Refused
from shared.web.sessions import Reader, Session
from shared.web.visits import Visit, Visiting, value

router = APIRouter(include_in_schema=False)
BY_LINK: Final = Sayer("association", "association")
NOTED: Final = say_later("Noted: you were shown a register extract. Nothing of it is kept.")
# What the page says after something was said on it.
DONE: Final[words.Words] = {
    **PROBLEMS,
    "noted": NOTED,
    "yes": say_later("Thank you. You both said yes"),
    "no": wording.OVER_FOR_ASSOCIATION["association_no"],
    "told": say_later("Thank you for telling us"),
    "changed": wording.NOT_NOW["changed"],
}
# The parts of the page, in their order: heading, and what is to be known or done there.
PARTS: Final[dict[Group, tuple[str, str]]] = {
    "waits": (
        wording.YOUR_ANSWER,
        say_later(
            "These people want to come to you. You get to know their name once both have said yes."
        ),
    ),
    "agreed": (
        wording.COLUMN["agreed"],
        say_later("The guide introduces you. You need to do nothing now."),
    ),
    "introduced": (
        say_later("You can meet now"),
        say_later("The letter that introduced you says how you meet. If it is gone, write to us."),
    ),
    "started": (
        say_later("They have started"),
        say_later("Tell us how it goes. What you say goes to the guide."),
    ),
}


def contact(reader: Reader) -> Session:
    """Somebody who speaks for an association. Raises Refused."""
    session = reader.must_be("association")
    if session.association is None:
        raise Refused("not-allowed")
    return session


async def candidate_for(session: Session, key: str, desk: Desk) -> Match:
    """A match that the association may see: its own, after the person's yes. Raises Refused."""
    match = await desk.store.get(MATCHES, key)
    if match is None or match.association != session.association or match.person_answer != "yes":
        raise Refused("not-found")
    return match


@router.get("/candidates")
async def show_candidates(visit: Visiting, desk: AtDesk, done: str = "") -> Response:
    said = DONE.get(done)
    return await page(visit, contact(visit.reader), desk, said=visit.say(said) if said else None)


async def page(
    visit: Visit, session: Session, desk: Desk, *, said: str | None = None, problem: str = ""
) -> Response:
    """All candidates, and how fast they were answered so far."""
    language = visit.language
    known = await all_who_said_yes(session, desk)
    found: dict[Group, list[dict[str, Any]]] = {group: [] for group in PARTS}
    for one in by_turn(known):
        extract = extract_said(one, await asks_for_extract(one, desk), session, language)
        found[group_of(one) or "started"].append(
            {**candidate_said(one, language), "extract": extract}
        )
    return visit.page(
        "candidates.html",
        status=422 if problem else 200,
        parts=parts_said(found, language),
        over=[over_said(one, language) for one in lately_over(known, desk.now())],
        said=said,
        problem=problem,
        answers=ours_said(median_hours(times_in(known)), language),
    )


@router.post("/candidates/{match}/extract")
async def note_extract(visit: Visiting, desk: AtDesk, match: str) -> Response:
    """Nothing but the button can be sent: there is no field for anything else."""
    session = contact(visit.reader)
    found = await candidate_for(session, match, desk)
    try:
        nothing_more(await visit.form())
    except Refused:
        return await page(visit, session, desk, problem=visit.say(ONLY_SHOWN))
    await note_shown(found, session, desk)
    return visit.go("/candidates?done=noted")


@router.post("/candidates/{match}")
async def answer_candidate(visit: Visiting, desk: AtDesk, match: str) -> Response:
    session = contact(visit.reader)
    found = await candidate_for(session, match, desk)
    how = await hear(found, value(await visit.form(), "answer"), desk)
    return visit.go(f"/candidates?done={how}" if how in DONE else "/candidates")


async def hear(match: Match, word: str, desk: Desk) -> str:
    """Takes what an association says of a candidate, and how that ended: a code of DONE, or one that
    needs no word. `word` is "yes", "no", "met", or how it goes; ":" and a code say why. Raises Refused.
    """
    said, _, why = word.partition(":")
    if is_answer(said, why, "association"):
        how = await answer(match, "association", cast("Answer", said), desk, why=why or None)
        return said if how == "said" else how
    try:
        if word == "met":
            await onward.meet(match, BY_LINK, desk)
        elif said in REPORTS and may_be_why(cast("Report", said), why):
            await onward.report(match, cast("Report", said), why or None, desk)
        else:
            raise Refused("invalid", fields={"answer": "answer"})
    except NotNow:
        return "changed"
    return "told"


def parts_said(
    found: dict[Group, list[dict[str, Any]]], language: Language
) -> Sequence[dict[str, Any]]:
    """The parts in which somebody stands, with their headings."""
    return [
        {
            "key": key,
            "title": language.say(PARTS[key][0]),
            "text": language.say(PARTS[key][1]),
            "candidates": candidates,
        }
        for key, candidates in found.items()
        if candidates
    ]


def candidate_said(match: Match, language: Language) -> dict[str, Any]:
    """A candidate in words: what the association's own answer page shows, and how it goes."""
    report = language.say(life_said.REPORT[match.report]) if match.report else ""
    shown = question(match, "association", language)
    return {
        **shown,
        "id": match.id,
        "alias": match.alias,
        "rows": own_rows(match, language),
        "report": report,
        "report_kind": "good" if match.report == "well" else "warning",
        "asks_why": any(":" in said for said, _, _ in shown["choices"]),
        "address": f"/candidates/{match.id}",
    }


def over_said(match: Match, language: Language) -> dict[str, str]:
    """Somebody who does not come any more: why, as far as the answer page says it, and since when."""
    why = wording.OVER_FOR_ASSOCIATION.get(match.ended or "", wording.OVER)
    return {
        "alias": match.alias,
        "title": match.about.title,
        "why": language.say(why),
        "day": language.day(over_at(match)),
    }
