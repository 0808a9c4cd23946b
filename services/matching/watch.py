"""Who looks at a live page, and what they are told: that something on it moved.

One poller for each process and region asks the store once a second what was saved last, for all
its readers together, and only while there are any.
"""

import asyncio
import hashlib
from collections import Counter
from collections.abc import AsyncIterator
from typing import Final

from services.matching.cases import CASES
from services.matching.matches import MATCHES
from services.matching.records import R
from shared.store.collection import Collection, Store
from shared.store.document import StoreError

EVERY_S: Final = 1.0
# The newest documents are compared, not only the newest: replicas' clocks differ a little.
NEWEST: Final = 20


class Watch:
    """The readers of this process. A mark stands for what a region looked like when asked last."""

    def __init__(self) -> None:
        self._readers: Counter[str] = Counter()
        self._marks: dict[str, str] = {}
        self._moved = asyncio.Event()

    async def run(self, store: Store) -> None:
        """Asks for ever; a store that does not answer is asked again."""
        while True:
            for region in [region for region, readers in self._readers.items() if readers > 0]:
                try:
                    await self.look(store, region)
                except StoreError:
                    continue
            await asyncio.sleep(EVERY_S)

    async def look(self, store: Store, region: str) -> str:
        """The region's mark as it is now; whoever waits is woken if it is another."""
        newest = [*await _newest(store, CASES, region), *await _newest(store, MATCHES, region)]
        mark = hashlib.sha256("|".join(newest).encode()).hexdigest()[:16]
        if self._marks.get(region) != mark:
            self._marks[region] = mark
            self._moved.set()
            self._moved = asyncio.Event()
        return mark

    async def mark(self, store: Store, regions: tuple[str, ...]) -> str:
        """What these regions look like now, in one word."""
        return ".".join([await self.look(store, region) for region in regions])

    async def moves(self, store: Store, regions: tuple[str, ...], seen: str) -> AsyncIterator[str]:
        """The mark of these regions, each time that it is no longer what the reader has seen."""
        self._readers.update(regions)
        try:
            await self.mark(store, regions)
            while True:
                moved = self._moved
                mark = ".".join(self._marks[region] for region in regions)
                if mark != seen:
                    seen = mark
                    yield mark
                await moved.wait()
        finally:
            self._readers.subtract(regions)


async def _newest(store: Store, of: Collection[R], region: str) -> list[str]:
    docs = await store.find(of, {"region": region}, order="-touched", limit=NEWEST)
    return [f"{doc.id}:{doc.version}" for doc in docs]
