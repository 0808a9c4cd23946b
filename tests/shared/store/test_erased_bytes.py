"""Check 14 on the file itself: what is erased is in no page of it, nor in the log, nor in a backup."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.store.sqlite import SqliteFile
from shared.store.sqlite_writer import TIDY_S

CANARY = "Zebulonia Kanariefågel"
# Short ones share a page with others; a long one has pages of its own, which become free.
BODIES = {"short": CANARY, "long": CANARY + "x" * 20_000 + CANARY, "changed": CANARY + " once"}
Work = Callable[[sqlite3.Connection], object]


@dataclass
class Clock:
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def places(folder: Path) -> set[str]:
    """The files in which the canary stands."""
    found = [path for path in folder.iterdir() if CANARY.encode() in path.read_bytes()]
    return {path.name.removeprefix("lotsa.") for path in found}


async def filled(file: SqliteFile) -> None:
    """Others' rows, and the canary's between them."""
    await file.write(lambda db: db.execute("CREATE TABLE people (id TEXT PRIMARY KEY, body TEXT)"))
    rows = [(f"other {number}", "somebody else") for number in range(300)]
    rows += list(BODIES.items())
    add = "INSERT INTO people VALUES (?, ?)"
    await file.write(lambda db: db.executemany(add, rows))


async def erase(file: SqliteFile) -> None:
    """As the store erases: rows are deleted, and one is written anew with less in it."""
    for work in (
        "DELETE FROM people WHERE id IN ('short', 'long')",
        "UPDATE people SET body = '' WHERE id = 'changed'",
    ):
        await file.write(lambda db, sql=work: db.execute(sql))


async def tick(file: SqliteFile, clock: Clock) -> None:
    """The next thing that is written, some hours later."""
    clock.seconds += TIDY_S
    await file.write(lambda db: db.execute("UPDATE people SET body = 'x' WHERE id = 'other 1'"))
    # The log is emptied after the answer and before the next job.
    await file.write(lambda db: db.execute("SELECT 1").fetchone())


async def walked(folder: Path, *, first: Work | None = None, hours: bool = True) -> set[str]:
    """Where the canary is found once it is erased; `first` is done by the writer before."""
    clock = Clock()
    file = SqliteFile(folder / "lotsa.sqlite", clock=clock)
    try:
        if first is not None:
            spoil = first
            await file.write(spoil)
        await filled(file)
        await tick(file, clock)
        assert places(folder) == {"sqlite"}, "the control: it is there before"
        await erase(file)
        if hours:
            await tick(file, clock)
        assert await file.read(lambda db: db.execute("SELECT count(*) FROM people").fetchone()[0])
        with closing(sqlite3.connect(folder / "copy")) as copy:
            await file.read(lambda db: db.backup(copy))
        return places(folder)
    finally:
        file.close()


async def test_nothing_of_it_is_left_in_the_file_the_log_and_a_backup(tmp_path: Path) -> None:
    assert await walked(tmp_path) == set()


async def test_it_is_found_where_what_is_erased_is_not_overwritten(tmp_path: Path) -> None:
    """The control: with `secure_delete` off, free pages keep it, and a backup takes it along."""
    off = await walked(tmp_path, first=lambda db: db.execute("PRAGMA secure_delete=OFF"))
    assert off == {"sqlite", "copy"}


async def test_it_is_found_where_the_log_is_not_emptied(tmp_path: Path) -> None:
    """The control: until the hour has passed the file itself still has its old pages."""
    assert "sqlite" in await walked(tmp_path, hours=False)


async def test_a_reader_holds_nobody_up(tmp_path: Path) -> None:
    """While somebody reads the log cannot be emptied; the next write after that does it."""
    clock = Clock()
    file = SqliteFile(tmp_path / "lotsa.sqlite", clock=clock)
    try:
        await filled(file)
        with closing(sqlite3.connect(tmp_path / "lotsa.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN")
            assert other.execute("SELECT count(*) FROM people").fetchone()
            await erase(file)
            await tick(file, clock)
            assert places(tmp_path)
            other.execute("COMMIT")
        await tick(file, clock)
        assert places(tmp_path) == set()
    finally:
        file.close()


@pytest.mark.parametrize("name", ["short", "long"])
def test_the_look_finds_what_there_is(tmp_path: Path, name: str) -> None:
    (tmp_path / "lotsa.sqlite").write_bytes(b"\0" * 100 + BODIES[name].encode())
    assert places(tmp_path) == {"sqlite"}
