"""Proofs of life: each raises where an engine does not do its work yet."""

import asyncio
import socket
import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from pymongo import MongoClient

LIMIT = 20.0
"""Seconds for one attempt."""


def kafka_carries(bootstrap: str) -> None:
    """Produce one message and consume it as a group of one.

    A listening port is not enough: a broker listens before it can elect a leader or make the topic
    of the groups' offsets.
    """
    host, port = bootstrap.rsplit(":", 1)
    with socket.create_connection((host, int(port)), timeout=2):
        pass
    # A thread of its own, since the caller may stand inside a running event loop.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, asyncio.wait_for(_round_trip(bootstrap), LIMIT)).result()


async def _round_trip(bootstrap: str) -> None:
    topic = f"round-trip-{uuid.uuid4()}"
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        await admin.start()
        await admin.create_topics([NewTopic(topic, 1, 1)])
        await _send(bootstrap, topic)
        await _receive(bootstrap, topic)
        await admin.delete_topics([topic])
    finally:
        await admin.close()


async def _send(bootstrap: str, topic: str) -> None:
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all") as producer:
        await producer.send_and_wait(topic, topic.encode())


async def _receive(bootstrap: str, topic: str) -> None:
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=bootstrap, group_id=topic, auto_offset_reset="earliest"
    )
    async with consumer:
        record = await consumer.getone()
    if record.value != topic.encode():
        raise AssertionError(f"sent {topic}, received {record.value!r}")


def mongo_writes(url: str) -> None:
    """The server says that it takes writes: a replica set does so once its primary is elected."""
    if not greeting(url)["ismaster"]:
        raise ConnectionError("no primary yet")


def greeting(url: str) -> Mapping[str, object]:
    """What the server says of itself, by the command that old and new servers know."""
    with MongoClient[dict[str, object]](
        url, serverSelectionTimeoutMS=2000, connectTimeoutMS=2000, socketTimeoutMS=5000
    ) as client:
        return client.admin.command("isMaster")
