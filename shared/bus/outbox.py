"""The relay: what documents announced goes to the bus, in order, at least once."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence

from shared.bus.parking import Parking
from shared.bus.record import Bus, InDoubt, TooLarge, record_of
from shared.metrics import OUTBOX_SENT, OUTBOX_TROUBLE
from shared.store.collection import Collection, Outgoing, Store, Untold
from shared.store.document import Document
from shared.store.leases import held

SWEEP_S = 1.0
# Documents handed over at a time: one ordered list, acknowledged as one.
BATCH = 200

log = logging.getLogger(__name__)


class Relay:
    """Tells what the outboxes of these collections hold.

    A document is one subject, and only the holder of its lease tells from it: so the order per
    subject holds, with any number of relays.
    """

    def __init__(
        self,
        store: Store,
        collections: Sequence[Collection[Document]],
        bus: Bus,
        holder: str,
        *,
        parking: Parking,
    ) -> None:
        """`parking` takes what the bus can never carry."""
        self._store = store
        self._collections = collections
        self._bus = bus
        self._holder = holder
        self._parking = parking
        self._nudged = asyncio.Event()

    def nudge(self) -> None:
        """Something was saved: do not wait for the next sweep."""
        self._nudged.set()

    async def run(self) -> None:
        """Tells until it is cancelled; trouble with store or bus is waited out."""
        while True:
            self._nudged.clear()
            try:
                while await self.drain():
                    pass
            except Exception as trouble:  # noqa: BLE001 - nothing is lost by waiting
                OUTBOX_TROUBLE.inc()
                log.warning("telling failed, trying again", extra={"error": type(trouble).__name__})
                await asyncio.sleep(SWEEP_S)
            with contextlib.suppress(TimeoutError):
                # Not wait_for, which before Python 3.12 can swallow a cancellation.
                async with asyncio.timeout(SWEEP_S):
                    await self._nudged.wait()

    async def drain(self) -> int:
        """Tells one batch of every collection; returns how many messages were told."""
        told = 0
        for of in self._collections:
            waiting = await self._store.claim_outbox(of, self._holder, limit=BATCH)
            if waiting:
                told += await self._tell(of, waiting)
        return told

    async def _tell(self, of: Collection[Document], waiting: list[Outgoing]) -> int:
        keys = [doc.id for doc in waiting]
        untold = [one for doc in waiting for one in doc.untold]
        async with held(self._store, of, "outbox", holder=self._holder, keys=keys):
            await self._send(untold)
            await asyncio.gather(*(self._store.settle(of, doc) for doc in waiting))
        OUTBOX_SENT.inc(len(untold))
        return len(untold)

    async def _send(self, untold: Sequence[Untold]) -> None:
        """Returns when the bus has all of them. In doubt it keeps asking, and keeps the lease:
        another relay would send them a second time, behind newer ones.
        """
        while untold:
            try:
                return await self._bus.send(untold)
            except InDoubt:
                OUTBOX_TROUBLE.inc()
            except TooLarge as no:
                await self._parking.bury(
                    record_of(no.untold), "too-large", place=no.untold.envelope.id
                )
                log.error("too large to tell", extra={"topic": no.untold.topic})
                untold = untold[untold.index(no.untold) + 1 :]
        return None
