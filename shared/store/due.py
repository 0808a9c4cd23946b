"""Work that is due on documents: what follows a listener's one write, and every clock there is.

An entry is claimed by lease, done at least once, and taken off the document by the step's own
save. A step therefore has to be harmless to repeat. One that fails waits longer each time, and is
counted; it is never dropped.
"""

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from shared.metrics import DUE_DONE, DUE_TROUBLE
from shared.store.collection import Collection, D, Store
from shared.store.document import Conflict, Document, Due, Unavailable
from shared.store.leases import held

SWEEP_S = 1.0
BATCH = 20
RETRY_MS = (1_000, 5_000, 30_000, 120_000, 600_000)

Desk = TypeVar("Desk")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Step(Generic[D, Desk]):
    """`do(document, desk)` is what `what` means on documents of `of`.

    `owned` work needs the region's engine, so that only the owner of the region may claim it.
    """

    of: Collection[D]
    what: str
    do: Callable[[D, Desk], Awaitable[None]]
    owned: bool = False


class DueWork(Generic[Desk]):
    """Does what is due in the collections of one service."""

    def __init__(
        self,
        store: Store,
        steps: Sequence[Step[Any, Desk]],
        desk: Desk,
        *,
        holder: str,
        now: Callable[[], int],
        regions: Callable[[], Sequence[str]] | None = None,
    ) -> None:
        """`regions` names those whose engine runs in this process; None means all."""
        self._store = store
        self._steps = {(step.of.table, step.what): step for step in steps}
        self._collections = tuple({step.of.table: step.of for step in steps}.values())
        self._desk = desk
        self._holder = holder
        self._now = now
        self._regions = regions
        self._nudged = asyncio.Event()

    def nudge(self) -> None:
        """Something became due: do not wait for the next sweep."""
        self._nudged.set()

    async def run(self) -> None:
        """Works until it is cancelled; trouble with the store is waited out."""
        while True:
            self._nudged.clear()
            try:
                while await self.sweep():
                    pass
            except Unavailable:
                log.warning("due work waits for the store")
                await asyncio.sleep(random.uniform(SWEEP_S, 3 * SWEEP_S))  # noqa: S311 - jitter
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._nudged.wait(), SWEEP_S)

    async def sweep(self) -> int:
        """Does one batch of every collection; returns how many documents were worked on."""
        worked = 0
        for of in self._collections:
            docs = await self._store.claim_due(
                of, self._holder, limit=BATCH, regions=self._may_claim(of)
            )
            if docs:
                keys = [doc.id for doc in docs]
                async with held(self._store, of, "due", holder=self._holder, keys=keys):
                    for doc in docs:
                        await self._work(of, doc)
                worked += len(docs)
        return worked

    def _may_claim(self, of: Collection[Document]) -> Sequence[str] | None:
        owned = any(step.owned for (table, _), step in self._steps.items() if table == of.table)
        return self._regions() if owned and self._regions is not None else None

    async def _work(self, of: Collection[Document], doc: Document) -> None:
        entry = min(doc.due, key=lambda due: due.at)
        step = self._steps.get((of.table, entry.what))
        try:
            if step is None:
                raise LookupError(entry.what)
            await step.do(doc, self._desk)
            DUE_DONE.labels(of.service, entry.what).inc()
        except Unavailable:
            raise
        except Conflict:
            # Somebody else saved the document first; what is due still stands in it.
            return
        except Exception as why:  # noqa: BLE001 - a step may fail in any way, and waits then
            DUE_TROUBLE.labels(of.service, entry.what).inc()
            extra = {"work": entry.what, "reason": type(why).__name__}
            log.error("due work failed", extra=extra)
            await self._later(of, doc.id, entry)

    async def _later(self, of: Collection[Document], key: str, entry: Due) -> None:
        """Puts a failed entry off; by a conflict the lease alone puts it off."""
        doc = await self._store.get(of, key)
        if doc is None or entry not in doc.due:
            return
        wait = RETRY_MS[min(entry.tries, len(RETRY_MS) - 1)]
        again = Due(what=entry.what, at=self._now() + wait, tries=entry.tries + 1)
        with contextlib.suppress(Conflict):
            await self._store.save(of, doc.with_due(again))
