"""Both buses, as the suite drives them."""

import uuid
from contextlib import AsyncExitStack

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from shared.bus.direct import DirectBus
from shared.bus.kafka import KafkaBus
from shared.bus.kafka_lanes import as_record
from shared.bus.kafka_send import partition_of
from shared.bus.kafka_topics import KafkaTopics
from shared.bus.listening import Listening
from shared.bus.record import Record
from shared.contracts.topics import TOPICS

PARTITIONS = 3


class DirectRoad:
    """Handed over in the process."""

    def __init__(self) -> None:
        self.bus = DirectBus()
        self._listening: Listening | None = None
        self._put = 0

    async def open(self, listening: Listening) -> None:
        self._listening = listening
        await self.bus.start(listening)

    async def put(self, record: Record) -> None:
        assert self._listening is not None
        self._put += 1
        place = {"partition": 1, "offset": self._put}
        await self._listening.handle(Record(**{**vars(record), **place}))

    async def close(self) -> None:
        await self.bus.stop()


class KafkaRoad:
    """Over a broker. The group begins where the topics end, so every test hears its own alone."""

    def __init__(self, servers: str) -> None:
        self.bus = KafkaBus(servers, partitions=PARTITIONS)
        self._servers = servers
        self._stack = AsyncExitStack()

    async def open(self, listening: Listening) -> None:
        await KafkaTopics(self._servers, PARTITIONS).prepare(TOPICS)
        # A group of its own: a member that a test before it killed would be waited for.
        listening.service = f"tallies-{uuid.uuid4()}"
        self._producer = await self._stack.enter_async_context(
            AIOKafkaProducer(bootstrap_servers=self._servers, acks="all")
        )
        topics = [topic.name for topic in listening.topics]
        await skip_to_the_end(self._servers, listening.service, topics)
        await self.bus.start(listening)

    async def put(self, record: Record) -> None:
        await self._producer.send_and_wait(
            record.topic,
            record.value,
            record.key,
            partition=partition_of("malmo", PARTITIONS),
            headers=list(record.headers),
        )

    async def close(self) -> None:
        await self.bus.stop()
        await self._stack.aclose()


async def skip_to_the_end(servers: str, group: str, topics: list[str]) -> None:
    parts = [TopicPartition(topic, part) for topic in topics for part in range(PARTITIONS)]
    consumer = AIOKafkaConsumer(bootstrap_servers=servers, group_id=group, enable_auto_commit=False)
    async with consumer:
        consumer.assign(parts)
        await consumer.commit(await consumer.end_offsets(parts))


async def records_of(servers: str, topic: str, key: str) -> list[Record]:
    """All records of a key, in the order in which they stand on the topic."""
    consumer = AIOKafkaConsumer(bootstrap_servers=servers)
    found: list[Record] = []
    async with consumer:
        parts = [TopicPartition(topic, part) for part in range(PARTITIONS)]
        consumer.assign(parts)
        await consumer.seek_to_beginning()
        for part, end in (await consumer.end_offsets(parts)).items():
            while await consumer.position(part) < end:
                raws = (await consumer.getmany(part, timeout_ms=500)).get(part, [])
                found += [as_record(raw) for raw in raws]
    return [record for record in found if record.key == key.encode()]


async def committed(servers: str, group: str) -> dict[TopicPartition, int]:
    admin = AIOKafkaAdminClient(bootstrap_servers=servers)
    await admin.start()
    try:
        found = await admin.list_consumer_group_offsets(group)
    finally:
        await admin.close()
    return {part: meta.offset for part, meta in found.items()}
