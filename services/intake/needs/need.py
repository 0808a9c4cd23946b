"""A need: what an association asks for. Its state, and what it tells, as pure functions.

A need holds for 30 days from when it was posted, changed or confirmed. Then its association is asked
about it, and it closes 14 days after that, unless somebody says that it still holds.
"""

from typing import Final, Literal
from uuid import NAMESPACE_OID, uuid5

from services.intake.associations.association import Association
from shared.contracts.intake import NeedChanged, NeedClosed, NeedDoubted, NeedPosted
from shared.contracts.need_details import NeedDetails
from shared.store.collection import Collection
from shared.store.document import Document, Due

State = Literal["open", "closed"]
Reason = Literal["filled", "withdrawn", "blocked", "stale"]
DAY_MS: Final = 86_400_000
HOLDS_MS: Final = 30 * DAY_MS
ANSWER_MS: Final = 14 * DAY_MS
DOUBT: Final = "doubt"
GO_STALE: Final = "go_stale"


class Need(Document):
    """A posted need, with what is public of its association. Times are UTC ms."""

    association: str
    association_name: str
    contacts: tuple[str, ...]
    details: NeedDetails
    state: State = "open"
    reason: Reason | None = None
    posted_at: int
    changed_at: int
    confirmed_at: int | None = None
    """When somebody last said that it still holds."""
    doubts: int = 0
    """How often its association was asked whether it still holds."""
    doubt_key: str | None = None
    """The hash of the link that the last of these questions came with."""
    closes_at: int | None = None
    """When it closes by itself; None while nobody is asked."""

    @property
    def doubted_at(self) -> int:
        """When its association is asked, if nobody says before that it still holds."""
        return max(self.changed_at, self.confirmed_at or 0) + HOLDS_MS


NEEDS: Final = Collection(
    "intake",
    "needs",
    Need,
    indexes=(
        ("association", "posted_at"),
        ("association", "state", "posted_at"),
        ("region", "state", "posted_at"),
        ("doubt_key",),
    ),
)


def need_id(association: str, form_id: str) -> str:
    """The id that a form gives: the same form sent twice posts once."""
    return str(uuid5(NAMESPACE_OID, f"need|{association}|{form_id}"))


def posted(details: NeedDetails, association: Association, key: str, now: int) -> Need:
    """A new need. Whether its association is still verified is looked at once more behind: the
    two are two documents, and a block may come between reading the one and saving the other.
    """
    return Need(
        id=key,
        region=association.region,
        association=association.id,
        association_name=association.name,
        contacts=association.contacts,
        details=details,
        posted_at=now,
        changed_at=now,
    ).with_due(Due(what="look_again", at=now), Due(what=DOUBT, at=now + HOLDS_MS))


def changed(need: Need, details: NeedDetails, now: int) -> Need:
    return holding(need.model_copy(update={"details": details, "changed_at": now}))


def confirmed(need: Need, now: int) -> Need:
    """The need, of which somebody has just said that it still holds."""
    return holding(need.model_copy(update={"confirmed_at": now}))


def holding(need: Need) -> Need:
    """The need with its 30 days begun anew."""
    sure = need.model_copy(update={"closes_at": None}).without_due(GO_STALE)
    return sure.with_due(Due(what=DOUBT, at=sure.doubted_at))


def doubted(need: Need, key_hash: str, now: int) -> Need:
    """The need whose association is asked; `key_hash` is of the link that `doubts` + 1 gives."""
    closes_at = now + ANSWER_MS
    told = {"doubts": need.doubts + 1, "doubt_key": key_hash, "closes_at": closes_at}
    asked = need.model_copy(update=told).without_due(DOUBT)
    return asked.with_due(Due(what=GO_STALE, at=closes_at))


def closed(need: Need, reason: Reason, now: int) -> Need:
    told = {"state": "closed", "reason": reason, "changed_at": now, "closes_at": None}
    return need.model_copy(update=told).without_due(DOUBT, GO_STALE)


def facts(need: Need) -> dict[str, object]:
    """The whole state of a need, as its messages carry it."""
    return {
        "need": need.id,
        "association": need.association,
        "association_name": need.association_name,
        "contacts": need.contacts,
        "details": need.details,
        "posted_at": need.posted_at,
    }


def told_posted(need: Need) -> NeedPosted:
    return NeedPosted.model_validate(facts(need))


def told_changed(need: Need) -> NeedChanged:
    return NeedChanged.model_validate(facts(need))


def told_doubted(need: Need, closes_at: int) -> NeedDoubted:
    return NeedDoubted.model_validate(
        {**facts(need), "number": need.doubts, "closes_at": closes_at}
    )


def told_closed(need: Need, reason: Reason) -> NeedClosed:
    return NeedClosed(need=need.id, reason=reason)
