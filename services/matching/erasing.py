"""What is left of somebody erased: which needs were tried and how it ended, without what they said.

Pure. No name was ever here; what goes are the codes of the answers, and what was worked out from
them. What stays is what a seat and a figure stand on: ids, states, times.
"""

from typing import Final

from services.matching.cases import Case
from services.matching.matches import Match

WHY: Final = "erased"


def erased_match(match: Match) -> Match:
    """A match that says nothing about its person any more."""
    return match.model_copy(
        update={
            "facets": (),
            "reasons": (),
            "parts": {},
            "points": 0,
            "bonus": 0,
            "tie": 0,
            "no_why": None,
            "rated": (),
            "log": (),
            "ask_again_at": None,
            "extract_at": None,
            "extract_by": None,
        }
    )


def erased_case(case: Case) -> Case:
    """A case of nobody, with the reason by which the others know that all is gone here."""
    blank: dict[str, object] = {
        "facets": (),
        "district": None,
        "hints": (),
        "aliases": {},
        "dropped": (),
        "history": (),
        "notes": "",
        "next_step": "",
        "next_at": None,
        "calls": 0,
        "call_at": None,
        "lost": (),
        "lost_at": None,
        "given_at": None,
        "guide": None,
    }
    return case.model_copy(update={**blank, "reason": WHY}).without_due("forget")
