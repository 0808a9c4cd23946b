"""A list of everybody's contact details: one coordinator asks and says why, another agrees. Pure.

Nothing of the list is kept: what stands here is who asked, why, who agreed, and who took it when.
"""

from typing import Final

from pydantic import BaseModel, ConfigDict

from shared.store.collection import Collection
from shared.store.document import Document, Due
from shared.web.languages import say_later
from shared.web.refusals import Refused

HOUR_MS: Final = 3_600_000
WAITS_MS: Final = 24 * HOUR_MS
"""How long somebody has to agree."""
OPEN_MS: Final = HOUR_MS
"""How long the list can be taken once somebody has."""
KEPT_MS: Final = 365 * 24 * HOUR_MS
FORGET: Final = "forget"
REASONS: Final = {
    "urgent": say_later("Everybody has to be reached at once"),
    "moves": say_later("We move to another system"),
    "law": say_later("The law asks for it"),
}


class Taken(BaseModel):
    """That the list was taken: when (UTC ms), and how many people stood in it."""

    model_config = ConfigDict(frozen=True)

    at: int
    people: int


class ContactExport(Document):
    """One request. Accounts; times are UTC ms; `reason` is a code of REASONS."""

    asked_by: str
    reason: str
    asked_at: int
    approved_by: str | None = None
    approved_at: int | None = None
    taken: tuple[Taken, ...] = ()

    def waits(self, now: int) -> bool:
        """Whether somebody can still agree."""
        return self.approved_at is None and now - self.asked_at < WAITS_MS

    def opens_for(self, account: str, now: int) -> bool:
        """Whether this account can take the list now: the one who asked, and for a while."""
        if self.approved_at is None or account != self.asked_by:
            return False
        return now - self.approved_at < OPEN_MS


EXPORTS: Final = Collection("intake", "exports", ContactExport, indexes=(("region", "asked_at"),))


def asked(key: str, region: str, by: str, reason: str, *, now: int) -> ContactExport:
    """A new request. Raises Refused where the reason is none that is known."""
    if reason not in REASONS:
        raise Refused("invalid", fields={"reason": say_later("Choose a reason.")})
    doc = ContactExport(id=key, region=region, asked_by=by, reason=reason, asked_at=now)
    return doc.with_due(Due(what=FORGET, at=now + KEPT_MS))


def approved(doc: ContactExport, by: str, now: int) -> ContactExport:
    """The request once a second person agrees; again changes nothing.

    Raises Refused for the one who asked, and where it is too late.
    """
    if by == doc.asked_by:
        raise Refused("invalid", fields={"approve": say_later("Somebody else has to agree.")})
    if doc.approved_by == by:
        return doc
    if not doc.waits(now):
        raise Refused("gone")
    return doc.model_copy(update={"approved_by": by, "approved_at": now})
