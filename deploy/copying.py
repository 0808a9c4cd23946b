"""A copy of MongoDB's documents as of one moment, in a file, while the services run.

There is no moment that several databases share, and a message that is on its way between two of
them stands in neither. So the services are asked to hold for some seconds: nothing new begins, and
what is under way comes to its end. That the copy is of one moment does not rest on their waiting,
it is seen: two looks at every document find the same, and between them the broker held nothing
unheard.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from deploy.services import PARTS
from shared.settings import Misconfigured
from shared.store.collection import Collection
from shared.store.holding import LOOK_EVERY_S, hold
from shared.store.mongo_copy import MongoCopy, State
from shared.store.sqlite import SqliteFile
from shared.store.sqlite_copy import drop, put, versions

PAGE: Final = 500
HOLD_MS: Final = 15_000
RENEW_S: Final = 3.0
PATIENCE_S: Final = 60.0
Unheard = Callable[[], Awaitable[Mapping[str, int]]]
"""How many messages each service has not heard yet."""
Told = Callable[[int, int], None]
"""Whom to tell how many of how many documents are done."""
Seen = dict[str, dict[str, State]]
"""How every document stood, by table and id."""


@dataclass(frozen=True)
class Copying:
    """From the stores of all services, by name, into a prepared file."""

    stores: Mapping[str, MongoCopy]
    file: SqliteFile
    unheard: Unheard
    now: Callable[[], int]
    region: str

    async def copy(self, told: Told) -> int:
        """Copies everything; returns the moment (UTC ms) that the copy is of. Raises Misconfigured
        where the services do not come to rest.
        """
        # Most of it before anybody has to wait.
        await self._bring(await self._seen(), told)
        async with self._held():
            deadline = time.monotonic() + PATIENCE_S
            while time.monotonic() < deadline:
                seen = await self._seen()
                moment = self.now()
                late = await self._under_way(seen)
                await self._bring(seen, lambda _done, _of: None)
                if not late and await self._seen() == seen:
                    return moment
                await asyncio.sleep(LOOK_EVERY_S)
        raise Misconfigured(
            f"Lotsa does not come to rest ({late or 'it is written to'}): look at `lotsa dead list` "
            "and at /readyz of each service, then try again"
        )

    def _collections(self) -> Iterator[tuple[MongoCopy, Collection[Any]]]:
        for name, store in self.stores.items():
            for of in PARTS[name].kept:
                yield store, of

    async def _seen(self) -> Seen:
        return {of.table: await store.states(of) for store, of in self._collections()}

    async def _under_way(self, seen: Seen) -> str:
        """What has not come to its end, in words for an operator; empty where all has."""
        untold = sum(state.waits for states in seen.values() for state in states.values())
        unheard = {name: number for name, number in (await self.unheard()).items() if number}
        waits = [f"{name} has not heard {number} messages" for name, number in unheard.items()]
        return ", ".join([*waits, *([f"{untold} documents have something to tell"] * bool(untold))])

    async def _bring(self, seen: Seen, told: Told) -> None:
        """Makes the file hold each document at the version that was seen, or a later one."""
        done, total = 0, sum(len(states) for states in seen.values())
        for store, of in self._collections():
            known = await self.file.read(partial(versions, of=of))
            states = seen[of.table]
            changed = [key for key, state in states.items() if known.get(key) != state.version]
            gone = [key for key in known if key not in states]
            await self.file.write(partial(drop, of=of, ids=gone))
            for at in range(0, len(changed), PAGE):
                docs = await store.those(of, changed[at : at + PAGE])
                await self.file.write(partial(put, of=of, docs=docs))
                told(done + min(at + PAGE, len(changed)), total)
            done += len(states)

    @contextlib.asynccontextmanager
    async def _held(self) -> AsyncIterator[None]:
        """Every service waits with what is new; also where this takes longer than a hold lasts."""
        await self._hold(self.now() + HOLD_MS)
        renewing = asyncio.create_task(self._renew())
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)
            await self._hold(0)

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(RENEW_S)
            await self._hold(self.now() + HOLD_MS)

    async def _hold(self, until: int) -> None:
        for name, store in self.stores.items():
            await hold(store, name, why="backup", region=self.region, until=until)
