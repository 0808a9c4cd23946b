"""Hearing from Kafka: the consumer of one service, run by FastStream."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.message import FAKE_CONSUMER, KafkaMessage

from shared.bus.kafka_lanes import Lanes
from shared.bus.kafka_send import REQUEST_TIMEOUT_MS, RETRY_BACKOFF_MS
from shared.bus.listening import Listening

SESSION_MS = 10_000
REBALANCE_MS = 60_000
FETCH_BYTES = 131_072
BATCH_MS = 50
# Longer than the longest effect: FastStream takes None and 0 both for "do not wait".
GRACE_S = 55.0
# An idle consumer hears from the broker every half second.
SILENT_S = 15.0
STUCK_S = 120.0

log = logging.getLogger(__name__)


class Hearing:
    """The consumer of one service: all its topics, in one group."""

    def __init__(self, listening: Listening, servers: str, member: str | None) -> None:
        self._listening = listening
        self._servers = servers
        self._member = member
        self.lanes = Lanes(listening.service, listening.handle, lambda: self._subscriber.consumer)
        self._broker: KafkaBroker | None = None
        self._subscriber: Any = None
        self._leaving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Joins the group. Raises KafkaError, TimeoutError."""
        self._broker = KafkaBroker(
            self._servers,
            allow_auto_create_topics=False,
            apply_types=False,
            consumer_only=True,
            request_timeout_ms=REQUEST_TIMEOUT_MS,
            retry_backoff_ms=RETRY_BACKOFF_MS,
            graceful_timeout=GRACE_S,
            logger=log,
            log_level=logging.DEBUG,
        )
        self._subscriber = subscribed(self._broker, self._listening, self.lanes, self._member)
        async with asyncio.timeout(SILENT_S):
            await self._broker.start()

    async def stop(self, within_s: float) -> None:
        """Finishes and commits what is in hand, then leaves the group.

        A dead broker can hold the client's stop for ever, and revocation is not called by it: then
        this returns in time all the same, and the client's stop ends with the process.
        """
        if self._broker is None:
            return
        broker, self._broker = self._broker, None
        until = time.monotonic() + within_s
        await asyncio.wait([asyncio.create_task(self.lanes.drain())], timeout=within_s)
        self._leaving = asyncio.create_task(broker.stop())
        await asyncio.wait([self._leaving], timeout=max(1.0, until - time.monotonic()))

    def partitions(self) -> set[int]:
        """The numbers of those that are ours; the same ones of every topic."""
        if self._subscriber is None or not self.lanes.joined:
            return set()
        return {part.partition for part in self._subscriber.consumer.assignment()}

    def progress(self) -> float:
        """As `KafkaBus.progress`. A member without partitions has nothing to be late with."""
        consumer: Any = self._subscriber.consumer if self._subscriber else None
        mine = consumer.assignment() if consumer else ()
        if self.lanes.joined and not mine:
            return 0.0
        heard = [consumer.last_poll_timestamp(part) or 0 for part in mine]
        silent = time.time() - max(heard, default=0) / 1000
        return max(0.0, min(silent, time.monotonic() - self.lanes.tried))

    def trouble(self) -> str | None:
        if self.lanes.stopped:
            return self.lanes.stopped
        if self.lanes.waiting:
            return "listening-waits"
        if not self.lanes.joined:
            return "joining"
        return "no-progress" if self.progress() > SILENT_S else None

    def stuck(self) -> bool:
        if self._subscriber is None:
            return False
        ended = all(task.done() for task in self._subscriber.tasks)
        return ended or (self.lanes.busy and time.monotonic() - self.lanes.tried > STUCK_S)


def subscribed(broker: KafkaBroker, listening: Listening, lanes: Lanes, member: str | None) -> Any:
    """The one subscriber of a service, with everything that must not be left to a default."""
    subscriber = broker.subscriber(
        *(topic.name for topic in listening.topics),
        batch=True,
        group_id=listening.service,
        group_instance_id=f"{listening.service}-{member}" if member else None,
        ack_policy=AckPolicy.MANUAL,
        no_reply=True,
        listener=lanes,
        parser=as_it_came,
        decoder=untouched,
        # Round robin would put partition n of two topics into different consumers.
        partition_assignment_strategy=(RangePartitionAssignor,),
        auto_offset_reset="earliest",
        session_timeout_ms=SESSION_MS,
        rebalance_timeout_ms=REBALANCE_MS,
        max_partition_fetch_bytes=FETCH_BYTES,
        batch_timeout_ms=BATCH_MS,
    )
    handler: Callable[..., Any] = lanes.take
    subscriber(handler)
    return subscriber


async def as_it_came(records: tuple[Any, ...]) -> KafkaMessage:
    """The stock parser loses a batch with a header that is not UTF-8."""
    return KafkaMessage(raw_message=records, body=b"", consumer=FAKE_CONSUMER)


async def untouched(message: KafkaMessage) -> Any:
    """The stock decoder loses what is not JSON."""
    return message.raw_message
