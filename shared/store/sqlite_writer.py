"""The one thread that writes to an SQLite file; saves that wait share one commit."""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from shared.store.document import StoreError, Unavailable

R = TypeVar("R")
# More than this in one commit only makes the first of them wait longer.
GROUP = 100


def connect(path: Path) -> sqlite3.Connection:
    """A connection that survives a power cut: write-ahead log, synced at every commit."""
    connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.row_factory = sqlite3.Row
    return connection


@dataclass(frozen=True)
class Job:
    work: Callable[[sqlite3.Connection], Any]
    done: Future[Any]


class Writer:
    """Runs jobs in the order in which they were given, each whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._connection = connect(path)
        self._thread = threading.Thread(target=self._run, name="sqlite-writer", daemon=True)
        self._thread.start()

    async def do(self, work: Callable[[sqlite3.Connection], R]) -> R:
        """What `work` returns, once it is on the disk. Raises what it raises, or Unavailable."""
        done: Future[R] = Future()
        self._jobs.put(Job(work, done))
        # Shielded: a caller who goes away must not cancel what may already be in a commit.
        return await asyncio.shield(asyncio.wrap_future(done))

    def close(self) -> None:
        """Writes what was given, then ends."""
        self._jobs.put(None)
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        while True:
            group, more = self._group()
            if group:
                self._commit(group)
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
        results: list[tuple[Job, Any, BaseException | None]] = []
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            results = [(job, *self._attempt(job)) for job in group]
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            lost = Unavailable(f"the store cannot write: {error}")
            results = [(job, None, lost) for job in group]
        for job, result, refused in results:
            if refused is None:
                job.done.set_result(result)
            else:
                job.done.set_exception(refused)

    def _attempt(self, job: Job) -> tuple[Any, BaseException | None]:
        """One job inside the common transaction; what it refuses takes only itself back."""
        self._connection.execute("SAVEPOINT job")
        try:
            return job.work(self._connection), None
        except StoreError as no:
            self._connection.execute("ROLLBACK TO job")
            return None, no
        finally:
            self._connection.execute("RELEASE job")
