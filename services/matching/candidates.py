"""An association's candidates: those who said yes to one of its needs, by alias and facets."""

from typing import Any, cast

from fastapi import APIRouter
from starlette.responses import Response

from services.matching import wording
from services.matching.answers import answer
from services.matching.desk import AtDesk, Desk
from services.matching.looking import candidates
from services.matching.matches import MATCHES, Match
from services.matching.questions import PROBLEMS, own_rows
from shared.contracts.matching import Answer
from shared.web import words
from shared.web.languages import Language
from shared.web.refusals import Refused
from shared.web.sessions import Reader, Session
from shared.web.visits import Visiting, value

router = APIRouter(include_in_schema=False)


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
    session = contact(visit.reader)
    found = [candidate_said(one, visit.language) for one in await candidates(session, desk)]
    said = visit.say(PROBLEMS[done]) if done in PROBLEMS else None
    return visit.page("candidates.html", candidates=found, said=said)


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
