"""How much the broker holds that a service has not applied yet."""

from collections.abc import Sequence
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from shared.bus.kafka_topics import reached
from shared.contracts.topics import Topic

PATIENCE_S: Final = 20.0


async def unheard(servers: str, group: str, topics: Sequence[Topic]) -> int:
    """Records of `topics` that the service `group` has not committed. Raises Misconfigured where
    no broker answers.
    """
    return await reached(lambda: _unheard(servers, group, topics), PATIENCE_S)


async def _unheard(servers: str, group: str, topics: Sequence[Topic]) -> int:
    admin = AIOKafkaAdminClient(bootstrap_servers=servers)
    consumer = AIOKafkaConsumer(bootstrap_servers=servers)
    try:
        await admin.start()
        await consumer.start()
        parts = [
            TopicPartition(found["topic"], part["partition"])
            for found in await admin.describe_topics([topic.name for topic in topics])
            for part in found["partitions"]
        ]
        done = await admin.list_consumer_group_offsets(group, partitions=parts)
        first = await consumer.beginning_offsets(parts)
        end = await consumer.end_offsets(parts)
    finally:
        await consumer.stop()
        await admin.close()
    # Before its first commit the offset is -1: then everything that there is was not heard.
    return sum(end[part] - max(done[part].offset, first[part]) for part in parts)
