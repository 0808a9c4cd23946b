"""The one thread that writes to an SQLite file; saves that wait share one commit."""

import asyncio
import contextlib
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from shared.store.document import Unavailable

R = TypeVar("R")
# More than this in one commit only makes the first of them wait longer.
GROUP = 100
BUSY_MS: Final = 10_000
TIDY_S: Final = 3600
"""How often what was overwritten leaves the log beside the file. Something is written at least every
six hours (the tick of the contact topic), so that nothing erased is there a day later.
"""
# The file cannot be read or written now: busy, full, unreachable, damaged. Any other error is one
# of the statement that raised it.
SILENT = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
}


def connect(path: Path) -> sqlite3.Connection:
    """A connection that survives a power cut: write-ahead log, synced at every commit.

    Raises Unavailable where there can be none.
    """
    try:
        connection = sqlite3.connect(
            path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        # What is erased is overwritten, instead of lying in the file until its place is needed.
        connection.execute("PRAGMA secure_delete=ON")
    except sqlite3.Error as error:
        raise Unavailable(f"the store cannot be opened: {error}") from error
    connection.row_factory = sqlite3.Row
    return connection


def is_silence(error: sqlite3.Error) -> bool:
    """Whether the file does not answer. The low byte of a code is what all its kinds share."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code & 0xFF in SILENT


class Lost(Exception):
    """The whole transaction came to nothing."""


@dataclass(frozen=True)
class Job:
    work: Callable[[sqlite3.Connection], Any]
    done: Future[Any]


class Writer:
    """Runs jobs in the order in which they were given, each whole or not at all."""

    def __init__(
        self, connection: sqlite3.Connection, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """The connection becomes the writer's own. `clock` counts seconds."""
        self._clock = clock
        self._tidied = clock()
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._connection = connection
        self._thread = threading.Thread(target=self._run, name="sqlite-writer", daemon=True)
        self._thread.start()

    async def do(self, work: Callable[[sqlite3.Connection], R]) -> R:
        """What `work` returns, once it is on the disk. Raises what it raises, or Unavailable."""
        done: Future[R] = Future()
        # A caller who goes away cannot cancel what may already be in a commit.
        done.set_running_or_notify_cancel()
        if not self._thread.is_alive():
            raise Unavailable("the store is closed")
        self._jobs.put(Job(work, done))
        return await asyncio.wrap_future(done)

    def close(self) -> None:
        """Writes what was given, then ends. What is given later is refused."""
        self._jobs.put(None)
        self._thread.join()
        self._connection.close()
        while not self._jobs.empty():
            late = self._jobs.get()
            if late is not None:
                late.done.set_exception(Unavailable("the store is closed"))

    def _run(self) -> None:
        while True:
            group, more = self._group()
            if group:
                self._commit(group)
                self._tidy()
            if not more:
                return

    def _group(self) -> tuple[list[Job], bool]:
        """The jobs that wait, at least one unless the end has come."""
        group: list[Job] = []
        job = self._jobs.get()
        while job is not None:
            group.append(job)
            if len(group) == GROUP or self._jobs.empty():
                return group, True
            job = self._jobs.get()
        return group, False

    def _commit(self, group: list[Job]) -> None:
        results: list[tuple[Job, Any, Exception | None]] = []
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            results = [(job, *self._attempt(job)) for job in group]
            self._connection.execute("COMMIT")
        except (sqlite3.Error, Lost) as error:
            # Where this fails as well, closing or the next start rolls back.
            with contextlib.suppress(sqlite3.Error):
                self._connection.rollback()
            lost = Unavailable(f"the store cannot write: {error}")
            results = [(job, None, lost) for job in group]
        for job, result, refused in results:
            if refused is None:
                job.done.set_result(result)
            else:
                job.done.set_exception(refused)

    def _tidy(self) -> None:
        """Empties the write-ahead log, which else keeps older pages until it is written over.

        Where somebody reads just then it is tried again after the next commit; nobody waits for it.
        """
        if self._clock() - self._tidied < TIDY_S:
            return
        with contextlib.suppress(sqlite3.Error):
            self._connection.execute("PRAGMA busy_timeout=0")
            busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            if not busy:
                self._tidied = self._clock()
        with contextlib.suppress(sqlite3.Error):
            self._connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")

    def _attempt(self, job: Job) -> tuple[Any, Exception | None]:
        """One job inside the common transaction; what it refuses takes only itself back."""
        self._connection.execute("SAVEPOINT job")
        try:
            result = job.work(self._connection)
        except Exception as no:
            if isinstance(no, sqlite3.Error) and is_silence(no):
                raise Lost(str(no)) from no
            self._connection.execute("ROLLBACK TO job")
            self._connection.execute("RELEASE job")
            return None, no
        self._connection.execute("RELEASE job")
        return result, None
