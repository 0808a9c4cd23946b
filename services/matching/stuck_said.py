"""Why a case stands where it stands, as pages print it."""

from typing import Any, Final

from services.matching.filters import is_stuck
from services.matching.stuck import ACTION, Action, standing_of
from services.matching.views import CaseView
from shared.contracts.matching import LATER
from shared.web.languages import Language, say_later

NO_LETTER: Final = say_later("A letter waits to be read out. The person gets no e-mail from us.")
RING_BY: Final = say_later("Ring them by %(day)s.")
READ_OUT: Final = say_later("Open what you read out")
PATHS: Final[dict[Action, str]] = {
    "choose": "#proposals",
    "what_if": "/what-if",
    "further": "/further",
}


def stuck_said(case: CaseView, language: Language) -> dict[str, Any]:
    """{sentence, clock, href, label}: `href` is None where nothing can be done, or where it is done
    by the button that takes the case.
    """
    if case.ring_by is not None:
        return {
            "sentence": language.say(NO_LETTER),
            "clock": language.say(RING_BY, day=language.day(case.ring_by)),
            "href": f"/outbox?person={case.person}&state=call",
            "label": language.say(READ_OUT),
        }
    asking = any(one.goes_out_at for one in case.proposals)
    again = next((one.ask_again_at for one in case.proposals if one.ask_again_at), None)
    reason = LATER if again else None if case.reason == LATER else case.reason
    found = standing_of(case.state, case.waiting, reason, claimed=case.claimed, asking=asking)
    day = language.day(again) if again else ""
    path = PATHS.get(found.action) if found.action else None
    return {
        "sentence": language.say(found.sentence),
        "clock": language.say(found.clock, day=day) if found.clock else "",
        "href": f"/cases/{case.id}{path}" if path else None,
        "label": language.say(ACTION[found.action]) if found.action else "",
    }


def shows_stuck(case: CaseView, now: int) -> bool:
    """Whether a card says it: the case stands too long, or came back to its guide."""
    came_back = case.waiting == "guide" and case.state not in {"registered", "proposed"}
    return came_back or case.ring_by is not None or is_stuck(case.state, case.since, now)
