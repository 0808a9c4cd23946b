"""Following a person's case as matching tells it."""

from typing import Final

from services.intake.people.erase import case_of_erased
from services.intake.people.given import with_given
from services.intake.people.person import CaseSeen, OfferSeen, Person
from services.intake.people.staying import with_clock
from shared.bus.listening import Here
from shared.contracts.matching import (
    CaseFacts,
    Level,
    MatchAskedAgain,
    MatchFacts,
    MatchInquired,
    MatchIntroduced,
    MatchMoved,
)

THEIRS: Final = frozenset({"no_answer", "full", "need_closed", "association_cannot"})
"""Ends that come from the association."""


def follow(message: CaseFacts, known: Person | None, here: Here) -> Person | None:
    """The person, with their case as matching tells it."""
    if known is None:
        return None
    if known.erased_at is not None:
        return case_of_erased(message, known)
    return with_clock(known.model_copy(update={"case": seen(message, here)}))


def follow_offer(message: MatchFacts, known: Person | None, here: Here) -> Person | None:
    """The person, with what they were asked about last, and what an association got of them. A
    proposal that nobody was asked about is not theirs to see.
    """
    if known is None or known.erased_at is not None or message.state == "proposed":
        return known
    given = with_given(known, message, here)
    return known.model_copy(update={"offer": offered(message, known.offer, here), "given": given})


def offered(message: MatchFacts, before: OfferSeen | None, here: Here) -> OfferSeen:
    """The offer as the message tells it; who is asked again has as long from then on."""
    same = before is not None and before.match == message.match
    stands = same and not isinstance(message, MatchAskedAgain)
    return OfferSeen(
        match=message.match,
        about=message.about,
        reasons=message.reasons,
        state=message.state,
        asked_at=before.asked_at if before and stands else here.envelope.at,
        level=level_of(message, before if same else None),
        question=message.question if isinstance(message, MatchInquired) else None,
        fell=fell(message),
    )


def fell(message: MatchFacts) -> bool:
    """Whether the association could not say yes to somebody who had, or did not answer in time."""
    if message.state != "ended" or message.person_answer != "yes":
        return False
    if isinstance(message, MatchMoved):
        return message.why in THEIRS
    return message.association_answer == "no"


def level_of(message: MatchFacts, before: OfferSeen | None) -> Level | None:
    """At which level of help the two were introduced: now, or before."""
    if isinstance(message, MatchIntroduced):
        return message.level
    return before.level if before else None


def seen(message: CaseFacts, here: Here) -> CaseSeen:
    return CaseSeen(
        state=message.state,
        waiting=message.waiting,
        alias=message.alias,
        guide=message.guide,
        reason=message.reason,
        moved_at=here.envelope.at,
    )
