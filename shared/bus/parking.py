"""Records that could not be applied yet, kept in the service's own store.

A handler that raises parks the *key*: its later records wait behind it, by sequence, while other
keys go on. What can never be read is dead at once and blocks nothing. Nothing is skipped silently.
"""

import base64
import bisect
import hashlib
from collections.abc import Callable
from typing import Literal

from pydantic import BaseModel, ConfigDict

from shared.bus.record import Record
from shared.store.collection import Collection, Store
from shared.store.document import Conflict, Document, Due

MINUTE_MS = 60_000
RETRY_AFTER_MS = tuple(minutes * MINUTE_MS for minutes in (1, 5, 30, 120, 720))
# A queue longer than this stops the listener: that many records of one key are no small trouble.
QUEUE_CAP = 1_000
GAP = "gap"
UNKNOWN_KIND = "unknown-kind"

Standing = Literal["parked", "unknown", "dead", "decided"]


class QueueFull(Exception):
    """So many records wait behind one key that the listener has to stop."""


class Kept(BaseModel):
    """A record as it came. Bytes are base64, since they may be anything."""

    model_config = ConfigDict(frozen=True)

    topic: str
    partition: int
    offset: int
    key: str | None
    value: str | None
    headers: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, record: Record) -> "Kept":
        return cls(
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            key=packed(record.key),
            value=packed(record.value),
            headers=tuple((name, packed(text) or "") for name, text in record.headers),
        )

    def record(self) -> Record:
        return Record(
            topic=self.topic,
            partition=self.partition,
            offset=self.offset,
            key=unpacked(self.key),
            value=unpacked(self.value),
            headers=tuple((name, unpacked(text) or b"") for name, text in self.headers),
        )

    @property
    def sequence(self) -> int:
        """What waits behind a key has been read once, so its envelope can be read."""
        return self.record().envelope().sequence


class Decision(BaseModel):
    """What an operator did: for the audit trail."""

    model_config = ConfigDict(frozen=True)

    by: str
    what: Literal["retry", "skip"]
    at: int


class ParkedKey(Document):
    """The records of one key that wait, by sequence; `reason` is why the first one does."""

    topic: str
    partition: int
    standing: Standing
    reason: str
    since: int
    tries: int = 0
    queue: tuple[Kept, ...]
    decision: Decision | None = None

    @property
    def first(self) -> Record:
        return self.queue[0].record()


def parked_of(service: str) -> Collection[ParkedKey]:
    """The collection in which a service keeps what it could not apply."""
    return Collection(
        service, "parked", ParkedKey, indexes=(("standing", "since"), ("topic", "partition"))
    )


class Parking:
    """The parked and dead records of one service."""

    def __init__(self, service: str, store: Store, now: Callable[[], int]) -> None:
        self.of = parked_of(service)
        self._store = store
        self._now = now

    async def queue_behind(self, record: Record) -> bool:
        """Keeps a record where others of its key wait already; False where none do."""
        while known := await self._store.get(self.of, key_id(record)):
            try:
                await self._store.save(self.of, behind(known, record, self._now()))
            except Conflict:
                continue
            return True
        return False

    async def park(self, record: Record, reason: str, standing: Standing = "parked") -> None:
        """Keeps a record, behind those of its key that wait already. Raises QueueFull."""
        while not await self.queue_behind(record):
            try:
                await self._store.save(self.of, self._new(record, reason, standing))
            except Conflict:
                continue
            return

    async def bury(self, record: Record, reason: str, place: str | None = None) -> None:
        """Files what never heals under `place`, else its place in the topic; blocks nothing."""
        place = place or f"{record.topic}|{record.partition}|{record.offset}"
        doc = self._new(record, reason, "dead").model_copy(update={"id": digest(place)})
        if await self._store.get(self.of, doc.id) is None:
            await self._store.save(self.of, doc)

    def _new(self, record: Record, reason: str, standing: Standing) -> ParkedKey:
        at = self._now()
        retry = (Due(what="retry", at=at + RETRY_AFTER_MS[0]),) if standing == "parked" else ()
        return ParkedKey(
            id=key_id(record),
            region="-",
            topic=record.topic,
            partition=record.partition,
            standing=standing,
            reason=reason,
            since=at,
            queue=(Kept.of(record),),
            due=retry,
        )


def behind(known: ParkedKey, record: Record, now: int) -> ParkedKey:
    """The same key with one more record, by sequence; one that is there already stays once.

    The record that a gap waited for comes to stand first, and is tried at once.
    """
    kept = Kept.of(record)
    if kept in known.queue:
        return known
    if len(known.queue) >= QUEUE_CAP:
        raise QueueFull(known.topic)
    queue = list(known.queue)
    bisect.insort_right(queue, kept, key=lambda one: one.sequence)
    changed = known.model_copy(update={"queue": tuple(queue)})
    healing = known.reason == GAP and queue[0] is kept
    return at_once(changed, now) if healing else changed


def at_once(doc: ParkedKey, now: int) -> ParkedKey:
    """The same key, to be tried now, with all its waits before it."""
    changed = doc.model_copy(update={"standing": "parked", "tries": 0})
    return changed.with_due(Due(what="retry", at=now))


def failed_again(doc: ParkedKey, reason: str, now: int) -> ParkedKey:
    """After one more failed try: the next wait, or dead when all waits are used up."""
    tries = doc.tries + 1
    changed = doc.model_copy(update={"tries": tries, "reason": reason})
    if reason == UNKNOWN_KIND:
        return changed.without_due("retry").model_copy(update={"standing": "unknown"})
    if tries >= len(RETRY_AFTER_MS):
        return changed.without_due("retry").model_copy(update={"standing": "dead"})
    return changed.with_due(Due(what="retry", at=now + RETRY_AFTER_MS[tries]))


def first_done(doc: ParkedKey, now: int) -> ParkedKey | None:
    """After the first record ended: the rest, due at once, or None when empty."""
    if len(doc.queue) == 1:
        return None
    return at_once(doc.model_copy(update={"queue": doc.queue[1:]}), now)


def key_id(record: Record) -> str:
    return digest(f"{record.topic}|{packed(record.key)}")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def packed(raw: bytes | None) -> str | None:
    return None if raw is None else base64.b64encode(raw).decode()


def unpacked(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text)
