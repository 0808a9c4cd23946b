"""The distributed mode: one service a process, on MongoDB and Kafka at the addresses set."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

from fastapi import FastAPI

from deploy.services import PARTS
from shared.bus.kafka import KafkaBus
from shared.bus.kafka_topics import KafkaTopics
from shared.contracts.topics import TOPICS
from shared.keys import Keys
from shared.keys import make as make_keys
from shared.service import Clock, Wiring, make_service, message_id, utc_now
from shared.settings import Misconfigured, Settings
from shared.store.collection import Collection, Store
from shared.store.document import Unavailable
from shared.store.holding import is_held_by
from shared.store.mongo import MongoStore, connect

# A store that starts beside us, or comes back, is waited for; a wrong address is not.
START_PATIENCE_S: Final = 60.0


@contextlib.asynccontextmanager
async def opened(
    service: str, settings: Settings, *, check_sequence: bool = True, now: Clock = utc_now
) -> AsyncIterator[FastAPI]:
    """The application of one service. Raises Misconfigured.

    `check_sequence` is off only in the control that shows what it is for; `now` is another clock
    only where a test lets half a year pass.
    """
    check(settings)
    keys = Keys.load(settings.keys_file)
    client = connect(settings.store)

    async def open_store(name: str, collections: Sequence[Collection[Any]]) -> Store:
        store = MongoStore(client, name, collections, now=now, new_id=message_id)
        await answered(store)
        await check_move(store, name)
        return store

    bus = KafkaBus(settings.kafka, partitions=settings.partitions, member=settings.member or None)
    wiring = Wiring(
        settings, keys, open_store, bus, now, check_sequence=check_sequence, holdable=True
    )
    try:
        yield make_service(PARTS[service], wiring)
    finally:
        client.close()


async def answered(store: MongoStore) -> None:
    """Prepares the store as soon as it answers. Raises Misconfigured after START_PATIENCE_S."""
    until = time.monotonic() + START_PATIENCE_S
    while True:
        try:
            await store.prepare()
        except Unavailable:
            if time.monotonic() > until:
                raise Misconfigured("no store answers at LOTSA_STORE") from None
            await asyncio.sleep(1)
        else:
            return


async def check_move(store: Store, service: str) -> None:
    """Raises Misconfigured where only a part of the documents may be there."""
    if await is_held_by(store, service, "move"):
        raise Misconfigured("a move into LOTSA_STORE was broken off: give the same command again")


async def prepare(settings: Settings, *, moving: bool = False) -> list[str]:
    """Makes keys, topics and indexes where they are missing; returns what was done, line by line.

    Harmless to repeat. Raises Misconfigured, also where a move was broken off, but for a move.
    """
    check(settings)
    # Nothing else is made where only a part of the documents may be.
    done = await prepare_stores(settings, moving=moving)
    topics = KafkaTopics(settings.kafka, settings.partitions, replication=settings.replication)
    await topics.prepare(TOPICS)
    done.append(f"topics ready: {len(TOPICS)}")
    if not settings.keys_file.exists():
        make_keys(settings.keys_file)
        done.append(f"keys made: {settings.keys_file.name}")
    return done


async def prepare_stores(settings: Settings, *, moving: bool) -> list[str]:
    """Makes the indexes of every service; returns a line for each. Raises Misconfigured."""
    done = []
    client = connect(settings.store)
    try:
        for name, parts in PARTS.items():
            store = MongoStore(client, name, parts.stored, now=utc_now, new_id=message_id)
            await answered(store)
            if not moving:
                await check_move(store, name)
            done.append(f"{name}: {len(parts.stored)} collections ready")
    finally:
        client.close()
    return done


def check(settings: Settings) -> None:
    """Raises Misconfigured where an address is missing."""
    if not settings.store.startswith("mongodb"):
        raise Misconfigured("set LOTSA_STORE to the mongodb:// address of the store")
    if not settings.kafka:
        raise Misconfigured("set LOTSA_KAFKA to the addresses of the brokers")
