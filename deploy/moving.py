"""Documents from a file into MongoDB: a move out of the embedded mode, or a backup that comes back.

The file is a copy of its own, and nothing may work on the stores meanwhile. A move that was broken
off is begun anew by the next one; the hold that it leaves keeps every service from starting on half
of the documents.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from deploy.services import PARTS
from shared.service import Parts, message_id
from shared.settings import Misconfigured
from shared.store.collection import Collection, Store, Untold
from shared.store.document import Document
from shared.store.holding import hold, holds_of, is_held_by
from shared.store.mongo_copy import MongoCopy
from shared.store.paging import pages
from shared.store.sqlite import SqliteFile, SqliteStore
from shared.store.sqlite_copy import untold

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


@dataclass
class Sum:
    """The number of documents and their checksum, as they come by."""

    documents: int = 0
    checksum: Any = field(default_factory=hashlib.sha256)

    def add(self, of: Collection[Any], docs: Sequence[Document], waiting: Waiting) -> None:
        """Each document with all that it holds, and what it has not told."""
        self.documents += len(docs)
        for doc in docs:
            said = [one.model_dump(mode="json") for one in waiting.get(doc.id, ())]
            whole = [of.table, doc.id, of.write(doc), said]
            self.checksum.update(json.dumps(whole, sort_keys=True, ensure_ascii=False).encode())

    def moved(self) -> Moved:
        return Moved(self.documents, self.checksum.hexdigest())


@dataclass(frozen=True)
class Moving:
    """From a file that no service works on into the stores of all services, by name."""

    file: SqliteFile
    stores: Mapping[str, MongoCopy]
    now: Callable[[], int]
    region: str

    async def is_done(self) -> bool:
        """Whether a move came to its end before: then nothing is to be touched again."""
        marks = [await store.get(holds_of(name), "move") for name, store in self.stores.items()]
        return all(mark is not None and mark.until == 0 for mark in marks)

    async def check(self) -> None:
        """Raises Misconfigured where the stores hold documents that no move of ours brought."""
        held = [await is_held_by(store, name, "move") for name, store in self.stores.items()]
        counts = [await store.count(of, {}) for store, of in self._places()]
        if any(counts) and not any(held):
            raise Misconfigured(OTHERS)

    async def move(self, told: Told) -> Moved:
        """Copies everything, over what a move left that was broken off, and compares.

        Raises Misconfigured, and TooNew where a later release wrote the file.
        """
        sources = {name: await self._source(PARTS[name]) for name in self.stores}
        await self._hold(FOR_EVER)
        written = await self._write(sources, told)
        if written != await self._read_again():
            raise Misconfigured(
                "the documents in LOTSA_STORE are others than those in the file: does anything "
                "write to it? Stop it, and move again"
            )
        await self._hold(0)
        return written

    def _places(self) -> Iterator[tuple[MongoCopy, Collection[Any]]]:
        for name, store in self.stores.items():
            for of in PARTS[name].kept:
                yield store, of

    async def _source(self, parts: Parts[Any]) -> SqliteStore:
        store = SqliteStore(self.file, parts.stored, self.now, message_id)
        await store.prepare()
        return store

    async def _hold(self, until: int) -> None:
        for name, store in self.stores.items():
            await hold(store, name, why="move", region=self.region, until=until)

    async def _write(self, sources: Mapping[str, Store], told: Told) -> Moved:
        total = sum([await sources[of.service].count(of, {}) for _, of in self._places()])
        done = Sum()
        for store, of in self._places():
            waiting = await self.file.read(partial(untold, of=of))
            await store.clear(of)
            async for docs in pages(sources[of.service], of, {}):
                await store.put(of, docs, waiting)
                done.add(of, docs, waiting)
                told(done.documents, total)
        return done.moved()

    async def _read_again(self) -> Moved:
        there = Sum()
        for store, of in self._places():
            waiting = await store.untold(of)
            async for docs in pages(store, of, {}):
                there.add(of, docs, waiting)
        return there.moved()
