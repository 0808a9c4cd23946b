"""Listening: every record ends as an effect, parked, or dead; no listener sees a duplicate.

A listener is a pure function `(message, known, here)`: the message, the document it is about (or
None), and the time. It returns the document to keep. Listening makes the one write, in which the
last applied sequence stands beside what follows from the message; so a crash can lose neither.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from shared.bus.parking import Parking
from shared.bus.record import Record
from shared.contracts.message import Envelope, Message, Unreadable
from shared.contracts.topics import Topic, topic_named, topic_of
from shared.metrics import HEARD, HEARD_AGE
from shared.store.collection import Collection, D, Store
from shared.store.document import Conflict, Document, Unavailable

M = TypeVar("M", bound=Message)
QUICK_TRIES = 3
# A document that changes under a listener this often within one record is written by a loop.
CONFLICT_TRIES = 50
DEAD_IN_A_ROW = 100

log = logging.getLogger(__name__)


class Outcome(StrEnum):
    APPLIED = "applied"
    DUPLICATE = "duplicate"
    NOT_HEARD = "not-heard"
    PARKED = "parked"
    DEAD = "dead"


class Gap(Exception):
    """A message of this subject is missing; what comes after it has to wait."""


class TooManyDead(Exception):
    """So many records in a row were unreadable that something else must be wrong."""


@dataclass(frozen=True)
class Here:
    """What a listener may know besides message and document."""

    now: int
    envelope: Envelope


@dataclass(frozen=True)
class Heard(Generic[M, D]):
    """One row of a service's subscriptions."""

    kind: type[M]
    listener: Callable[[M, D | None, Here], D | None]
    of: Collection[D]
    key: Callable[[M], str] | None = None
    """The document's id, where it is not the subject's."""


def hears(
    kind: type[M],
    listener: Callable[[M, D | None, Here], D | None],
    *,
    of: Collection[D],
    key: Callable[[M], str] | None = None,
) -> Heard[Any, Any]:
    """`kind` is applied to documents of `of` by `listener`; mypy refuses a pair that cannot be."""
    return Heard(kind, listener, of, key)


class Listening:
    """Applies the records that one service hears."""

    def __init__(
        self,
        service: str,
        store: Store,
        table: Sequence[Heard[Any, Any]],
        *,
        parking: Parking,
        now: Callable[[], int],
        applied: Callable[[], None] = lambda: None,
        check_sequence: bool = True,
    ) -> None:
        """`applied` is told after each effect. `check_sequence=False` is for a control alone: it
        shows what the sequence check is for.
        """
        self.service = service
        self.topics = tuple({topic_of(row.kind).name: topic_of(row.kind) for row in table}.values())
        self._store = store
        self._table = {row.kind: row for row in table}
        self._parking = parking
        self._now = now
        self._applied = applied
        self._check_sequence = check_sequence
        self._dead_in_a_row = 0

    async def handle(self, record: Record) -> Outcome:
        """How the record ended. Raises Unavailable (try again, nothing was decided), TooManyDead."""
        outcome = await self._handle(record)
        HEARD.labels(self.service, outcome).inc()
        self._dead_in_a_row = self._dead_in_a_row + 1 if outcome is Outcome.DEAD else 0
        if self._dead_in_a_row >= DEAD_IN_A_ROW:
            raise TooManyDead(self.service)
        return outcome

    async def _handle(self, record: Record) -> Outcome:
        try:
            envelope, topic = record.envelope(), declared(record.topic)
        except Unreadable as why:
            return await self._bury(record, why)
        if await self._parking.holds(record):
            await self._parking.park(record, "behind")
            return Outcome.PARKED
        try:
            return await self._try(record, envelope, topic)
        except Unreadable as why:
            return await self._bury(record, why)

    async def retry(self, record: Record) -> Outcome | str:
        """One more try of a parked record: how it ended, or the reason why it still cannot."""
        try:
            envelope, topic = record.envelope(), declared(record.topic)
            kind = topic.kind(envelope.kind, envelope.kind_version)
            return "unknown-kind" if kind is None else await self._apply(record, envelope, kind)
        except Unavailable:
            raise
        except Exception as why:  # noqa: BLE001 - whatever it is, the key stays parked
            return reason_of(why)

    async def _try(self, record: Record, envelope: Envelope, topic: Topic) -> Outcome:
        kind = topic.kind(envelope.kind, envelope.kind_version)
        if kind is None:
            await self._parking.park(record, "unknown-kind", "unknown")
            return Outcome.PARKED
        for attempt in range(1, QUICK_TRIES + 1):
            try:
                return await self._apply(record, envelope, kind)
            except (Unavailable, Unreadable):
                raise
            except Exception as why:  # noqa: BLE001 - any failure parks the key
                if attempt == QUICK_TRIES or isinstance(why, Gap):
                    await self._parking.park(record, reason_of(why))
                    log.error("parked", extra=place(record, reason_of(why)))
                    return Outcome.PARKED
                await asyncio.sleep(0.01 * attempt)
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _apply(self, record: Record, envelope: Envelope, kind: type[Message]) -> Outcome:
        message = kind.read(record.value or b"")
        row = self._table.get(kind) or self._sibling(kind)
        if row is None:
            return Outcome.NOT_HEARD
        for _ in range(CONFLICT_TRIES):
            try:
                return await self._write_once(row, message, envelope, heard=kind in self._table)
            except Conflict:
                continue
        raise Conflict(row.of.table)

    def _sibling(self, kind: type[Message]) -> Heard[Any, Any] | None:
        """The row of another kind on the same topic: its document holds the subject's sequence."""
        topic = topic_of(kind)
        return next((row for k, row in self._table.items() if topic_of(k) is topic), None)

    async def _write_once(
        self, row: Heard[Any, Any], message: Message, envelope: Envelope, *, heard: bool
    ) -> Outcome:
        topic = topic_of(type(message))
        mark = f"{topic.slug}:{envelope.subject}"
        key = row.key(message) if row.key else envelope.subject
        known = await self._store.get(row.of, key)
        last = known.heard.get(mark) if known else None
        if last is not None and self._check_sequence:
            if envelope.sequence <= last:
                return Outcome.DUPLICATE
            if envelope.sequence > last + 1 and not topic.compacted:
                raise Gap
        here = Here(now=self._now(), envelope=envelope)
        after = row.listener(message, known, here) if heard else known
        after = after or known
        if after is None:
            return Outcome.NOT_HEARD
        await self._keep(row.of, after, mark, envelope)
        return Outcome.APPLIED if heard else Outcome.NOT_HEARD

    async def _keep(
        self, of: Collection[Document], doc: Document, mark: str, envelope: Envelope
    ) -> None:
        heard = {**doc.heard, mark: envelope.sequence}
        await self._store.save(of, doc.model_copy(update={"heard": heard}), cause=envelope)
        age = max(0, self._now() - envelope.at) / 1000
        HEARD_AGE.labels(self.service, envelope.kind).observe(age)
        self._applied()

    async def _bury(self, record: Record, why: Unreadable) -> Outcome:
        await self._parking.bury(record, why.slug)
        log.error("dead", extra=place(record, why.slug))
        return Outcome.DEAD


def declared(name: str) -> Topic:
    topic = topic_named(name)
    if topic is None:
        raise Unreadable("undeclared-topic")
    return topic


def reason_of(why: Exception) -> str:
    """A code for a log line or a desk: the class, never the text, which could hold a value."""
    return why.slug if isinstance(why, Unreadable) else type(why).__name__


def place(record: Record, reason: str) -> dict[str, object]:
    return {
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "reason": reason,
    }
