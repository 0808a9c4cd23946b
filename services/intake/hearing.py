"""What intake hears, as one table."""

from typing import Any, Final

from services.intake.people.erase import forgotten
from services.intake.people.following import follow, follow_offer
from services.intake.people.opening import look_told
from services.intake.people.person import ACCESSES, PEOPLE
from shared.bus.listening import Heard, hears
from shared.contracts.matching import (
    CaseClaimed,
    CaseFacts,
    CaseMoved,
    CaseOpened,
    MatchAnswered,
    MatchApproved,
    MatchAskedAgain,
    MatchFacts,
    MatchInquired,
    MatchIntroduced,
    MatchMoved,
)
from shared.contracts.notifications import PersonForgotten


def person_of(message: CaseFacts) -> str:
    """A case is kept with its person."""
    return message.person


def whose_match(message: MatchFacts) -> str:
    """A match is seen on the page of its person."""
    return message.person


HEARS: Final[tuple[Heard[Any, Any], ...]] = (
    hears(CaseMoved, follow, of=PEOPLE, key=person_of),
    hears(CaseClaimed, follow, of=PEOPLE, key=person_of),
    hears(CaseOpened, look_told, of=ACCESSES),
    hears(MatchApproved, follow_offer, of=PEOPLE, key=whose_match),
    hears(MatchAskedAgain, follow_offer, of=PEOPLE, key=whose_match),
    hears(MatchAnswered, follow_offer, of=PEOPLE, key=whose_match),
    hears(MatchIntroduced, follow_offer, of=PEOPLE, key=whose_match),
    hears(MatchInquired, follow_offer, of=PEOPLE, key=whose_match),
    hears(MatchMoved, follow_offer, of=PEOPLE, key=whose_match),
    hears(PersonForgotten, forgotten, of=PEOPLE),
)
