"""An association's candidates: those who said yes to one of its needs, by alias and facets."""

from typing import Any, Final, cast

from fastapi import APIRouter
from starlette.responses import Response

from services.matching import wording
from services.matching.answer_times import hours_of, ours_said
from services.matching.answers import answer
from services.matching.desk import AtDesk, Desk
from services.matching.extracts import (
    ONLY_SHOWN,
    asks_for_extract,
    extract_said,
    note_shown,
    nothing_more,
)
from services.matching.looking import candidates
from services.matching.matches import MATCHES, Match
from services.matching.questions import PROBLEMS, own_rows
from shared.contracts.matching import Answer
from shared.web import words
from shared.web.languages import Language, say_later
from shared.web.refusals import Refused
from shared.web.sessions import Reader, Session
from shared.web.visits import Visit, Visiting, value

router = APIRouter(include_in_schema=False)
NOTED: Final = say_later("Noted: you were shown a register extract. Nothing of it is kept.")


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
    said = {**PROBLEMS, "noted": NOTED}.get(done)
    return await page(visit, contact(visit.reader), desk, said=visit.say(said) if said else None)


async def page(
    visit: Visit, session: Session, desk: Desk, *, said: str | None = None, problem: str = ""
) -> Response:
    """All candidates, and how fast they were answered so far."""
    language = visit.language
    found = [
        {
            **candidate_said(one, language),
            "extract": extract_said(one, await asks_for_extract(one, desk), session, language),
        }
        for one in await candidates(session, desk)
    ]
    return visit.page(
        "candidates.html",
        status=422 if problem else 200,
        candidates=found,
        said=said,
        problem=problem,
        answers=ours_said(await hours_of(session.association or "", desk), language),
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
    said = value(await visit.form(), "answer")
    if said not in {"yes", "no"}:
        raise Refused("invalid", fields={"answer": "answer"})
    how = await answer(found, "association", cast("Answer", said), desk)
    return visit.go("/candidates" if how not in PROBLEMS else f"/candidates?done={how}")


def candidate_said(match: Match, language: Language) -> dict[str, Any]:
    """A candidate in words; the address to answer at only while an answer is awaited."""
    waits = match.waits_for == "association"
    state = wording.YOUR_ANSWER if waits else words.CASE_STATE[match.state]
    return {
        "id": match.id,
        "alias": match.alias,
        "state": language.say(state),
        "state_kind": "waiting" if waits else "good",
        "rows": own_rows(match, language),
        "answer": f"/candidates/{match.id}" if waits else None,
    }
