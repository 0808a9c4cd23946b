"""A backup of a Lotsa that runs, and what becomes of it."""

import shutil
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from deploy.backup import KEYS, STORE, take, unpack
from deploy.backups import age
from shared.settings import Misconfigured
from shared.store.document import TooNew
from tests.deploy.sending import is_whole, sent_around_a_backup
from tests.journeys.lotsa import embedded
from tests.journeys.post import Post

NOW = 1_780_912_800_000


def now() -> int:
    return NOW


def test_what_was_accepted_before_is_there_and_nobody_is_written_to_twice(
    tmp_path: Path, post: Post
) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    lotsa = embedded(tmp_path / "one", post, LOTSA_TRUSTED_PROXY="127.0.0.1")
    before = sent_around_a_backup(lotsa, post, tmp_path / "backup")
    again = embedded(tmp_path / "other", post)
    said = again.command("restore", str(tmp_path / "backup"))
    assert "to look at on the page Outbox" in said
    is_whole(again, post, before)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a store and keys, as small as they can be."""
    folder = tmp_path / "data"
    folder.mkdir()
    with closing(sqlite3.connect(folder / STORE)) as db:
        db.execute("CREATE TABLE lotsa__release (release INTEGER NOT NULL)")
        db.execute("INSERT INTO lotsa__release VALUES (1)")
        db.execute("CREATE TABLE intake__people (id TEXT)")
        db.executemany("INSERT INTO intake__people VALUES (?)", [("a",), ("b",)])
        db.commit()
    (folder / KEYS).write_text("{}")
    return folder


def test_a_backup_is_its_owners_alone_and_comes_back_as_it_was(data: Path, tmp_path: Path) -> None:
    made = take(data, data / KEYS, tmp_path / "backup", now)
    assert (made.documents, made.taken_at) == (2, NOW)
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []
    (tmp_path / "into").mkdir()
    assert unpack(tmp_path / "backup", tmp_path / "into") == made
    with closing(sqlite3.connect(tmp_path / "into" / STORE)) as db:
        assert db.execute("SELECT id FROM intake__people").fetchall() == [("a",), ("b",)]
    assert (tmp_path / "into" / KEYS).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("hours", "said"),
    [(-1, "0 hours"), (0, "0 hours"), (47, "47 hours"), (48, "2 days"), (71, "2 days")],
)
def test_a_restore_says_how_old_the_backup_is(
    data: Path, tmp_path: Path, hours: int, said: str
) -> None:
    made = take(data, data / KEYS, tmp_path / "backup", now)
    assert age(made, NOW + hours * 3_600_000) == said


def test_a_backup_overwrites_nothing(data: Path, tmp_path: Path) -> None:
    (tmp_path / "backup").write_text("mine")
    with pytest.raises(Misconfigured, match="name another"):
        take(data, data / KEYS, tmp_path / "backup", now)
    assert (tmp_path / "backup").read_text() == "mine"


def test_an_empty_folder_has_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="LOTSA_DATA"):
        take(tmp_path, tmp_path / KEYS, tmp_path / "backup", now)


def damage(backup: Path) -> None:
    whole = bytearray(backup.read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    backup.write_bytes(whole)


def cut(backup: Path) -> None:
    backup.write_bytes(backup.read_bytes()[:-200])


def empty(backup: Path) -> None:
    with tarfile.open(backup, "w:gz"):
        pass


def words(backup: Path) -> None:
    backup.write_text("not a backup")


@pytest.mark.parametrize("harm", [damage, cut, empty, words, Path.unlink])
def test_what_is_no_whole_backup_is_refused(data: Path, tmp_path: Path, harm: object) -> None:
    take(data, data / KEYS, tmp_path / "backup", now)
    (tmp_path / "into").mkdir()
    assert callable(harm)
    harm(tmp_path / "backup")
    with pytest.raises(Misconfigured, match="backup"):
        unpack(tmp_path / "backup", tmp_path / "into")


def test_another_store_in_a_backup_is_noticed(data: Path, tmp_path: Path) -> None:
    take(data, data / KEYS, tmp_path / "backup", now)
    (tmp_path / "parts").mkdir()
    with tarfile.open(tmp_path / "backup") as tar:
        tar.extractall(tmp_path / "parts", filter="data")
    with closing(sqlite3.connect(tmp_path / "parts" / STORE)) as db:
        db.execute("DELETE FROM intake__people")
        db.commit()
    with tarfile.open(tmp_path / "forged", "w:gz") as tar:
        for part in (tmp_path / "parts").iterdir():
            tar.add(part, part.name)
    (tmp_path / "into").mkdir()
    with pytest.raises(Misconfigured, match="damaged"):
        unpack(tmp_path / "forged", tmp_path / "into")


def test_a_backup_of_a_later_release_is_refused(data: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data / STORE)) as db:
        db.execute("INSERT INTO lotsa__release VALUES (9)")
        db.commit()
    take(data, data / KEYS, tmp_path / "backup", now)
    (tmp_path / "into").mkdir()
    with pytest.raises(TooNew):
        unpack(tmp_path / "backup", tmp_path / "into")


def test_a_restore_is_refused_where_a_lotsa_is(data: Path, tmp_path: Path, post: Post) -> None:
    take(data, data / KEYS, tmp_path / "backup", now)
    lotsa = embedded(data, post)
    before = (data / STORE).read_bytes()
    with pytest.raises(RuntimeError, match="LOTSA_DATA"):
        lotsa.command("restore", str(tmp_path / "backup"))
    assert (data / STORE).read_bytes() == before
    shutil.rmtree(data)
    with pytest.raises(RuntimeError, match="holds no usable keys"):
        lotsa.command("restore", str(tmp_path / "backup"))
    assert list(data.iterdir()) == []
