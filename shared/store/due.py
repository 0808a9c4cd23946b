"""Work that is due on documents: what follows a listener's one write, and every clock there is.

An entry is claimed by lease, done at least once, and taken off the document by the step's own
save. A step therefore has to be harmless to repeat. One that fails, hangs, or leaves its entry
standing waits longer each time, and is counted; it is never dropped.
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
from shared.store.document import Conflict, Document, Due
from shared.store.leases import held
from shared.together import together

SWEEP_S = 1.0
BATCH = 20
RETRY_MS = (1_000, 5_000, 30_000, 120_000, 600_000)
# A step has a document to itself, so a conflict is rare; one that stays is trouble like any other.
CONFLICT_TRIES = 5
# Longer than any effect may take by itself: this ends only what would hang for ever. Work that may
# rightly take longer says so on its step, or it would be ended and begin again without end.
STEP_S = 120.0

Desk = TypeVar("Desk")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Step(Generic[D, Desk]):
    """`do(document, desk)` is what `what` means on documents of `of`.

    `owned` work needs the region's engine, so that only the owner of the region may claim it.
    `within_s` is how long it may take where that is not STEP_S; its document stays leased so long,
    so that nobody else begins it meanwhile.
    """

    of: Collection[D]
    what: str
    do: Callable[[D, Desk], Awaitable[None]]
    owned: bool = False
    within_s: float | None = None


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
        self._nudged = {of.table: asyncio.Event() for of in self._collections}

    def nudge(self) -> None:
        """Something became due: do not wait for the next sweep."""
        for nudged in self._nudged.values():
            nudged.set()

    async def run(self) -> None:
        """Works until it is cancelled; a slow step keeps no other collection waiting."""
        await together(self._run(of) for of in self._collections)

    async def _run(self, of: Collection[Document]) -> None:
        """Works on one collection; trouble is waited out."""
        nudged = self._nudged[of.table]
        while True:
            nudged.clear()
            try:
                while await self._sweep(of):
                    pass
            except Exception as trouble:  # noqa: BLE001 - nothing is lost by waiting
                log.warning("due work waits", extra={"reason": type(trouble).__name__})
                await asyncio.sleep(random.uniform(SWEEP_S, 3 * SWEEP_S))  # noqa: S311 - jitter
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(SWEEP_S):
                    await nudged.wait()

    async def sweep(self) -> int:
        """Does one batch of every collection; returns how many documents were worked on."""
        return sum([await self._sweep(of) for of in self._collections])

    async def _sweep(self, of: Collection[Document]) -> int:
        """Does one batch, side by side."""
        docs = await self._store.claim_due(
            of, self._holder, limit=BATCH, regions=self._may_claim(of)
        )
        if not docs:
            return 0
        keys = [doc.id for doc in docs]
        async with held(self._store, of, "due", holder=self._holder, keys=keys):
            return sum(await together(self._work(of, doc) for doc in docs))

    def _may_claim(self, of: Collection[Document]) -> Sequence[str] | None:
        owned = any(step.owned for (table, _), step in self._steps.items() if table == of.table)
        return self._regions() if owned and self._regions is not None else None

    async def _work(self, of: Collection[Document], doc: Document) -> bool:
        """Does what has waited longest, if anything; what still stands then waits longer."""
        entry = waiting_longest(doc, self._now())
        if entry is None:
            return False
        trouble = await self._try(of, doc, entry)
        if await self._put_off(of, doc.id, entry):
            trouble = trouble or "left-standing"
        if trouble is None:
            DUE_DONE.labels(of.service, entry.what).inc()
        else:
            DUE_TROUBLE.labels(of.service, entry.what).inc()
            log.error("due work failed", extra={"work": entry.what, "reason": trouble})
        return True

    async def _try(self, of: Collection[Document], doc: Document, entry: Due) -> str | None:
        """None where the step ended well, else why not."""
        step = self._steps.get((of.table, entry.what))
        if step is None:
            return "unknown-work"
        for _ in range(CONFLICT_TRIES):
            try:
                # Not wait_for, which before Python 3.12 can swallow a cancellation.
                async with asyncio.timeout(step.within_s or STEP_S):
                    await step.do(doc, self._desk)
            except Conflict:
                fresh = await self._store.get(of, doc.id)
                if fresh is None or entry not in fresh.due:
                    return None
                doc = fresh
            except Exception as why:  # noqa: BLE001 - a step may fail in any way, and waits then
                return type(why).__name__
            else:
                return None
        return Conflict.slug

    async def _put_off(self, of: Collection[Document], key: str, entry: Due) -> bool:
        """Whether the entry still stood and now waits for its next try. Raises Unavailable.

        If somebody saves the document at this very moment, the entry stays due at once.
        """
        doc = await self._store.get(of, key)
        if doc is None or entry not in doc.due:
            return False
        wait = RETRY_MS[min(entry.tries, len(RETRY_MS) - 1)]
        again = Due(what=entry.what, at=self._now() + wait, tries=entry.tries + 1)
        with contextlib.suppress(Conflict):
            await self._store.save(of, doc.with_due(again))
        return True


def waiting_longest(doc: Document, now: int) -> Due | None:
    """The entry whose time came first; None where a save took it off after the claim."""
    ready = [entry for entry in doc.due if entry.at <= now]
    return min(ready, key=lambda entry: entry.at, default=None)
