"""What the one writer of a file promises when things go wrong."""

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.store.document import Unavailable
from shared.store.sqlite import SqliteFile

ADD = "INSERT INTO things VALUES (?)"


@pytest.fixture
async def file(tmp_path: Path) -> SqliteFile:
    made = SqliteFile(tmp_path / "lotsa.sqlite")
    await made.write(lambda db: db.execute("CREATE TABLE things (name TEXT PRIMARY KEY)"))
    return made


@pytest.fixture(autouse=True)
def closed(file: SqliteFile) -> Iterator[None]:
    yield
    file.close()


def adding(name: str) -> Any:
    def work(db: sqlite3.Connection) -> str:
        db.execute(ADD, (name,))
        return name

    return work


async def names(file: SqliteFile) -> list[str]:
    rows = await file.read(lambda db: db.execute("SELECT name FROM things").fetchall())
    return [row["name"] for row in rows]


async def test_a_job_that_fails_takes_only_itself_back(file: SqliteFile) -> None:
    def fail(db: sqlite3.Connection) -> None:
        db.execute(ADD, ("half",))
        raise ZeroDivisionError

    ended = await asyncio.gather(
        file.write(adding("a")), file.write(fail), file.write(adding("b")), return_exceptions=True
    )
    assert ended[0] == "a"
    assert isinstance(ended[1], ZeroDivisionError)
    assert await names(file) == ["a", "b"]


@pytest.mark.parametrize(
    ("sql", "raised"),
    [
        ("INSERT INTO things VALUES ('a')", sqlite3.IntegrityError),
        ("INSERT INTO nowhere VALUES ('a')", sqlite3.OperationalError),
    ],
)
async def test_a_wrong_statement_is_no_silence(
    file: SqliteFile, sql: str, raised: type[Exception]
) -> None:
    await file.write(adding("a"))
    with pytest.raises(raised):
        await file.write(lambda db: db.execute(sql))
    assert await names(file) == ["a"]


async def test_what_cannot_be_stored_does_not_stop_the_writer(file: SqliteFile) -> None:
    with pytest.raises(UnicodeEncodeError):
        await file.write(adding("\udc00"))
    with pytest.raises(OverflowError):
        await file.write(lambda db: db.execute(ADD, (2**64,)))
    assert await file.write(adding("a")) == "a"


async def test_a_full_disk_is_unavailable_and_nothing_is_half_saved(file: SqliteFile) -> None:
    def limit(pages: int) -> Any:
        return lambda db: db.execute(f"PRAGMA max_page_count = {pages}").fetchone()

    def two(db: sqlite3.Connection) -> None:
        db.execute(ADD, ("small",))
        db.execute(ADD, ("x" * 100_000,))

    await file.write(limit(6))
    with pytest.raises(Unavailable):
        await file.write(two)
    assert await names(file) == []
    await file.write(limit(10_000))
    await file.write(two)
    assert len(await names(file)) == 2


async def test_a_file_that_another_process_holds_is_unavailable(
    file: SqliteFile, tmp_path: Path
) -> None:
    # A connection waits ten seconds for the other; the test does not.
    await file.write(lambda db: db.execute("PRAGMA busy_timeout = 50").fetchone())
    other = sqlite3.connect(tmp_path / "lotsa.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable):
        await file.write(adding("a"))
    other.execute("ROLLBACK")
    other.close()
    assert await file.write(adding("a")) == "a"


async def test_a_caller_who_goes_away_stops_nobody(file: SqliteFile) -> None:
    tasks = [asyncio.create_task(file.write(adding(str(number)))) for number in range(50)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert await file.write(adding("a")) == "a"
    assert {str(number) for number in range(1, 50, 2)} < set(await names(file))


async def test_closing_writes_what_was_given_and_refuses_what_comes_later(
    file: SqliteFile, tmp_path: Path
) -> None:
    given = [asyncio.create_task(file.write(adding(str(number)))) for number in range(300)]
    await asyncio.sleep(0)
    file.close()
    file.close()
    with pytest.raises(Unavailable):
        await file.write(adding("late"))
    with pytest.raises(Unavailable):
        await names(file)
    assert len(await asyncio.gather(*given)) == 300
    again = SqliteFile(tmp_path / "lotsa.sqlite")
    assert len(await names(again)) == 300
    again.close()


async def test_reads_go_on_while_the_file_closes(file: SqliteFile) -> None:
    reads = [asyncio.create_task(names(file)) for _ in range(50)]
    await asyncio.sleep(0)
    file.close()
    for ended in await asyncio.gather(*reads, return_exceptions=True):
        assert ended == [] or isinstance(ended, Unavailable)
