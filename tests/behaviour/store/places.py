"""Where the suite's documents are kept: the same handles on both stores.

`raw`, `plant` and `mark` go around the store, to see and to make what the port does not offer.
"""

import json
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.store.collection import Collection, Store
from shared.store.mongo import MongoStore, connect
from shared.store.mongo_queries import fields_of
from shared.store.sqlite import SqliteFile, SqliteStore
from tests.behaviour.store.things import GATHERINGS, PEOPLE, Clock, numbers

Anything = Collection[Any]


@dataclass(frozen=True)
class Beside:
    """What a stored document has beside its fields."""

    outbox: list[dict[str, Any]]
    marked: bool


class Place(ABC):
    """One fresh store, and everything a test does to it from outside."""

    address: tuple[str, ...]
    """With which `opened` finds the same documents from another process."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.new_id = numbers()

    @abstractmethod
    def store(self, collections: Sequence[Anything] = (PEOPLE, GATHERINGS)) -> Store: ...

    @abstractmethod
    async def prepare(self) -> None: ...

    @abstractmethod
    async def beside(self, of: Anything, key: str) -> Beside: ...

    @abstractmethod
    async def plant(self, of: Anything, raw: dict[str, Any]) -> None:
        """Stores the fields of a document as another release wrote them."""

    @abstractmethod
    async def mark(self, release: int) -> None: ...

    @abstractmethod
    async def close(self) -> None: ...


class FilePlace(Place):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.address = ("file", path)
        self.path = path
        self.file = SqliteFile(Path(path))

    def store(self, collections: Sequence[Anything] = (PEOPLE, GATHERINGS)) -> SqliteStore:
        return SqliteStore(self.file, collections, self.clock, self.new_id)

    async def prepare(self) -> None:
        await self.store().prepare()

    async def beside(self, of: Anything, key: str) -> Beside:
        sql = f'SELECT outbox, outbox_at FROM "{of.table}" WHERE id = ?'  # noqa: S608
        row = await self.file.read(lambda db: db.execute(sql, (key,)).fetchone())
        return Beside(json.loads(row["outbox"]), row["outbox_at"] is not None)

    async def plant(self, of: Anything, raw: dict[str, Any]) -> None:
        sql = f'INSERT INTO "{of.table}" (id, version, region, body, due_at) VALUES (?,?,?,?,?)'  # noqa: S608
        due_at = min((entry["at"] for entry in raw["due"]), default=None)
        row = (raw["id"], raw["version"], raw["region"], json.dumps(raw), due_at)
        await self.file.write(lambda db: db.execute(sql, row))

    async def mark(self, release: int) -> None:
        def work(db: sqlite3.Connection) -> None:
            db.execute("INSERT INTO lotsa__release VALUES (?)", (release,))

        await self.file.write(work)

    async def close(self) -> None:
        self.file.close()


class ServerPlace(Place):
    def __init__(self, url: str, prefix: str) -> None:
        super().__init__()
        self.address = ("server", url, prefix)
        self.prefix = prefix
        self.client = connect(url)
        self.database = self.client[f"{prefix}_intake"]

    def store(self, collections: Sequence[Anything] = (PEOPLE, GATHERINGS)) -> MongoStore:
        return MongoStore(
            self.client,
            "intake",
            collections,
            now=self.clock,
            new_id=self.new_id,
            prefix=self.prefix,
        )

    async def prepare(self) -> None:
        await self.store().prepare()

    async def beside(self, of: Anything, key: str) -> Beside:
        raw = await self.database[of.name].find_one({"_id": key})
        assert raw is not None
        assert raw["_id"] == fields_of(raw)["id"]
        return Beside(raw.get("outbox", []), "outbox_at" in raw)

    async def plant(self, of: Anything, raw: dict[str, Any]) -> None:
        stored = {"_id": raw["id"], "version": raw["version"], "region": raw["region"], "body": raw}
        if raw["due"]:
            stored["due_at"] = min(entry["at"] for entry in raw["due"])
        await self.database[of.name].insert_one(stored)

    async def mark(self, release: int) -> None:
        await self.database["lotsa__release"].update_one(
            {"_id": "release"}, {"$set": {"release": release}}
        )

    async def close(self) -> None:
        self.client.close()

    async def remove(self) -> None:
        """By a client of its own, since the test may have closed the other."""
        client = connect(self.address[1])
        await client.drop_database(f"{self.prefix}_intake")
        client.close()


def opened(kind: str, *where: str) -> Place:
    """The same documents again, by an address."""
    return FilePlace(*where) if kind == "file" else ServerPlace(*where)
