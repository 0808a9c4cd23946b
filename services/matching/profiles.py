"""Profiles: what a person said, in codes. No name, no contact, no address."""

from typing import Any, Final

from services.matching.happenings import Happening
from services.matching.life import CASE_ENDS
from services.matching.records import SERVICE, Record
from shared.bus.listening import Here
from shared.contracts.intake import ErasureAnnounced, PersonFacts, PersonWithdrawn, Wishes
from shared.store.collection import Collection
from shared.store.document import Due

OVER: Final = (*CASE_ENDS, "followed")
NOTHING: Final = Wishes(kinds=(), interests=())


class Profile(Record):
    """A person, by the person's id. `withdrawn` is the reason why they want nothing more."""

    wishes: Wishes
    registered_at: int
    guide: str | None = None
    withdrawn: str | None = None
    line: Happening | None = None
    """What intake's clock did, for the case's history to take over."""


PROFILES: Final = Collection(SERVICE, "profiles", Profile, indexes=(("region", "touched"),))


def remember(message: PersonFacts, known: Profile | None, here: Here) -> Profile:
    """The profile as the person wants it now; who comes next is worked out behind."""
    told: dict[str, Any] = {
        "wishes": message.wishes,
        "registered_at": message.registered_at,
        "guide": message.guide,
        "withdrawn": None,
        "touched": here.now,
    }
    # A case that a guide or a clock ended comes back with new words, not with the same told again.
    if known and known.withdrawn in OVER and known.wishes == message.wishes:
        told["withdrawn"] = known.withdrawn
    doc = known or Profile(id=message.person, region=here.envelope.region, **told)
    return doc.model_copy(update=told).with_due(Due(what="rank", at=here.now))


def withdraw(message: PersonWithdrawn, known: Profile | None, here: Here) -> Profile | None:
    """The profile of somebody who wants nothing more; one who was erased leaves no answer here."""
    if known is None:
        return None
    told: dict[str, object] = {"withdrawn": message.reason, "touched": here.now}
    if message.reason == "erased":
        told |= {"wishes": NOTHING, "guide": None, "line": None}
    return known.model_copy(update=told).with_due(Due(what="rank", at=here.now))


def note_announced(message: ErasureAnnounced, known: Profile | None, here: Here) -> Profile | None:
    """The person was told that everything goes: a line of their case's history comes of it."""
    if known is None:
        return None
    line = Happening(at=here.envelope.at, what="erasure_announced", by="clock", why=message.why)
    return known.model_copy(update={"line": line}).with_due(Due(what="note", at=here.now))
