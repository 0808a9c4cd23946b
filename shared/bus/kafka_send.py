"""Sending to Kafka: one idempotent producer per process, one ordered list at a time.

What was handed to the client and is not acknowledged in time stays in flight: it is remembered by
envelope id and awaited again, never sent again. Throwing a producer away in doubt would send twice,
or let a forgotten sender write old records behind new ones; so only a send that raised, or ten
minutes without progress, does that.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError
from aiokafka.partitioner import murmur2

from shared.bus.record import InDoubt, Record, TooLarge, record_of
from shared.store.collection import Untold

# Both below every topic's max.message.bytes: the client refuses one message that is larger, while
# a broker that refuses a batch fails everything after it on that partition.
MAX_REQUEST_BYTES = 1_000_000
MAX_BATCH_BYTES = 262_144
REQUEST_TIMEOUT_MS = 90_000
# The client's own tenth of a second fills the log twenty times a second while a broker is away.
RETRY_BACKOFF_MS = 500
WAIT_S = 30.0
NO_PROGRESS_S = 600.0

log = logging.getLogger(__name__)


def partition_of(region: str, partitions: int) -> int:
    """Where a region's messages go, on every topic: as Kafka's own clients place a key."""
    return int((murmur2(region.encode()) & 0x7FFFFFFF) % partitions)


def idempotent_producer(servers: str) -> AIOKafkaProducer:
    return AIOKafkaProducer(
        bootstrap_servers=servers,
        acks="all",
        enable_idempotence=True,
        max_request_size=MAX_REQUEST_BYTES,
        max_batch_size=MAX_BATCH_BYTES,
        request_timeout_ms=REQUEST_TIMEOUT_MS,
        retry_backoff_ms=RETRY_BACKOFF_MS,
    )


class Closed(Exception):
    """This process is about to end; nothing is sent any more."""


class KafkaSending:
    """The producer side of the bus."""

    def __init__(
        self,
        make: Callable[[], Any],
        partitions: int,
        *,
        wait_s: float = WAIT_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`make` builds a producer, not yet started. `clock` counts seconds."""
        self._make = make
        self._partitions = partitions
        self._wait_s = wait_s
        self._clock = clock
        self._lock = asyncio.Lock()
        self._producer: Any = None
        self._in_flight: dict[str, asyncio.Future[Any]] = {}
        self._moved = clock()
        self._closed = False

    @property
    def silent_s(self) -> float:
        """Seconds for which something has been in flight and nothing was acknowledged."""
        return self._clock() - self._moved if self._in_flight else 0.0

    def close(self) -> None:
        """Whoever sends from here on is told so; what is in an outbox is sent after a restart."""
        self._closed = True

    async def start(self) -> None:
        """Builds the producer. Raises KafkaError, TimeoutError where no broker answers."""
        async with self._lock:
            if self._producer is None:
                await self._build()

    async def send(self, untold: Sequence[Untold]) -> None:
        """As `Bus.send` says. Two senders at once would break the order of a key: hence the lock.

        However it ends, nobody's cancellation takes back what the client already has.
        """
        async with self._lock:
            if self._closed:
                raise Closed
            if self._producer is None:
                await self._build()
            if not self._in_flight:
                self._moved = self._clock()
            try:
                async with asyncio.timeout(self._wait_s):
                    refused = await self._hand_over(untold)
                    await self._acknowledged(untold)
            except TimeoutError:
                await self._still_in_doubt()
            except Exception:
                await self._throw_away()
                raise
            if refused is not None:
                raise TooLarge(refused)

    async def stop(self) -> None:
        """Lets go of the broker; what is in doubt stays in its outbox and is sent again."""
        async with self._lock:
            producer = self._producer
            if producer is None:
                return
            with contextlib.suppress(TimeoutError, KafkaError):
                await asyncio.wait_for(producer.flush(), 5)
            await self._throw_away()

    async def _hand_over(self, untold: Sequence[Untold]) -> Untold | None:
        """Gives the client what it does not have yet; returns the first message it refuses."""
        for one in untold:
            if one.envelope.id in self._in_flight:
                continue
            where = partition_of(one.envelope.region, self._partitions)
            try:
                future = await self._enqueue(record_of(one, partition=where))
            except MessageSizeTooLargeError:
                return one
            future.add_done_callback(self._note_progress)
            self._in_flight[one.envelope.id] = future
        return None

    def _note_progress(self, _done: asyncio.Future[Any]) -> None:
        self._moved = self._clock()

    async def _enqueue(self, record: Record) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = await self._producer.send(
            record.topic,
            record.value,
            record.key,
            partition=record.partition,
            headers=list(record.headers),
        )
        return future

    async def _acknowledged(self, untold: Sequence[Untold]) -> None:
        """Returns when all that the client has of these are acknowledged; raises what one raises.

        Waiting does not cancel the futures, however it ends.
        """
        ids = [one.envelope.id for one in untold if one.envelope.id in self._in_flight]
        waiting = {self._in_flight[name] for name in ids}
        while waiting:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_EXCEPTION)
            for future in done:
                future.result()
        for name in ids:
            del self._in_flight[name]

    async def _still_in_doubt(self) -> None:
        still = self._clock() - self._moved
        log.warning("broker is silent", extra={"in_doubt": len(self._in_flight), "seconds": still})
        if still >= NO_PROGRESS_S:
            await self._throw_away()
        raise InDoubt

    async def _build(self) -> None:
        self._producer = self._make()
        try:
            async with asyncio.timeout(self._wait_s):
                await self._producer.start()
        except BaseException:
            await self._throw_away()
            raise

    async def _throw_away(self) -> None:
        """Ends a producer for good: only when its sender has ended may another one write."""
        producer, self._producer = self._producer, None
        for future in self._in_flight.values():
            # A pending one is nobody's any more; an exception counts as seen.
            _ = future.cancel() or future.cancelled() or future.exception()
        self._in_flight.clear()
        await producer.client.close()
        # aiokafka knows no stop without a flush, which a dead broker holds for ever.
        sender = producer._sender.sender_task  # noqa: SLF001
        while sender is not None and not sender.done():
            sender.cancel()
            await asyncio.wait([sender], timeout=1)
        producer._closed = True  # noqa: SLF001
