"""Listening: every record ends as an effect, parked, or dead; no listener sees a duplicate.

A listener is a pure function `(message, known, here)`: the message, the document it is about (or
None), and the time. It returns the document to keep. Listening makes the one write, in which the
last applied sequence stands beside what follows from the message; so a crash can lose neither.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from shared.bus.letter import Letter, opened, what_can_be_read
from shared.bus.parking import GAP, UNKNOWN_KIND, Parking
from shared.bus.record import Record
from shared.contracts.message import Envelope, Message, Unreadable
from shared.contracts.topics import topic_of
from shared.metrics import GAPS, HEARD, HEARD_AGE
from shared.store.collection import Collection, D, Store
from shared.store.document import Conflict, Document, Unavailable
from shared.tracing import following

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
        check_sequence: bool = True,
    ) -> None:
        """`check_sequence=False` is for a control alone: it shows what the check is for."""
        self.service = service
        self.topics = tuple({topic_of(row.kind).name: topic_of(row.kind) for row in table}.values())
        self._store = store
        self._rows = tuple(table)
        self._table = {row.kind: row for row in table}
        self._parking = parking
        self._now = now
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
            letter = opened(record)
        except Unreadable as why:
            return await self._bury(record, why)
        codes = {"kind": letter.envelope.kind, "topic": letter.topic.name}
        with following(letter.envelope.trace, f"{self.service} hears", **codes):
            if await self._parking.queue_behind(record):
                return Outcome.PARKED
            return await self._try(record, letter)

    async def retry(self, record: Record) -> Outcome | str:
        """One more try of a parked record: how it ended, or the reason why it still cannot.

        Raises Unavailable.
        """
        try:
            letter = opened(record)
            if letter.message is None:
                return UNKNOWN_KIND
            heard_here = letter.topic in self.topics
            return await self._apply(letter, letter.message) if heard_here else "told-not-heard"
        except Unavailable:
            raise
        except Exception as why:  # noqa: BLE001 - whatever it is, the key stays parked
            return reason_of(why)

    async def give_up(self, record: Record) -> None:
        """Counts a record as heard without applying it, so that what follows is no gap."""
        if letter := what_can_be_read(record):
            number = letter.envelope.sequence
            await self._count_as_heard(letter, number, after=number - 1)

    async def give_up_before(self, record: Record) -> None:
        """Counts all that is missing before a record as heard."""
        if letter := what_can_be_read(record):
            await self._count_as_heard(letter, letter.envelope.sequence - 1, after=0)

    async def _try(self, record: Record, letter: Letter) -> Outcome:
        if letter.message is None:
            await self._parking.park(record, UNKNOWN_KIND, "unknown")
            return Outcome.PARKED
        for attempt in range(1, QUICK_TRIES + 1):
            try:
                return await self._apply(letter, letter.message)
            except Unavailable:
                raise
            except Gap:
                GAPS.labels(self.service).inc()
                return await self._park(record, GAP)
            except Exception as why:  # noqa: BLE001 - any failure parks the key
                if attempt == QUICK_TRIES:
                    return await self._park(record, reason_of(why))
                await asyncio.sleep(0.01 * attempt)
        raise AssertionError("unreachable: the last attempt returns")

    async def _apply(self, letter: Letter, message: Message) -> Outcome:
        if (where := self._document_of(letter)) is None:
            return Outcome.NOT_HEARD
        row, key = where
        for _ in range(CONFLICT_TRIES):
            with contextlib.suppress(Conflict):
                return await self._write_once(row, key, letter, message)
        raise Conflict(row.of.table)

    def _document_of(self, letter: Letter) -> tuple[Heard[Any, Any], str] | None:
        """The row and the id of the document that holds the sequence of this letter's subject.

        A kind that is not heard counts on the document of a kind that is.
        """
        row = self._table.get(type(letter.message)) if letter.message else None
        row = row or next((one for one in self._rows if topic_of(one.kind) is letter.topic), None)
        if row is None:
            return None
        if row.key is None:
            return row, letter.envelope.subject
        return (row, row.key(letter.message)) if letter.message else None

    async def _write_once(
        self, row: Heard[Any, Any], key: str, letter: Letter, message: Message
    ) -> Outcome:
        known = await self._store.get(row.of, key)
        if self._check_sequence and known and (last := known.heard.get(letter.mark)) is not None:
            if letter.envelope.sequence <= last:
                return Outcome.DUPLICATE
            if letter.envelope.sequence > last + 1 and not letter.topic.compacted:
                raise Gap
        heard = row.kind is type(message)
        here = Here(now=self._now(), envelope=letter.envelope)
        after = (row.listener(message, known, here) if heard else None) or known
        if after is None:
            return Outcome.NOT_HEARD
        await self._keep(row.of, after, letter)
        return Outcome.APPLIED if heard else Outcome.NOT_HEARD

    async def _keep(self, of: Collection[Document], doc: Document, letter: Letter) -> None:
        heard = {**doc.heard, letter.mark: letter.envelope.sequence}
        changed = doc.model_copy(update={"heard": heard})
        await self._store.save(of, changed, cause=letter.envelope)
        age = max(0, self._now() - letter.envelope.at) / 1000
        HEARD_AGE.labels(self.service, letter.envelope.kind).observe(age)

    async def _count_as_heard(self, letter: Letter, number: int, *, after: int) -> None:
        """Sets the last sequence of a known subject to `number`, where it is `after` or later."""
        if (where := self._document_of(letter)) is None:
            return
        row, key = where
        for _ in range(CONFLICT_TRIES):
            known = await self._store.get(row.of, key)
            if known is None or not after <= known.heard.get(letter.mark, -1) < number:
                return
            heard = {**known.heard, letter.mark: number}
            with contextlib.suppress(Conflict):
                await self._store.save(row.of, known.model_copy(update={"heard": heard}))
                return

    async def _park(self, record: Record, reason: str) -> Outcome:
        await self._parking.park(record, reason)
        log.error("parked", extra={**record.place(), "reason": reason})
        return Outcome.PARKED

    async def _bury(self, record: Record, why: Unreadable) -> Outcome:
        await self._parking.bury(record, why.slug)
        await self.give_up(record)
        log.error("dead", extra={**record.place(), "reason": why.slug})
        return Outcome.DEAD


def reason_of(why: Exception) -> str:
    """A code for a log line or a desk: the class, never the text, which could hold a value."""
    if isinstance(why, Unreadable):
        return why.slug
    return GAP if isinstance(why, Gap) else type(why).__name__
