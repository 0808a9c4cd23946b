"""The bus of the distributed mode: Kafka, consumed through FastStream, produced by aiokafka.

Only this module and its parts (`kafka_send`, `kafka_hear`, `kafka_lanes`, `kafka_topics`) know
either library.
"""

import logging
from collections.abc import Sequence

from shared.bus.kafka_hear import SILENT_S, Hearing
from shared.bus.kafka_send import KafkaSending, idempotent_producer, partition_of
from shared.bus.kafka_topics import UNREACHED, KafkaTopics, reached
from shared.bus.listening import Listening
from shared.contracts.topics import PARTITIONS, TOPICS, Topic
from shared.store.collection import Untold


class KafkaBus:
    """One service's end of Kafka."""

    def __init__(
        self,
        servers: str,
        *,
        partitions: int = PARTITIONS,
        member: str | None = None,
        patience_s: float = 60.0,
        stop_s: float = 55.0,
    ) -> None:
        """`member` only where this replica has a stable name: two live ones that share it steal
        each other's partitions. `patience_s` is how long a start waits for a broker, `stop_s`
        how long a stop waits for what is in hand.
        """
        self._servers = servers
        self._partitions = partitions
        self._topics = KafkaTopics(servers, partitions)
        self._sending = KafkaSending(lambda: idempotent_producer(servers), partitions)
        self._member = member or None
        self._patience_s = patience_s
        self._stop_s = stop_s
        self._hearing: Hearing | None = None
        # The client's own debug lines print keys and values.
        logging.getLogger("aiokafka").setLevel(logging.INFO)

    async def start(self, listening: Listening) -> None:
        """Connects, compares the topics, then hands records to `listening`. Raises Misconfigured.

        A broker that does not answer is waited for.
        """
        hearing = self._hearing = Hearing(listening, self._servers, self._member)

        async def connect() -> None:
            try:
                await self._sending.start()
                await self._topics.compare(concerning(listening.service))
                await hearing.start()
            except UNREACHED:
                await self._let_go()
                raise

        await reached(connect, self._patience_s)

    async def send(self, untold: Sequence[Untold]) -> None:
        await self._sending.send(untold)

    async def stop(self) -> None:
        """Finishes what is in hand, commits it, and leaves; within 60 s whatever the broker does.

        Nothing is sent after it.
        """
        await self._let_go()
        self._sending.close()

    async def _let_go(self) -> None:
        if self._hearing is not None:
            await self._hearing.stop(self._stop_s)
        await self._sending.stop()

    def progress(self) -> float:
        """Seconds since listening last heard from the broker, or last tried a record."""
        return float("inf") if self._hearing is None else self._hearing.progress()

    def trouble(self) -> str | None:
        """Why this end makes no progress, as a code; None where it does."""
        if self._hearing is None:
            return "bus-not-started"
        if self._sending.silent_s > SILENT_S:
            return "broker-silent"
        return self._hearing.trouble()

    def owns(self, region: str) -> bool:
        """Whether the partition of a region is this consumer's."""
        part = partition_of(region, self._partitions)
        return self._hearing is not None and part in self._hearing.partitions()

    def stuck(self) -> bool:
        """Whether only a restart can help: the loop has ended, or tried nothing for STUCK_S."""
        return self._hearing is not None and self._hearing.stuck()


def concerning(service: str) -> list[Topic]:
    """The topics that a service tells or hears."""
    return [topic for topic in TOPICS if service in (topic.owner, *topic.listeners)]
