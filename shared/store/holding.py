"""A hold: nothing new begins in a store for a moment, while what has begun comes to its end.

A backup of several databases has to be of one moment. So it asks every service to wait: pages, the
API and due work, whose saves nothing caused, wait for the end of the hold; listeners and relays,
which work on a store without a `Held` around it, go on until nothing is under way any more.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Final, Literal

from shared.contracts.message import Envelope, Message
from shared.store.collection import After, Collection, D, Line, Outgoing, Store, T, Where
from shared.store.document import Document, Unavailable

LOOK_EVERY_S: Final = 0.5
WAIT_S: Final = 30.0
AGAIN_S: Final = 0.1
Why = Literal["backup", "move"]


class Hold(Document):
    """Until when (UTC ms) nothing new begins in the store of one service; its id says why."""

    until: int = 0


def holds_of(service: str) -> Collection[Hold]:
    """Where a service finds its holds."""
    return Collection(service=service, name="holds", model=Hold)


async def hold(store: Store, service: str, *, why: Why, region: str, until: int) -> None:
    """Holds the store, longer or until now (`until` 0 ends it). For one holder at a time."""
    of = holds_of(service)
    known = await store.get(of, why) or Hold(id=why, region=region)
    await store.save(of, known.model_copy(update={"until": until}))


async def is_held_by(store: Store, service: str, why: Why) -> bool:
    """Whether there is a hold that nobody ended; its time may be over."""
    found = await store.get(holds_of(service), why)
    return found is not None and found.until > 0


class Held:
    """A store that lets nothing new begin while there is a hold. Reads never wait.

    It looks for a hold no more than twice a second, so a hold counts from half a second on after
    it was made: whoever relies on it proves by a second look that nothing was written.
    """

    def __init__(
        self,
        store: Store,
        service: str,
        now: Callable[[], int],
        *,
        wait_s: float = WAIT_S,
    ) -> None:
        """A write waits at most `wait_s` and raises Unavailable then."""
        self._store = store
        self._of = holds_of(service)
        self._now = now
        self._wait_s = wait_s
        self._until = 0
        self._looked = -LOOK_EVERY_S

    @property
    def saved(self) -> Callable[[], None]:
        return self._store.saved

    @saved.setter
    def saved(self, called: Callable[[], None]) -> None:
        self._store.saved = called

    async def save(
        self,
        of: Collection[D],
        doc: D,
        announcing: Sequence[Message] = (),
        *,
        cause: Envelope | None = None,
    ) -> D:
        await self._free()
        return await self._store.save(of, doc, announcing, cause=cause)

    async def erase(self, of: Collection[D], doc: D) -> None:
        await self._free()
        await self._store.erase(of, doc)

    async def claim_due(
        self, of: Collection[D], holder: str, *, limit: int, regions: Sequence[str] | None = None
    ) -> list[D]:
        """Nothing is due during a hold; what was claimed before waits with its saves."""
        if await self._is_held():
            return []
        return await self._store.claim_due(of, holder, limit=limit, regions=regions)

    async def _free(self) -> None:
        """Returns when nothing holds. Raises Unavailable."""
        deadline = time.monotonic() + self._wait_s
        while await self._is_held():
            if time.monotonic() > deadline:
                raise Unavailable("a backup holds the store")
            await asyncio.sleep(AGAIN_S)

    async def _is_held(self) -> bool:
        if time.monotonic() - self._looked >= LOOK_EVERY_S:
            holds = await self._store.find(self._of, {})
            self._until = max((one.until for one in holds), default=0)
            self._looked = time.monotonic()
        return self._now() < self._until

    async def get(self, of: Collection[D], key: str) -> D | None:
        return await self._store.get(of, key)

    async def find(
        self,
        of: Collection[D],
        where: Where,
        *,
        order: str | None = None,
        limit: int = 100,
        after: After | None = None,
    ) -> list[D]:
        return await self._store.find(of, where, order=order, limit=limit, after=after)

    async def count(self, of: Collection[D], where: Where) -> int:
        return await self._store.count(of, where)

    async def claim_outbox(self, of: Collection[T], holder: str, *, limit: int) -> list[Outgoing]:
        return await self._store.claim_outbox(of, holder, limit=limit)

    async def settle(self, of: Collection[T], doc: Outgoing) -> None:
        await self._store.settle(of, doc)

    async def renew(self, of: Collection[T], line: Line, holder: str, keys: Sequence[str]) -> None:
        await self._store.renew(of, line, holder, keys)

    async def release(
        self, of: Collection[T], line: Line, holder: str, keys: Sequence[str]
    ) -> None:
        await self._store.release(of, line, holder, keys)

    async def ping(self) -> None:
        await self._store.ping()
