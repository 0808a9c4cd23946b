"""The dead desk: parked keys are tried again by the clock, dead ones by an operator's decision."""

import contextlib
from collections.abc import Callable
from typing import Literal

from shared.bus.listening import Listening, Outcome
from shared.bus.parking import (
    GAP,
    Decision,
    ParkedKey,
    Standing,
    at_once,
    digest,
    failed_again,
    first_done,
    parked_of,
)
from shared.metrics import DEAD, PARKED
from shared.store.collection import After, Store
from shared.store.document import Conflict, Due

FORGET = "forget"
DECIDED_MS = 365 * 24 * 3_600_000
"""How long an operator's decision can be looked up, with the record that it was about."""


class Desk:
    """What can be done about the records that a service could not apply."""

    def __init__(
        self, service: str, store: Store, listening: Listening, now: Callable[[], int]
    ) -> None:
        self.of = parked_of(service)
        self._service = service
        self._store = store
        self._listening = listening
        self._now = now

    async def list(self, standing: Standing, limit: int = 100) -> list[ParkedKey]:
        """Those of one standing, the oldest first; "decided" is the audit trail."""
        return await self._store.find(self.of, {"standing": standing}, order="since", limit=limit)

    async def show(self, key: str) -> ParkedKey | None:
        return await self._store.get(self.of, key)

    async def retry(self, key: str, by: str) -> ParkedKey | None:
        """Has a key tried again at once, for an operator; None where there is no such key."""
        doc = await self._decided(key, by, "retry")
        return doc and await self._store.save(self.of, at_once(doc, self._now()))

    async def skip(self, key: str, by: str) -> ParkedKey | None:
        """Gives up the record that holds a key back, on an operator's word; the rest goes on.

        Before a gap that is what is missing, else the first record. Returns the key as it was;
        None where there is no such key.
        """
        doc = await self._decided(key, by, "skip")
        if doc is None:
            return None
        if doc.reason == GAP:
            await self._listening.give_up_before(doc.first)
            await self._store.save(self.of, at_once(doc, self._now()))
        else:
            await self._listening.give_up(doc.first)
            await self._rest(doc)
        return doc

    async def try_again(self, doc: ParkedKey, _desk: object = None) -> None:
        """The due work "retry": the first record once more, then the rest in order."""
        left: ParkedKey | None = doc
        while left is not None:
            ended = await self._listening.retry(left.first)
            if not isinstance(ended, Outcome):
                await self._store.save(self.of, failed_again(left, ended, self._now()))
                return
            left = await self._rest(left)

    async def forget(self, doc: ParkedKey, _desk: object = None) -> None:
        """The due work "forget": what an operator decided has stood long enough."""
        await self._store.erase(self.of, doc)

    async def try_unknown(self) -> None:
        """At each start: what no release knew before may be known to this one."""
        after: After | None = None
        while page := await self._store.find(
            self.of, {"standing": "unknown"}, order="since", after=after
        ):
            after = (page[-1].since, page[-1].id)
            for doc in page:
                # Another replica that starts has made the same decision.
                with contextlib.suppress(Conflict):
                    await self._store.save(self.of, at_once(doc, self._now()))

    async def count(self) -> None:
        """Brings the gauges up to date."""
        parked = await self._store.count(self.of, {"standing": "parked"})
        unknown = await self._store.count(self.of, {"standing": "unknown"})
        PARKED.labels(self._service).set(parked + unknown)
        DEAD.labels(self._service).set(await self._store.count(self.of, {"standing": "dead"}))

    async def _decided(self, key: str, by: str, what: Literal["retry", "skip"]) -> ParkedKey | None:
        """The key as it stands, after the decision on it was filed for good."""
        doc = await self._store.get(self.of, key)
        if doc is None or doc.standing == "decided":
            return None
        at = self._now()
        trail = {
            "id": digest(f"{key}|{what}|{at}"),
            "version": 0,
            "standing": "decided",
            "queue": doc.queue[:1],
            "decision": Decision(by=by, what=what, at=at),
            "due": (Due(what=FORGET, at=at + DECIDED_MS),),
        }
        await self._store.save(self.of, doc.model_copy(update=trail))
        return doc

    async def _rest(self, doc: ParkedKey) -> ParkedKey | None:
        left = first_done(doc, self._now())
        if left is None:
            await self._store.erase(self.of, doc)
            return None
        return await self._store.save(self.of, left)
