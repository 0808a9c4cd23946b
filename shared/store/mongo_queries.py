"""Filters and updates of the MongoDB store: plain functions, without the driver.

A stored document is `{_id, version, region, body}`, beside it `due_at`, `outbox`, `outbox_at` and
the leases, as in the columns of the SQLite store. Field names come from declared indexes, never
from a request; a value is a scalar, so that no operator can be smuggled in.
"""

from collections.abc import Sequence
from typing import Any

from shared.store.collection import (
    OUTBOX_CAP,
    After,
    Before,
    Collection,
    D,
    Line,
    OneOf,
    Outgoing,
    Raw,
    Since,
    Untold,
    Where,
)

Filter = dict[str, Any]
Update = dict[str, dict[str, Any]]


def field(name: str) -> str:
    """Where a declared field is stored."""
    return "_id" if name == "id" else f"body.{name}"


def indexes_of(of: Collection[D]) -> list[dict[str, Any]]:
    """What an index is called, its keys and options: those declared, and one for each line."""
    declared = [
        {
            "name": f"by_{'_'.join(index)}",
            "keys": [*((field(name), 1) for name in index), ("_id", 1)],
        }
        for index in of.indexes
    ]
    lines = [
        {
            "name": line,
            "keys": [(f"{line}_at", 1), ("_id", 1)],
            "partialFilterExpression": {f"{line}_at": {"$exists": True}},
        }
        for line in ("outbox", "due")
    ]
    return [*declared, *lines]


def fields_of(stored: dict[str, Any]) -> Raw:
    """The fields of a document, as its collection reads them."""
    return {**stored["body"], "version": stored["version"]}


def outgoing(stored: Raw) -> Outgoing:
    """The untold messages of a stored document."""
    return Outgoing(
        stored["_id"], tuple(Untold.model_validate(untold) for untold in stored["outbox"])
    )


def condition(name: str, value: object) -> Filter:
    """One condition of a where. Null matches what is absent, too."""
    match value:
        case OneOf(values):
            return {field(name): {"$in": [*values]}}
        case Before(limit):
            return {field(name): {"$lt": limit}}
        case Since(start):
            return {field(name): {"$gte": start}}
        case None | str() | int():
            return {field(name): {"$eq": value}}
    raise TypeError(f"{name} cannot be compared with a {type(value).__name__}")


def matching(where: Where, order: str | None = None, after: After | None = None) -> Filter:
    """The filter of a find or a count."""
    parts = [condition(name, wanted) for name, wanted in where.items()]
    if after is not None:
        parts.append(beyond(order, after))
    return {"$and": parts} if parts else {}


def sorting(order: str | None) -> list[tuple[str, int]]:
    """By the field asked for, then by id."""
    if order is None:
        return [("_id", 1)]
    way = -1 if order.startswith("-") else 1
    return [(field(order.removeprefix("-")), way), ("_id", way)]


def beyond(order: str | None, after: After) -> Filter:
    """What comes after the end of the page before; documents without the field are smallest."""
    value, key = after
    if order is None:
        return {"_id": {"$gt": key}}
    down = order.startswith("-")
    way, by = ("$lt" if down else "$gt"), field(order.removeprefix("-"))
    same = {by: value, "_id": {way: key}}
    if value is None:
        return same if down else {"$or": [same, {by: {"$ne": None}}]}
    further = [same, {by: {way: value}}]
    return {"$or": [*further, {by: None}] if down else further}


def inserted(of: Collection[D], doc: D, untold: Sequence[Untold]) -> dict[str, Any]:
    """The stored document of one that is new."""
    fields = {"_id": doc.id, **_fields(of, doc)}
    if untold:
        fields |= {"outbox": dumped(untold), "outbox_at": untold[0].envelope.at}
    return fields


def replaced(of: Collection[D], doc: D, untold: Sequence[Untold]) -> Update:
    """The update that writes `doc` and appends to its outbox; everything else stays."""
    fields = _fields(of, doc)
    update: Update = {"$set": fields}
    if "due_at" not in fields:
        update["$unset"] = {"due_at": ""}
    if untold:
        update["$push"] = {"outbox": {"$each": dumped(untold)}}
        update["$min"] = {"outbox_at": untold[0].envelope.at}
    return update


def as_read(key: str, version: int, more: int) -> Filter:
    """The document at this version, with room for `more` messages in its outbox."""
    room: Filter = {f"outbox.{OUTBOX_CAP - more}": {"$exists": False}} if more else {}
    return {"_id": key, "version": version, **room}


def _fields(of: Collection[D], doc: D) -> dict[str, Any]:
    fields = {"version": doc.version, "region": doc.region, "body": of.write(doc)}
    if doc.due:
        fields["due_at"] = min(entry.at for entry in doc.due)
    return fields


def dumped(untold: Sequence[Untold]) -> list[dict[str, Any]]:
    return [one.model_dump(mode="json") for one in untold]


def claimable(line: Line, now: int, regions: Sequence[str] | None) -> Filter:
    """What waits in this line and is leased to nobody."""
    waits: Filter = {"$lte": now} if line == "due" else {"$exists": True}
    where = {"region": {"$in": [*regions]}} if regions is not None else {}
    return {f"{line}_at": waits, f"{line}_lease": {"$not": {"$gt": now}}, **where}


def leased(line: Line, holder: str, until: int) -> Filter:
    return {f"{line}_holder": holder, f"{line}_lease": until}


def all_told(doc: Outgoing) -> Filter:
    """The document, where the last of these messages is the last of its outbox.

    Messages are only ever appended, so removing these leaves nothing then.
    """
    last = len(doc.untold) - 1
    return {
        "_id": doc.id,
        f"outbox.{last}.envelope.id": doc.untold[last].envelope.id,
        f"outbox.{last + 1}": {"$exists": False},
    }


def without(doc: Outgoing) -> Update:
    """The update that takes these messages out."""
    told = [untold.envelope.id for untold in doc.untold]
    return {"$pull": {"outbox": {"envelope.id": {"$in": told}}}}
