"""Records that could not be applied yet, kept in the service's own store.

A handler that raises parks the *key*: its later records wait behind it, in order, while other keys
go on. What can never be read is dead at once and blocks nothing. Nothing is skipped silently.
"""

import base64
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


class Decision(BaseModel):
    """What an operator did: for the audit trail."""

    model_config = ConfigDict(frozen=True)

    by: str
    what: Literal["retry", "skip"]
    at: int


class ParkedKey(Document):
    """The records of one key that wait, oldest first; `reason` is why the first one does."""

    topic: str
    partition: int
    standing: Standing
    reason: str
    since: int
    tries: int = 0
    queue: tuple[Kept, ...]
    decisions: tuple[Decision, ...] = ()

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

    async def holds(self, record: Record) -> bool:
        """Whether an earlier record of the same key waits here."""
        return await self._store.get(self.of, key_id(record)) is not None

    async def park(self, record: Record, reason: str, standing: Standing = "parked") -> None:
        """Keeps a record, behind those of its key that wait already. Raises QueueFull."""
        while True:
            known = await self._store.get(self.of, key_id(record))
            doc = self._new(record, reason, standing) if known is None else behind(known, record)
            try:
                await self._store.save(self.of, doc)
            except Conflict:
                continue
            return

    async def bury(self, record: Record, reason: str) -> None:
        """Files what can never be read under its place in the topic; blocks nothing."""
        place = f"{record.topic}|{record.partition}|{record.offset}"
        doc = self._new(record, reason, "dead").model_copy(update={"id": digest(place), "due": ()})
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


def behind(known: ParkedKey, record: Record) -> ParkedKey:
    """The same key with one more record at the end; a record that is there already stays once."""
    kept = Kept.of(record)
    if kept in known.queue:
        return known
    if len(known.queue) >= QUEUE_CAP:
        raise QueueFull(known.topic)
    return known.model_copy(update={"queue": (*known.queue, kept)})


def failed_again(doc: ParkedKey, reason: str, now: int) -> ParkedKey:
    """After one more failed try: the next wait, or dead when all waits are used up."""
    tries = doc.tries + 1
    changed = doc.model_copy(update={"tries": tries, "reason": reason})
    if tries >= len(RETRY_AFTER_MS):
        return changed.without_due("retry").model_copy(update={"standing": "dead"})
    return changed.with_due(Due(what="retry", at=now + RETRY_AFTER_MS[tries]))


def first_done(doc: ParkedKey, now: int) -> ParkedKey | None:
    """After the first record ended as an effect: the rest, due at once, or None when empty."""
    if len(doc.queue) == 1:
        return None
    changed = doc.model_copy(update={"queue": doc.queue[1:], "tries": 0, "standing": "parked"})
    return changed.with_due(Due(what="retry", at=now))


def key_id(record: Record) -> str:
    return digest(f"{record.topic}|{packed(record.key)}")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def packed(raw: bytes | None) -> str | None:
    return None if raw is None else base64.b64encode(raw).decode()


def unpacked(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text)
