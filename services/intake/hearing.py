"""What intake hears, as one table."""

from typing import Any, Final

from services.intake.people.erase import forgotten
from services.intake.people.following import follow
from services.intake.people.person import PEOPLE
from shared.bus.listening import Heard, hears
from shared.contracts.matching import CaseClaimed, CaseFacts, CaseMoved
from shared.contracts.notifications import PersonForgotten


def person_of(message: CaseFacts) -> str:
    """A case is kept with its person."""
    return message.person


HEARS: Final[tuple[Heard[Any, Any], ...]] = (
    hears(CaseMoved, follow, of=PEOPLE, key=person_of),
    hears(CaseClaimed, follow, of=PEOPLE, key=person_of),
    hears(PersonForgotten, forgotten, of=PEOPLE),
)
