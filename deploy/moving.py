"""Documents from a file into MongoDB: a move out of the embedded mode, or a backup that comes back.

The file is a copy of its own, and nothing may work on the stores meanwhile. A move that was broken off is begun anew by the next one; the
hold that it leaves keeps every service from starting on half of the documents.
"""

import hashlib
import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from deploy.services import PARTS
from shared.service import Parts, message_id
from shared.settings import Misconfigured
from shared.store.collection import Collection, Store, Untold
from shared.store.document import Document
from shared.store.holding import hold, holds_of, is_held_by
from shared.store.mongo_copy import MongoCopy
from shared.store.sqlite import SqliteFile, SqliteStore
from shared.store.sqlite_copy import untold

PAGE: Final = 500
FOR_EVER: Final = (1 << 53) - 1
OTHERS: Final = "LOTSA_STORE holds a Lotsa already: name an empty one"
Told = Callable[[int, int], None]
Waiting = Mapping[str, tuple[Untold, ...]]


@dataclass(frozen=True)
class Moved:
    """What a move came to."""

    documents: int
    sha256: str
    """Of all documents and what they have not told, as they were read again where they are now."""


@dataclass(frozen=True)
class Moving:
    """From a file that no service works on into the stores of all services, by name."""

    path: Path
    stores: Mapping[str, MongoCopy]
    now: Callable[[], int]
    region: str

    async def check(self) -> None:
        """Raises Misconfigured where the stores hold documents that no move of ours brought."""
        if not await self._is_broken_off() and not await self._is_empty():
            raise Misconfigured(OTHERS)

    async def move(self, told: Told) -> Moved:
        """Copies everything, over what a move left that was broken off, and compares.

        Raises Misconfigured, and TooNew where a later release wrote the file.
        """
        file = SqliteFile(self.path)
        try:
            sources = {name: await self._source(file, PARTS[name]) for name in self.stores}
            await self._write(sources, told)
            here = await self._sum(sources, self._told_here)
            if here != await self._sum(self.stores, self._told_there):
                raise Misconfigured(
                    "the documents in LOTSA_STORE are others than those in the file: did anything "
                    "write to one of them? Stop it, and move again"
                )
            for name in self.stores:
                await self._hold(name, 0)
            return Moved(*here)
        finally:
            file.close()

    async def _source(self, file: SqliteFile, parts: Parts[Any]) -> SqliteStore:
        store = SqliteStore(file, parts.kept, self.now, message_id)
        await store.prepare()
        return store

    async def is_done(self) -> bool:
        """Whether a move came to its end before: then nothing is to be touched again."""
        marks = [await store.get(holds_of(name), "move") for name, store in self.stores.items()]
        return all(mark is not None and mark.until == 0 for mark in marks)

    async def _is_broken_off(self) -> bool:
        held = [await is_held_by(store, name, "move") for name, store in self.stores.items()]
        return any(held)

    async def _is_empty(self) -> bool:
        counts = [
            await store.count(of, {}) for name, store in self.stores.items() for of in moved(name)
        ]
        return not any(counts)

    async def _hold(self, name: str, until: int) -> None:
        await hold(self.stores[name], name, why="move", region=self.region, until=until)

    async def _write(self, sources: Mapping[str, Store], told: Told) -> None:
        for name in self.stores:
            await self._hold(name, FOR_EVER)
        places = [(name, of) for name in self.stores for of in moved(name)]
        total, done = sum([await sources[name].count(of, {}) for name, of in places]), 0
        for name, of in places:
            there, waiting = self.stores[name], await self._told_here(of)
            await there.clear(of)
            async for docs in pages(sources[name], of):
                await there.put(of, docs, waiting)
                done += len(docs)
                told(done, total)

    async def _told_here(self, of: Collection[Any]) -> Waiting:
        with closing(sqlite3.connect(self.path)) as db:
            return untold(db, of)

    async def _told_there(self, of: Collection[Any]) -> Waiting:
        return await self.stores[of.service].untold(of)

    async def _sum(
        self, stores: Mapping[str, Store], waiting: Callable[[Collection[Any]], Any]
    ) -> tuple[int, str]:
        """How many documents there are, and their checksum."""
        number, checksum = 0, hashlib.sha256()
        for name, store in stores.items():
            for of in moved(name):
                said = await waiting(of)
                async for docs in pages(store, of):
                    number += len(docs)
                    for line in lines(of, docs, said):
                        checksum.update(line)
        return number, checksum.hexdigest()


def moved(service: str) -> Iterable[Collection[Any]]:
    """The collections that are moved: all but that of the holds."""
    return [of for of in PARTS[service].kept if of.table != holds_of(service).table]


async def pages(store: Store, of: Collection[Any]) -> AsyncIterator[list[Any]]:
    """All documents, by id."""
    after = None
    while docs := await store.find(of, {}, limit=PAGE, after=after):
        yield docs
        after = (None, docs[-1].id)


def lines(of: Collection[Any], docs: Sequence[Document], waiting: Waiting) -> Iterable[bytes]:
    """What the checksum is made over: a line for each document, with all that it holds."""
    for doc in docs:
        said = [one.model_dump(mode="json") for one in waiting.get(doc.id, ())]
        whole = [of.table, doc.id, of.write(doc), said]
        yield json.dumps(whole, sort_keys=True, ensure_ascii=False).encode() + b"\n"
