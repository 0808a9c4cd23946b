"""A backup: the documents as they were at one moment, and the keys, in one file.

Taken while Lotsa runs. A copy of the embedded file by SQLite's own means is of one moment, and
holds, with each document, the messages that it had not told yet; `copying.py` brings MongoDB's
documents into the same form. Nothing of it is readable to anybody but its owner; it holds
names, addresses and the keys, so whoever has it has everything.
"""

import contextlib
import gzip
import hashlib
import os
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import IO, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.service import Clock
from shared.settings import Misconfigured
from shared.store.release import release_after

STORE: Final = "lotsa.sqlite"
KEYS: Final = "keys.json"
MANIFEST: Final = "lotsa.json"
MEGABYTE: Final = 1 << 20


class Manifest(BaseModel):
    """What a backup says of itself: its moment (UTC ms), the store's release, each file's SHA-256."""

    model_config = ConfigDict(frozen=True)

    taken_at: int
    release: int
    documents: int
    sha256: dict[str, str]


def take(data: Path, keys: Path, to: Path, now: Clock) -> Manifest:
    """Writes the backup of a file to `to`, whole or not at all. Raises Misconfigured."""
    if not (data / STORE).exists():
        raise Misconfigured("there is nothing to back up: LOTSA_DATA names a folder with no store")
    with room_for(to) as folder:
        copied(data / STORE, folder / STORE)
        return pack(folder, keys, to, now())


@contextlib.contextmanager
def room_for(to: Path) -> Iterator[Path]:
    """A folder to make the backup `to` in, on the same disk. Raises Misconfigured."""
    if to.exists():
        raise Misconfigured("the file of the backup is there already: name another")
    if not to.parent.is_dir():
        raise Misconfigured("the folder of the backup is not there: make it, or name another")
    with tempfile.TemporaryDirectory(dir=to.parent, prefix=".lotsa-") as folder:
        yield Path(folder)


def pack(folder: Path, keys: Path, to: Path, moment: int) -> Manifest:
    """Puts the copy in `folder`, which is of `moment` (UTC ms), and the keys into one file."""
    with owners_alone(folder / KEYS) as file:
        file.write(keys.read_bytes())
    manifest = described(folder, moment)
    packed = folder / "packed"
    with owners_alone(packed) as file, tarfile.open(fileobj=file, mode="w:gz") as tar:
        add(tar, MANIFEST, manifest.model_dump_json().encode())
        for name in (KEYS, STORE):
            tar.add(folder / name, name)
    packed.replace(to)
    return manifest


def copied(store: Path, to: Path) -> None:
    """The store as it is at this moment, whoever writes to it meanwhile."""
    with closing(sqlite3.connect(store)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
        # One file alone: a write-ahead log beside it would stay behind.
        target.execute("PRAGMA journal_mode=DELETE")


def described(folder: Path, moment: int) -> Manifest:
    """What there is to say of a copy that is of `moment`."""
    with closing(sqlite3.connect(folder / STORE)) as db:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'lotsa__release'"
        counts = [
            db.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608
            for (table,) in db.execute(tables).fetchall()
        ]
        release = db.execute("SELECT max(release) FROM lotsa__release").fetchone()[0]
    sums = {name: digest(folder / name) for name in (KEYS, STORE)}
    return Manifest(taken_at=moment, release=release, documents=sum(counts), sha256=sums)


def unpack(backup: Path, into: Path) -> Manifest:
    """The store and the keys in a backup, checked, in the folder `into`. Raises Misconfigured where
    it is damaged or no backup, and TooNew where a later release wrote it.
    """
    damaged = Misconfigured("this is no backup of Lotsa, or it is damaged: nothing was restored")
    try:
        read_whole(backup)
        with tarfile.open(backup, mode="r:gz") as tar:
            manifest = Manifest.model_validate_json(member(tar, MANIFEST).read())
            for name in (STORE, KEYS):
                with owners_alone(into / name) as file:
                    shutil.copyfileobj(member(tar, name), file)
    except FileNotFoundError:
        raise Misconfigured("there is no such backup") from None
    except (tarfile.TarError, ValidationError, KeyError, EOFError, zlib.error, OSError):
        raise damaged from None
    if {name: digest(into / name) for name in (KEYS, STORE)} != manifest.sha256:
        raise damaged
    release_after(manifest.release)
    return manifest


def read_whole(backup: Path) -> None:
    """Compares its own checksum, which stands at its end. Raises OSError, EOFError, zlib.error."""
    with gzip.open(backup) as file:
        while file.read(MEGABYTE):
            pass


def add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, BytesIO(content))


def member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    """A file of the backup, by name alone: nothing else in it is looked at. Raises KeyError."""
    found = tar.extractfile(name)
    if found is None:
        raise KeyError(name)
    return found


def owners_alone(path: Path) -> IO[bytes]:
    """A new file that nobody but its owner can read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
