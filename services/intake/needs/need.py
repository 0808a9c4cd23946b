"""A need: what an association asks for. Its state, and what it tells, as pure functions."""

from typing import Final, Literal
from uuid import NAMESPACE_OID, uuid5

from services.intake.associations.association import Association
from shared.contracts.intake import NeedChanged, NeedClosed, NeedDetails, NeedPosted
from shared.store.collection import Collection
from shared.store.document import Document, Due

State = Literal["open", "closed"]
Reason = Literal["filled", "withdrawn", "blocked", "stale"]


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


NEEDS: Final = Collection(
    "intake",
    "needs",
    Need,
    indexes=(
        ("association", "posted_at"),
        ("association", "state", "posted_at"),
        ("region", "state", "posted_at"),
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
    ).with_due(Due(what="look_again", at=now))


def changed(need: Need, details: NeedDetails, now: int) -> Need:
    return need.model_copy(update={"details": details, "changed_at": now})


def closed(need: Need, reason: Reason, now: int) -> Need:
    return need.model_copy(update={"state": "closed", "reason": reason, "changed_at": now})


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


def told_closed(need: Need, reason: Reason) -> NeedClosed:
    return NeedClosed(need=need.id, reason=reason)
