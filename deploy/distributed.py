"""The distributed mode: one service a process, on MongoDB and Kafka at the addresses set."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from typing import Any

from fastapi import FastAPI

from deploy.services import PARTS
from shared.bus.kafka import KafkaBus
from shared.bus.kafka_topics import KafkaTopics
from shared.bus.parking import parked_of
from shared.contracts.topics import TOPICS
from shared.keys import Keys
from shared.keys import make as make_keys
from shared.service import Wiring, make_service, message_id, utc_now
from shared.settings import Misconfigured, Settings
from shared.store.collection import Collection, Store
from shared.store.mongo import MongoStore, connect


@contextlib.asynccontextmanager
async def opened(service: str, settings: Settings) -> AsyncIterator[FastAPI]:
    """The application of one service. Raises Misconfigured."""
    check(settings)
    keys = Keys.load(settings.keys_file)
    client = connect(settings.store)

    async def open_store(name: str, collections: Sequence[Collection[Any]]) -> Store:
        store = MongoStore(client, name, collections, now=utc_now, new_id=message_id)
        await store.prepare()
        return store

    bus = KafkaBus(settings.kafka, partitions=settings.partitions, member=settings.member or None)
    try:
        yield make_service(PARTS[service], Wiring(settings, keys, open_store, bus))
    finally:
        client.close()


async def prepare(settings: Settings) -> list[str]:
    """Makes keys, topics and indexes where they are missing; returns what was done, line by line.

    Harmless to repeat. Raises Misconfigured.
    """
    check(settings)
    done = []
    if not settings.keys_file.exists():
        make_keys(settings.keys_file)
        done.append(f"keys made: {settings.keys_file.name}")
    await KafkaTopics(settings.kafka, settings.partitions).prepare(TOPICS)
    done.append(f"topics ready: {len(TOPICS)}")
    client = connect(settings.store)
    try:
        for name, parts in PARTS.items():
            collections = [*parts.collections, parked_of(name)]
            store = MongoStore(client, name, collections, now=utc_now, new_id=message_id)
            await store.prepare()
            done.append(f"{name}: {len(collections)} collections ready")
    finally:
        client.close()
    return done


def check(settings: Settings) -> None:
    """Raises Misconfigured where an address is missing."""
    if not settings.store.startswith("mongodb"):
        raise Misconfigured("set LOTSA_STORE to the mongodb:// address of the store")
    if not settings.kafka:
        raise Misconfigured("set LOTSA_KAFKA to the addresses of the brokers")
