"""Why a case stands where it stands, as pages print it."""

from typing import Any, Final

from services.matching.filters import is_stuck
from services.matching.stuck import ACTION, Action, standing_of
from services.matching.views import CaseView, LostView
from shared.contracts.matching import LATER
from shared.web import letter_names
from shared.web.languages import Language, say_later

NO_LETTER: Final = say_later("A letter waits to be read out. The person gets no e-mail from us.")
RING_BY: Final = say_later("Ring them by %(day)s.")
READ_OUT: Final = say_later("Open what you read out")
A_LETTER: Final = say_later("A letter")
LOST: Final[dict[str, tuple[str, str]]] = {
    "failed": (
        say_later("A letter could not be sent: %(letter)s."),
        say_later("Find out the right address, or ring them."),
    ),
    "unknown": (
        say_later("Nobody knows if a letter arrived: %(letter)s."),
        say_later("Ask them if they have it. Then send it again, or say that it is done."),
    ),
}
LOOK: Final = say_later("Look at the letter")
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
    if case.lost is not None:
        return lost_said(case, case.lost, language)
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


def lost_said(case: CaseView, lost: LostView, language: Language) -> dict[str, Any]:
    """The same of a letter that did not arrive."""
    letter = language.say(letter_names.LETTER.get(lost.what, A_LETTER))
    sentence, clock = LOST.get(lost.state, LOST["unknown"])
    return {
        "sentence": language.say(sentence, letter=letter),
        "clock": language.say(clock),
        "href": f"/outbox?person={case.person}&letter={lost.letter}",
        "label": language.say(LOOK),
    }


def shows_stuck(case: CaseView, now: int) -> bool:
    """Whether a card says it: the case stands too long, or came back to its guide."""
    came_back = case.waiting == "guide" and case.state not in {"registered", "proposed"}
    unread = case.ring_by is not None or case.lost is not None
    return came_back or unread or is_stuck(case.state, case.since, now)
