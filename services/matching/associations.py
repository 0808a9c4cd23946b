"""Associations, as far as matching asks: may they look for people, and how many offers did they get?

Pure.
"""

from typing import Final

from pydantic import BaseModel, ConfigDict

from services.matching.records import SERVICE, Record
from shared.bus.listening import Here
from shared.contracts.intake import AssociationBlocked, AssociationErased, AssociationVerified
from shared.store.collection import Collection
from shared.store.document import Due

WEEK_MS: Final = 7 * 24 * 3_600_000
FORGET: Final = "forget"
KEPT_MS: Final = 90 * 24 * 3_600_000
"""As long as intake keeps the id: longer than any topic keeps a message about it."""


class Offered(BaseModel):
    """An offer that went out: the match, and when (UTC ms)."""

    model_config = ConfigDict(frozen=True)

    match: str
    at: int


class Association(Record):
    """An association, by its id. `offers` are those of the last week when one was added last."""

    blocked: bool = False
    offers: tuple[Offered, ...] = ()
    web: str = ""
    """Its public page."""


ASSOCIATIONS: Final = Collection(
    SERVICE, "associations", Association, indexes=(("region", "touched"),)
)


def in_week(offers: tuple[Offered, ...], now: int) -> tuple[Offered, ...]:
    """Those that are less than a week old."""
    return tuple(one for one in offers if one.at > now - WEEK_MS)


def with_offer(doc: Association, match: str, now: int, cap: int) -> Association | None:
    """The association with one more offer: itself if it has it, None where `cap` (0: none) is full."""
    recent = in_week(doc.offers, now)
    if any(one.match == match for one in recent):
        return doc
    if 0 < cap <= len(recent):
        return None
    return doc.model_copy(update={"offers": (*recent, Offered(match=match, at=now))})


def verify(message: AssociationVerified, known: Association | None, here: Here) -> Association:
    doc = _standing(message.association, known, here, blocked=False)
    return doc.model_copy(update={"web": message.web or ""})


def block(message: AssociationBlocked, known: Association | None, here: Here) -> Association:
    return _standing(message.association, known, here, blocked=True)


def leave(_message: AssociationErased, known: Association | None, here: Here) -> Association | None:
    """One that was refused before it was ever verified is not kept for ever."""
    if known is None:
        return None
    over = Due(what=FORGET, at=here.now + KEPT_MS)
    return known.model_copy(update={"touched": here.now}).with_due(over)


def _standing(key: str, known: Association | None, here: Here, *, blocked: bool) -> Association:
    doc = known or Association(id=key, region=here.envelope.region)
    changed = doc.model_copy(update={"blocked": blocked, "touched": here.now})
    return changed.without_due(FORGET).with_due(Due(what="follow", at=here.now))
