"""What matching hears, read aloud."""

from typing import Any, Final

from services.matching import associations, calls, guides, letters, needs, profiles
from services.matching.associations import ASSOCIATIONS
from services.matching.calls import CALLS
from services.matching.guides import GUIDES
from services.matching.letters import LETTERS
from services.matching.needs import NEEDS
from services.matching.profiles import PROFILES
from services.matching.records import SERVICE
from shared.bus.listening import Heard, hears
from shared.contracts.intake import (
    AssociationBlocked,
    AssociationErased,
    AssociationVerified,
    ErasureAnnounced,
    NeedChanged,
    NeedClosed,
    NeedPosted,
    PersonChanged,
    PersonRegistered,
    PersonWithdrawn,
    RolesChanged,
    SessionEnded,
)
from shared.contracts.notifications import CallsChanged, LetterMoved, PersonForgotten
from shared.store.collection import Collection
from shared.web.sessions import EndedSessions, end, ended_of

ENDED_SESSIONS: Final[Collection[EndedSessions]] = ended_of(SERVICE)

HEARS: Final[tuple[Heard[Any, Any], ...]] = (
    hears(PersonRegistered, profiles.remember, of=PROFILES),
    hears(PersonChanged, profiles.remember, of=PROFILES),
    hears(PersonWithdrawn, profiles.withdraw, of=PROFILES),
    hears(ErasureAnnounced, profiles.note_announced, of=PROFILES),
    hears(NeedPosted, needs.remember, of=NEEDS),
    hears(NeedChanged, needs.remember, of=NEEDS),
    hears(NeedClosed, needs.close, of=NEEDS),
    hears(AssociationVerified, associations.verify, of=ASSOCIATIONS),
    hears(AssociationBlocked, associations.block, of=ASSOCIATIONS),
    hears(AssociationErased, associations.leave, of=ASSOCIATIONS),
    hears(RolesChanged, guides.remember, of=GUIDES),
    hears(CallsChanged, calls.remember, of=CALLS),
    hears(PersonForgotten, calls.forget, of=CALLS),
    hears(LetterMoved, letters.remember, of=LETTERS),
    hears(SessionEnded, end, of=ENDED_SESSIONS),
)
