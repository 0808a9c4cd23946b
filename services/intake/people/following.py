"""Following a person's case as matching tells it."""

from services.intake.people.erase import case_of_erased
from services.intake.people.person import CaseSeen, Person
from shared.bus.listening import Here
from shared.contracts.matching import CaseFacts


def follow(message: CaseFacts, known: Person | None, here: Here) -> Person | None:
    """The person, with their case as matching tells it."""
    if known is None:
        return None
    if known.erased_at is not None:
        return case_of_erased(message, known)
    return known.model_copy(update={"case": seen(message, here)})


def seen(message: CaseFacts, here: Here) -> CaseSeen:
    return CaseSeen(
        state=message.state,
        waiting=message.waiting,
        alias=message.alias,
        guide=message.guide,
        reason=message.reason,
        moved_at=here.envelope.at,
    )
