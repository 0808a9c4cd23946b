"""Lanes: the records of a batch, one lane per partition, in order, committed once at the end.

A lane that cannot go on (the store is down) leaves its record undone: everything before it is
committed, the partition is set back to it and rests a while. It is still polled, since a consumer
that polls nothing loses its partitions after five minutes.
"""

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any, Protocol

from aiokafka import TopicPartition
from aiokafka.abc import ConsumerRebalanceListener
from aiokafka.errors import KafkaError

from shared.bus.listening import TooManyDead
from shared.bus.parking import QueueFull
from shared.bus.record import Record
from shared.metrics import LAG
from shared.store.document import Unavailable

# 45 + 10 s is less than the 60 s in which a group waits for a member that gives partitions back.
DRAIN_S = 45.0
COMMIT_S = 10.0
REST_S = (0.2, 30.0)

log = logging.getLogger(__name__)


class Consumer(Protocol):
    """What lanes need of a consumer."""

    def assignment(self) -> Collection[TopicPartition]: ...
    def seek(self, partition: TopicPartition, offset: int) -> None: ...
    def pause(self, *partitions: TopicPartition) -> None: ...
    def resume(self, *partitions: TopicPartition) -> None: ...
    def highwater(self, partition: TopicPartition) -> int | None: ...
    async def commit(self, offsets: dict[TopicPartition, int]) -> None: ...


class Lanes(ConsumerRebalanceListener):  # type: ignore[misc]
    """Handles the batches of one consumer, and gives its partitions back in order."""

    def __init__(
        self,
        service: str,
        handle: Callable[[Record], Awaitable[object]],
        consumer: Callable[[], Consumer],
        *,
        drain_s: float = DRAIN_S,
        rest_s: tuple[float, float] = REST_S,
    ) -> None:
        self._service = service
        self._handle = handle
        self._consumer = consumer
        self._drain_s = drain_s
        self._rest_s = rest_s
        self._open = True
        self._batch: asyncio.Task[None] | None = None
        self._lanes: list[asyncio.Task[int]] = []
        self._rests: set[asyncio.Task[None]] = set()
        self._failed: dict[TopicPartition, int] = {}
        self.joined = False
        """Whether the group has said which partitions are ours."""
        self.tried = time.monotonic()
        """When a record was last begun, finished or found impossible."""
        self.stopped: str | None = None
        """Why nothing more is handled until a new start, or None."""

    @property
    def busy(self) -> bool:
        """Whether a batch is in hand."""
        return self._batch is not None and not self._batch.done()

    @property
    def waiting(self) -> bool:
        """Whether what was tried last has to be tried again."""
        return bool(self._failed)

    async def take(self, records: Sequence[Any]) -> None:
        """Handles a batch. Never raises: whoever calls this would lose the records."""
        by_partition: dict[TopicPartition, list[Any]] = {}
        for raw in records:
            by_partition.setdefault(TopicPartition(raw.topic, raw.partition), []).append(raw)
        self._batch = asyncio.create_task(self._work(by_partition))
        await asyncio.wait([self._batch])
        if not self._batch.cancelled() and (why := self._batch.exception()):
            log.error("a batch was given up", extra={"error": type(why).__name__})

    async def drain(self) -> None:
        """Starts nothing more; returns when what is in hand has ended or was cut off."""
        self._open = self.joined = False
        for rest in self._rests:
            rest.cancel()
        if self._batch is None or self._batch.done():
            return
        await asyncio.wait([self._batch], timeout=self._drain_s)
        for lane in self._lanes:
            lane.cancel()
        await asyncio.wait([self._batch], timeout=COMMIT_S)

    async def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        if revoked:
            await self.drain()
        for part in revoked:
            with contextlib.suppress(KeyError):
                LAG.remove(self._service, part.topic, str(part.partition))

    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:  # noqa: ARG002
        self._open = self.joined = True
        self._failed.clear()
        self.tried = time.monotonic()

    async def _work(self, batch: dict[TopicPartition, list[Any]]) -> None:
        self._lanes = [asyncio.create_task(self._lane(*lane)) for lane in batch.items()]
        await asyncio.wait(self._lanes)
        ends = [lane.result() for lane in self._lanes]
        done = {
            partition: end
            for (partition, raws), end in zip(batch.items(), ends, strict=True)
            if end > raws[0].offset
        }
        undone = {
            partition: end
            for (partition, raws), end in zip(batch.items(), ends, strict=True)
            if end <= raws[-1].offset
        }
        await self._commit(done)
        self._set_back(undone)
        self._measure(dict(zip(batch, ends, strict=True)))

    async def _lane(self, partition: TopicPartition, raws: Sequence[Any]) -> int:
        """Handles records in order; returns the offset of the first one not done."""
        end = int(raws[0].offset)
        for raw in raws:
            if not self._open or self.stopped:
                break
            self.tried = time.monotonic()
            try:
                await self._handle(as_record(raw))
            except asyncio.CancelledError:
                break
            except Exception as why:  # noqa: BLE001 - whatever it is, the record is not done
                self._stays_undone(partition, why)
                break
            self._failed.pop(partition, None)
            end = raw.offset + 1
        self.tried = time.monotonic()
        return end

    def _stays_undone(self, partition: TopicPartition, why: Exception) -> None:
        self._failed[partition] = self._failed.get(partition, 0) + 1
        if isinstance(why, TooManyDead | QueueFull):
            self.stopped = "too-many-dead" if isinstance(why, TooManyDead) else "queue-full"
        level = logging.WARNING if isinstance(why, Unavailable) else logging.ERROR
        extra = {"service": self._service, "error": type(why).__name__}
        log.log(level, "a record has to wait", extra=extra)

    async def _commit(self, done: dict[TopicPartition, int]) -> None:
        """Commits for partitions still owned. What fails here is only delivered again."""
        consumer = self._consumer()
        owned = {part: end for part, end in done.items() if part in consumer.assignment()}
        if owned:
            try:
                await asyncio.wait_for(consumer.commit(owned), COMMIT_S)
            except (KafkaError, TimeoutError) as why:
                log.warning("commit failed", extra={"error": type(why).__name__})

    def _measure(self, ends: dict[TopicPartition, int]) -> None:
        consumer = self._consumer()
        for part, end in ends.items():
            if part in consumer.assignment():
                lag = max(0, (consumer.highwater(part) or end) - end)
                LAG.labels(self._service, part.topic, str(part.partition)).set(lag)

    def _set_back(self, undone: dict[TopicPartition, int]) -> None:
        """Sets partitions back to their first record not done, and lets them rest."""
        consumer = self._consumer()
        for part, end in undone.items():
            if not self._open or part not in consumer.assignment():
                continue
            consumer.seek(part, end)
            consumer.pause(part)
            if self.stopped is None:
                rest = asyncio.create_task(self._rest(part))
                self._rests.add(rest)
                rest.add_done_callback(self._rests.discard)

    async def _rest(self, partition: TopicPartition) -> None:
        """Waits 0.2 to 30 s, twice as long each time, then lets the partition go on."""
        shortest, longest = self._rest_s
        wait = min(longest, shortest * 2 ** min(self._failed.get(partition, 0), 16))
        await asyncio.sleep(random.uniform(wait / 2, wait))  # noqa: S311 - jitter
        consumer = self._consumer()
        if partition in consumer.assignment():
            consumer.resume(partition)


def as_record(raw: Any) -> Record:
    """A record as the client hands it over: bytes, whatever they are."""
    return Record(
        topic=raw.topic,
        partition=raw.partition,
        offset=raw.offset,
        key=raw.key,
        value=raw.value,
        headers=tuple(raw.headers),
    )
