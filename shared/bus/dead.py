"""The dead desk: parked keys are tried again by the clock, dead ones by an operator's decision."""

from collections.abc import Callable

from shared.bus.listening import Listening, Outcome
from shared.bus.parking import (
    Decision,
    ParkedKey,
    Standing,
    digest,
    failed_again,
    first_done,
    parked_of,
)
from shared.metrics import DEAD, PARKED
from shared.store.collection import Store
from shared.store.document import Due


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
        """Those of one standing, the oldest first."""
        return await self._store.find(self.of, {"standing": standing}, order="since", limit=limit)

    async def show(self, key: str) -> ParkedKey | None:
        return await self._store.get(self.of, key)

    async def retry(self, key: str, by: str) -> ParkedKey | None:
        """Tries a key again now, for an operator; None where there is no such key."""
        doc = await self._decided(key, by, "retry")
        if doc is None:
            return None
        again = doc.with_due(Due(what="retry", at=self._now()))
        return await self._store.save(
            self.of, again.model_copy(update={"standing": "parked", "tries": 0})
        )

    async def skip(self, key: str, by: str) -> ParkedKey | None:
        """Gives the first record of a key up, on an operator's word; the rest is tried at once.

        Returns what was given up, which stays as the audit trail; None where there is no such key.
        """
        doc = await self._decided(key, by, "skip")
        if doc is None:
            return None
        trail = {"id": digest(f"{key}|{self._now()}"), "version": 0, "standing": "decided"}
        given_up = doc.without_due("retry").model_copy(update={**trail, "queue": doc.queue[:1]})
        await self._store.save(self.of, given_up)
        await self._rest(doc)
        return given_up

    async def _decided(self, key: str, by: str, what: str) -> ParkedKey | None:
        doc = await self._store.get(self.of, key)
        if doc is None:
            return None
        decision = Decision.model_validate({"by": by, "what": what, "at": self._now()})
        changed = doc.model_copy(update={"decisions": (*doc.decisions, decision)})
        return await self._store.save(self.of, changed)

    async def try_again(self, doc: ParkedKey, _desk: object = None) -> None:
        """The due work "retry": the first record once more, then the rest in order."""
        ended = await self._listening.retry(doc.first)
        if isinstance(ended, Outcome):
            await self._rest(doc)
        else:
            await self._store.save(self.of, failed_again(doc, ended, self._now()))

    async def try_unknown(self) -> None:
        """At each start: what no release knew before may be known to this one."""
        for doc in await self.list("unknown", limit=1_000):
            await self._store.save(self.of, doc.with_due(Due(what="retry", at=self._now())))

    async def count(self) -> None:
        """Brings the gauges up to date."""
        parked = await self._store.count(self.of, {"standing": "parked"})
        unknown = await self._store.count(self.of, {"standing": "unknown"})
        PARKED.labels(self._service).set(parked + unknown)
        DEAD.labels(self._service).set(await self._store.count(self.of, {"standing": "dead"}))

    async def _rest(self, doc: ParkedKey) -> None:
        left = first_done(doc, self._now())
        if left is None:
            await self._store.erase(self.of, doc)
        else:
            await self._store.save(self.of, left)
