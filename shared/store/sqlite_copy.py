"""Copying documents into a SQLite file and out of it, for backups and moves.

For a file that no service works on.
"""

import sqlite3
from collections.abc import Iterable, Sequence

from shared.store.collection import Collection, D, T, Untold
from shared.store.sqlite_rows import columns_of, insert, untold_in


def put(db: sqlite3.Connection, of: Collection[D], docs: Iterable[D]) -> None:
    """Writes documents as they are, over those that are there."""
    for doc in docs:
        drop(db, of, [doc.id])
        insert(db, of, columns_of(of, doc))


def drop(db: sqlite3.Connection, of: Collection[T], ids: Sequence[str]) -> None:
    """Takes documents out."""
    sql = f'DELETE FROM "{of.table}" WHERE id = ?'  # noqa: S608 - a declared name
    db.executemany(sql, [(key,) for key in ids])


def versions(db: sqlite3.Connection, of: Collection[T]) -> dict[str, int]:
    """The version of every document, by id."""
    sql = f'SELECT id, version FROM "{of.table}"'  # noqa: S608 - a declared name
    return {row[0]: row[1] for row in db.execute(sql)}


def untold(db: sqlite3.Connection, of: Collection[T]) -> dict[str, tuple[Untold, ...]]:
    """What documents have not told yet, by id; those with nothing to tell are left out."""
    sql = f'SELECT id, outbox FROM "{of.table}" WHERE outbox_at IS NOT NULL'  # noqa: S608 - declared
    found = {row[0]: untold_in(row[1]) for row in db.execute(sql)}
    return {key: messages for key, messages in found.items() if messages}
