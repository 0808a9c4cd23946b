"""The store port on one SQLite file: a table per collection, the outbox beside the document."""

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from shared.contracts.message import Envelope, Message
from shared.store.collection import (
    LEASE_MS,
    After,
    Collection,
    D,
    Line,
    Outgoing,
    T,
    Where,
)
from shared.store.document import Conflict, StillTelling, Unavailable, Undeclared
from shared.store.release import release_after
from shared.store.sqlite_rows import (
    ClaimQuery,
    append,
    columns_of,
    fields_of,
    insert,
    packed,
    replace,
    select,
    tables_for,
    untold_in,
)
from shared.store.sqlite_writer import Writer, connect, is_silence
from shared.store.telling import Clock, NewId, told_by

R = TypeVar("R")
# A read waits this long where somebody else holds the whole file; everybody waits with it.
READ_WAIT_MS = 250


class SqliteFile:
    """One file with one writer and one reader, shared by the services of a process.

    Reads are done where they are asked for. A look by an index takes some ten microseconds, less
    than handing it to a thread and back; and readers of a write-ahead log wait for no writer.
    """

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` counts seconds."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._writer = Writer(connect(path), clock=clock)
        self._reader: sqlite3.Connection | None = connect(path)
        self._reader.execute(f"PRAGMA busy_timeout={READ_WAIT_MS}")
        self._reading = threading.Lock()

    async def write(self, work: Callable[[sqlite3.Connection], R]) -> R:
        return await self._writer.do(work)

    async def read(self, work: Callable[[sqlite3.Connection], R]) -> R:
        with self._reading:
            if self._reader is None:
                raise Unavailable("the store is closed")
            try:
                return work(self._reader)
            except sqlite3.Error as error:
                if is_silence(error):
                    raise Unavailable(f"the store cannot read: {error}") from error
                raise

    def close(self) -> None:
        """Writes what was given, waits for a reader, then lets go of the file."""
        self._writer.close()
        with self._reading:
            if self._reader is not None:
                self._reader.close()
            self._reader = None


class SqliteStore:
    """The collections of one service in a SqliteFile."""

    def __init__(
        self, file: SqliteFile, collections: Sequence[Collection[T]], now: Clock, new_id: NewId
    ) -> None:
        self._file = file
        self._tables = {collection.table for collection in collections}
        self._collections = collections
        self._now = now
        self._new_id = new_id
        self.saved: Callable[[], None] = lambda: None

    async def prepare(self) -> None:
        """Makes what is missing, frees every lease (one process owns the file). Raises TooNew."""

        def work(db: sqlite3.Connection) -> None:
            db.execute("CREATE TABLE IF NOT EXISTS lotsa__release (release INTEGER NOT NULL)")
            marked = db.execute("SELECT max(release) FROM lotsa__release").fetchone()[0]
            release = release_after(marked)
            if release != marked:
                db.execute("INSERT INTO lotsa__release VALUES (?)", (release,))
            for collection in self._collections:
                for statement in tables_for(collection):
                    db.execute(statement)

        await self._file.write(work)

    async def get(self, of: Collection[D], key: str) -> D | None:
        self._own(of)
        sql = f'SELECT version, body FROM "{of.table}" WHERE id = ?'  # noqa: S608
        row = await self._file.read(lambda db: db.execute(sql, (key,)).fetchone())
        return None if row is None else of.read(fields_of(row))

    async def save(
        self,
        of: Collection[D],
        doc: D,
        announcing: Sequence[Message] = (),
        *,
        cause: Envelope | None = None,
    ) -> D:
        self._own(of)
        saved, untold = told_by(
            of, doc, announcing, now=self._now(), new_id=self._new_id, cause=cause
        )
        values = columns_of(of, saved)
        more = [one.model_dump(mode="json") for one in untold]

        def work(db: sqlite3.Connection) -> None:
            if doc.version == 0:
                insert(db, of, values)
            else:
                replace(db, of, values, doc.version)
            if more:
                append(db, of, doc.id, more)

        await self._file.write(work)
        if untold or saved.is_due(self._now()):
            self.saved()
        return saved

    async def find(
        self,
        of: Collection[D],
        where: Where,
        *,
        order: str | None = None,
        limit: int = 100,
        after: After | None = None,
    ) -> list[D]:
        self._own(of)
        of.check(where, order)
        sql, values = select(of, "version, body", where, order=order, limit=limit, after=after)
        rows = await self._file.read(lambda db: db.execute(sql, values).fetchall())
        return [of.read(fields_of(row)) for row in rows]

    async def count(self, of: Collection[D], where: Where) -> int:
        self._own(of)
        of.check(where, None)
        sql, values = select(of, "count(*)", where)
        row = await self._file.read(lambda db: db.execute(sql, values).fetchone())
        return int(row[0])

    async def claim_due(
        self, of: Collection[D], holder: str, *, limit: int, regions: Sequence[str] | None = None
    ) -> list[D]:
        self._own(of)
        rows = await self._claim(ClaimQuery(of.table, "due", holder, limit, regions))
        return of.read_what_can_be(fields_of(row) for row in rows)

    async def claim_outbox(self, of: Collection[T], holder: str, *, limit: int) -> list[Outgoing]:
        self._own(of)
        rows = await self._claim(ClaimQuery(of.table, "outbox", holder, limit))
        return [Outgoing(row["id"], untold_in(row["outbox"])) for row in rows]

    async def _claim(self, query: ClaimQuery) -> list[sqlite3.Row]:
        now = self._now()

        def work(db: sqlite3.Connection) -> list[sqlite3.Row]:
            rows = db.execute(*query.waiting(now)).fetchall()
            db.executemany(*query.lease([row["id"] for row in rows], now + LEASE_MS))
            return rows

        # Most sweeps find nothing; asking a reader first keeps them off the one writer.
        peek, values = query.waiting(now)
        if not await self._file.read(lambda db: db.execute(peek, values).fetchone()):
            return []
        return await self._file.write(work)

    async def settle(self, of: Collection[T], doc: Outgoing) -> None:
        self._own(of)
        told = {untold.envelope.id for untold in doc.untold}
        read = f'SELECT outbox FROM "{of.table}" WHERE id = ?'  # noqa: S608
        write = f'UPDATE "{of.table}" SET outbox = ?, outbox_at = ? WHERE id = ?'  # noqa: S608

        def work(db: sqlite3.Connection) -> None:
            row = db.execute(read, (doc.id,)).fetchone()
            if row is None:
                return
            waiting = json.loads(row["outbox"])
            left = [raw for raw in waiting if raw["envelope"]["id"] not in told]
            at = left[0]["envelope"]["at"] if left else None
            db.execute(write, (packed(left), at, doc.id))

        await self._file.write(work)

    async def renew(self, of: Collection[T], line: Line, holder: str, keys: Sequence[str]) -> None:
        await self._lease(of, line, holder, keys, until=self._now() + LEASE_MS)

    async def release(
        self, of: Collection[T], line: Line, holder: str, keys: Sequence[str]
    ) -> None:
        await self._lease(of, line, holder, keys, until=0)

    async def _lease(
        self, of: Collection[T], line: Line, holder: str, keys: Sequence[str], *, until: int
    ) -> None:
        self._own(of)
        sql = (
            f'UPDATE "{of.table}" SET {line}_lease = ? '  # noqa: S608
            f"WHERE id = ? AND {line}_holder = ?"
        )
        rows = [(until, key, holder) for key in keys]
        await self._file.write(lambda db: db.executemany(sql, rows))

    async def erase(self, of: Collection[D], doc: D) -> None:
        self._own(of)
        look = f'SELECT version, outbox_at FROM "{of.table}" WHERE id = ?'  # noqa: S608
        remove = f'DELETE FROM "{of.table}" WHERE id = ?'  # noqa: S608

        def work(db: sqlite3.Connection) -> None:
            row = db.execute(look, (doc.id,)).fetchone()
            if row is None or row["version"] != doc.version:
                raise Conflict(of.table)
            if row["outbox_at"] is not None:
                raise StillTelling(of.table)
            db.execute(remove, (doc.id,))

        await self._file.write(work)

    async def ping(self) -> None:
        await self._file.read(lambda db: db.execute("SELECT 1").fetchone())

    def _own(self, of: Collection[D]) -> None:
        if of.table not in self._tables:
            raise Undeclared(f"{of.table} is not a collection of this service")
