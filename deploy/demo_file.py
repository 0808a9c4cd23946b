"""The file that a demo is made in: one connection, used where it is called for, in one transaction.

Nothing else runs beside the making, and a making that is cut off is thrown away; so there is no
thread to hand work to and no commit to wait for, which is what most of the time would go into.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from shared.store.sqlite import SqliteFile
from shared.store.sqlite_writer import connect

R = TypeVar("R")


class OneHandFile(SqliteFile):
    """An SQLite file on which everything is in the disk's file only once it is closed."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = connect(path)
        self._db.execute("BEGIN IMMEDIATE")

    async def read(self, work: Callable[[sqlite3.Connection], R]) -> R:
        return work(self._db)

    async def write(self, work: Callable[[sqlite3.Connection], R]) -> R:
        """What is refused takes only itself back."""
        self._db.execute("SAVEPOINT job")
        try:
            result = work(self._db)
        except Exception:
            self._db.execute("ROLLBACK TO job")
            raise
        finally:
            self._db.execute("RELEASE job")
        return result

    def close(self) -> None:
        self._db.execute("COMMIT")
        self._db.close()
