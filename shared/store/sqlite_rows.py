"""Rows and statements of the SQLite store: plain functions between documents and SQL.

Table names come from declared collections and field names from declared indexes, never from a
request; every value is bound.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from shared.store.collection import (
    OUTBOX_CAP,
    After,
    Before,
    Collection,
    D,
    OneOf,
    Raw,
    Since,
    T,
    Untold,
    Where,
)
from shared.store.document import Conflict, OutboxFull

Value = str | int | None
Statement = tuple[str, list[Value]]


def tables_for(of: Collection[T]) -> list[str]:
    """The statements that make the table and its indexes where they are missing."""
    columns = (
        "id TEXT PRIMARY KEY, version INTEGER NOT NULL, region TEXT NOT NULL, body TEXT NOT NULL, "
        "outbox TEXT NOT NULL DEFAULT '[]', outbox_at INTEGER, "
        "outbox_lease INTEGER NOT NULL DEFAULT 0, outbox_holder TEXT, "
        "due_at INTEGER, due_lease INTEGER NOT NULL DEFAULT 0, due_holder TEXT"
    )
    statements = [f'CREATE TABLE IF NOT EXISTS "{of.table}" ({columns})']
    for line in ("outbox", "due"):
        statements.append(
            f'CREATE INDEX IF NOT EXISTS "{of.table}__{line}" ON "{of.table}" ({line}_at) '
            f"WHERE {line}_at IS NOT NULL"
        )
        # One process owns the file: whoever held a lease before this start is gone.
        statements.append(f'UPDATE "{of.table}" SET {line}_lease = 0 WHERE {line}_lease > 0')  # noqa: S608
    for index in of.indexes:
        fields = ", ".join(field(name) for name in index)
        name = f"{of.table}__by_{'_'.join(index)}"
        statements.append(f'CREATE INDEX IF NOT EXISTS "{name}" ON "{of.table}" ({fields}, id)')
    return statements


def field(name: str) -> str:
    """The expression of a declared field; the same in index and query, so that one serves both."""
    return name if name == "id" else f"json_extract(body, '$.{name}')"


def fields_of(row: sqlite3.Row) -> Raw:
    """The fields of a document, as its collection reads them."""
    return {**json.loads(row["body"]), "version": row["version"]}


def condition(name: str, value: object) -> Statement:
    """One condition of a where."""
    match value:
        case None:
            return f"{field(name)} IS NULL", []
        case OneOf(values):
            marks = ", ".join("?" * len(values))
            return f"{field(name)} IN ({marks})", [*values]
        case Before(limit):
            return f"{field(name)} < ?", [limit]
        case Since(start):
            return f"{field(name)} >= ?", [start]
        case str() | int():
            return f"{field(name)} = ?", [value]
    raise TypeError(f"{name} cannot be compared with a {type(value).__name__}")


def beyond(order: str | None, after: After) -> Statement:
    """What comes after the end of the page before; documents without the field are smallest."""
    value, key = after
    if order is None:
        return "id > ?", [key]
    down = order.startswith("-")
    way, by = ("<" if down else ">"), field(order.removeprefix("-"))
    if value is None:
        rest = f"{by} IS NULL AND id {way} ?"
        return (rest if down else f"({by} IS NOT NULL OR {rest})"), [key]
    further = f"({by}, id) {way} (?, ?)"
    return (f"({further} OR {by} IS NULL)" if down else further), [value, key]


def select(
    of: Collection[T],
    what: str,
    where: Where,
    *,
    order: str | None = None,
    limit: int | None = None,
    after: After | None = None,
) -> Statement:
    """The select of a find or a count."""
    parts: list[str] = []
    values: list[Value] = []
    for name, wanted in where.items():
        text, bound = condition(name, wanted)
        parts.append(text)
        values += bound
    by = field(order.removeprefix("-")) if order else "id"
    down = order is not None and order.startswith("-")
    if after is not None:
        text, bound = beyond(order, after)
        parts.append(text)
        values += bound
    sql = f'SELECT {what} FROM "{of.table}"'  # noqa: S608
    if parts:
        sql += " WHERE " + " AND ".join(parts)
    if limit is not None:
        way = "DESC" if down else "ASC"
        sql += f" ORDER BY {by} {way}, id {way} LIMIT ?"
        values.append(limit)
    return sql, values


def columns_of(of: Collection[D], doc: D) -> dict[str, Value]:
    """The columns that a save writes."""
    return {
        "id": doc.id,
        "version": doc.version,
        "region": doc.region,
        "body": json.dumps(of.write(doc), ensure_ascii=False, separators=(",", ":")),
        "due_at": min((entry.at for entry in doc.due), default=None),
    }


def insert(db: sqlite3.Connection, of: Collection[D], values: dict[str, Value]) -> None:
    """Raises Conflict where the id is taken."""
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    sql = f'INSERT INTO "{of.table}" ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING'  # noqa: S608
    if db.execute(sql, values).rowcount != 1:
        raise Conflict(of.table)


def replace(db: sqlite3.Connection, of: Collection[D], values: dict[str, Value], was: int) -> None:
    """Raises Conflict where the version no longer is `was`."""
    changes = ", ".join(f"{name} = :{name}" for name in values if name != "id")
    sql = f'UPDATE "{of.table}" SET {changes} WHERE id = :id AND version = :was'  # noqa: S608
    if db.execute(sql, {**values, "was": was}).rowcount != 1:
        raise Conflict(of.table)


def append(db: sqlite3.Connection, of: Collection[D], key: str, more: Sequence[Raw]) -> None:
    """Puts messages behind those that wait already. Raises OutboxFull."""
    sql = f'SELECT outbox FROM "{of.table}" WHERE id = ?'  # noqa: S608
    waiting = [*json.loads(db.execute(sql, (key,)).fetchone()["outbox"]), *more]
    if len(waiting) > OUTBOX_CAP:
        raise OutboxFull(of.table)
    sql = f'UPDATE "{of.table}" SET outbox = ?, outbox_at = ? WHERE id = ?'  # noqa: S608
    db.execute(sql, (packed(waiting), waiting[0]["envelope"]["at"], key))


def untold_in(text: str) -> tuple[Untold, ...]:
    return tuple(Untold.model_validate(raw) for raw in json.loads(text))


def packed(untold: Sequence[Raw]) -> str:
    return json.dumps(untold, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class ClaimQuery:
    """The two statements of a claim: who waits, and the lease."""

    table: str
    line: str
    holder: str
    limit: int
    regions: Sequence[str] | None = None

    def waiting(self, now: int) -> Statement:
        line = self.line
        parts = [f"{line}_at IS NOT NULL", f"{line}_lease <= ?"]
        values: list[Value] = [now]
        if line == "due":
            parts.append("due_at <= ?")
            values.append(now)
        if self.regions is not None:
            parts.append(f"region IN ({', '.join('?' * len(self.regions))})")
            values += self.regions
        sql = (
            f'SELECT id, version, body, outbox FROM "{self.table}" '  # noqa: S608
            f"WHERE {' AND '.join(parts)} ORDER BY {line}_at, id LIMIT ?"
        )
        return sql, [*values, self.limit]

    def lease(self, keys: Sequence[str], until: int) -> tuple[str, list[tuple[Value, ...]]]:
        sql = (
            f'UPDATE "{self.table}" SET {self.line}_lease = ?, {self.line}_holder = ? '  # noqa: S608
            "WHERE id = ?"
        )
        return sql, [(until, self.holder, key) for key in keys]
