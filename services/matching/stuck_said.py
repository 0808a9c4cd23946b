"""Why a case stands where it stands, as pages print it."""

from typing import Any, Final

from services.matching.filters import is_stuck
from services.matching.stuck import ACTION, Action, standing_of
from services.matching.views import CaseView
from shared.web.languages import Language

PATHS: Final[dict[Action, str]] = {
    "choose": "#proposals",
    "what_if": "/what-if",
    "further": "/further",
}


def stuck_said(case: CaseView, language: Language) -> dict[str, Any]:
    """{sentence, clock, href, label}: `href` is None where nothing can be done, or where it is done
    by the button that takes the case.
    """
    asking = any(one.goes_out_at for one in case.proposals)
    found = standing_of(case.state, case.waiting, case.reason, claimed=case.claimed, asking=asking)
    path = PATHS.get(found.action) if found.action else None
    return {
        "sentence": language.say(found.sentence),
        "clock": language.say(found.clock) if found.clock else "",
        "href": f"/cases/{case.id}{path}" if path else None,
        "label": language.say(ACTION[found.action]) if found.action else "",
    }


def shows_stuck(case: CaseView, now: int) -> bool:
    """Whether a card says it: the case stands too long, or came back to its guide."""
    came_back = case.waiting == "guide" and case.state not in {"registered", "proposed"}
    return came_back or is_stuck(case.state, case.since, now)
