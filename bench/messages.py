"""Messages a second through listening and store, beside a plain loop with the same reads and writes.

Both read, for every record, whether its key is parked and what is known of its subject, and write
the subject's document; the record is done when that is on the disk. One lane, in order, as all
records of a region are.
"""

import asyncio
import contextlib
import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from motor.motor_asyncio import AsyncIOMotorClient
from uuid6 import uuid7

from bench.figures import median
from bench.matcher.setting import Bar
from bench.running import folder
from bench.table import figure
from services.matching import profiles
from services.matching.profiles import PROFILES
from shared.bus.kafka import KafkaBus
from shared.bus.kafka_send import partition_of
from shared.bus.kafka_topics import KafkaTopics
from shared.bus.listening import Listening, Outcome, hears
from shared.bus.parking import Parking, key_id, parked_of
from shared.bus.record import Record, record_of
from shared.contracts.intake import PersonRegistered, Wishes
from shared.contracts.message import Envelope
from shared.contracts.topics import TOPICS, topic_of
from shared.service import message_id, utc_now
from shared.store.collection import Collection, Store, Untold
from shared.store.mongo import MongoStore, connect
from shared.store.sqlite import SqliteFile, SqliteStore
from tests.behaviour.bus.roads import PARTITIONS, skip_to_the_end
from tests.live.engines import Engines

ROUNDS: Final = 5
ON_A_FILE: Final = 1_000
ON_THE_ENGINES: Final = 300
COLLECTIONS: Final[Sequence[Collection[Any]]] = (PROFILES, parked_of("matching"))
TOPIC: Final = topic_of(PersonRegistered).name
REGION: Final = "malmo"


def registered(number: int) -> list[Record]:
    """Records of so many people whom nobody has heard of."""
    return [record_of(told(str(uuid4()))) for _ in range(number)]


def told(person: str) -> Untold:
    fact = PersonRegistered(
        person=person,
        wishes=Wishes(kinds=("participant",), interests=("choir",), slots=("tue_evening",)),
        registered_at=utc_now(),
        key_hash=uuid4().hex * 2,
    )
    number = str(uuid7())
    envelope = Envelope(
        id=number,
        kind=fact.kind(),
        kind_version=1,
        source="intake",
        subject=person,
        region=REGION,
        at=utc_now(),
        sequence=1,
        correlation=number,
    )
    return Untold(topic=TOPIC, envelope=envelope, data=fact.model_dump(mode="json"))


class Clocked(Listening):
    """Matching's own way to hear of people, which knows when it was done with all of them."""

    def __init__(self, store: Store, service: str, wanted: int) -> None:
        parking = Parking("matching", store, utc_now)
        table = (hears(PersonRegistered, profiles.remember, of=PROFILES),)
        super().__init__(service, store, table, parking=parking, now=utc_now)
        self.done = asyncio.Event()
        self._wanted, self._heard, self._begun = wanted, 0, 0.0
        self.rate = 0.0
        """Messages a second, from the first in hand to the last on the disk."""

    async def handle(self, record: Record) -> Outcome:
        self._begun = self._begun or time.perf_counter()
        outcome = await super().handle(record)
        self._heard += outcome is Outcome.APPLIED
        if self._heard == self._wanted:
            self.rate = self._wanted / (time.perf_counter() - self._begun)
            self.done.set()
        return outcome


def on_a_file() -> Iterator[Bar]:
    """The store of the embedded mode beside bare sqlite3 on the same disk."""
    with folder() as at:
        ours, raw = [], []
        for turn in range(ROUNDS):
            ours.append(asyncio.run(through_the_file(at / f"ours-{turn}.sqlite")))
            raw.append(loop_on_a_file(at / f"raw-{turn}.sqlite"))
        yield bar("embedded", ours, raw, "sqlite3")


async def through_the_file(path: Path) -> float:
    """Messages a second."""
    file = SqliteFile(path)
    store = SqliteStore(file, COLLECTIONS, utc_now, message_id)
    await store.prepare()
    hearing = Clocked(store, "matching", ON_A_FILE)
    for record in registered(ON_A_FILE):
        await hearing.handle(record)
    await asyncio.to_thread(file.close)
    return hearing.rate


def loop_on_a_file(path: Path) -> float:
    """Messages a second, with nothing between record and file."""
    records = registered(ON_A_FILE)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        for table in ("parked", "profiles"):
            db.execute(f"CREATE TABLE {table} (id TEXT PRIMARY KEY, body TEXT)")
        start = time.perf_counter()
        for record in records:
            body = json.loads(record.value or b"")
            db.execute("SELECT body FROM parked WHERE id = ?", (key_id(record),)).fetchone()
            db.execute("SELECT body FROM profiles WHERE id = ?", (body["person"],)).fetchone()
            db.execute("INSERT INTO profiles VALUES (?, ?)", (body["person"], json.dumps(body)))
        return len(records) / (time.perf_counter() - start)


def on_the_engines(engines: Engines) -> Iterator[Bar]:
    """The bus and store of the distributed mode beside bare aiokafka and motor."""
    yield asyncio.run(in_turns(engines))


async def in_turns(engines: Engines) -> Bar:
    await KafkaTopics(engines.kafka, PARTITIONS).prepare(TOPICS)
    ours, raw = [], []
    for _ in range(ROUNDS):
        ours.append(await through_the_bus(engines))
        raw.append(await loop_on_the_engines(engines))
    return bar("Kafka", ours, raw, "aiokafka + motor")


async def through_the_bus(engines: Engines) -> float:
    """Messages a second."""
    group, client = f"bench-{uuid4()}", connect(engines.mongo)
    store = MongoStore(
        client, "matching", COLLECTIONS, now=utc_now, new_id=message_id, prefix=group
    )
    await store.prepare()
    hearing = Clocked(store, group, ON_THE_ENGINES)
    await produced(engines.kafka, group)
    bus = KafkaBus(engines.kafka, partitions=PARTITIONS)
    await bus.start(hearing)
    await hearing.done.wait()
    await bus.stop()
    client.close()
    return hearing.rate


async def produced(kafka: str, group: str) -> None:
    """Puts records on the topic; `group` will begin with the first of them."""
    await skip_to_the_end(kafka, group, [TOPIC])
    where = partition_of(REGION, PARTITIONS)
    async with AIOKafkaProducer(bootstrap_servers=kafka) as producer:
        for one in registered(ON_THE_ENGINES):
            headers = list(one.headers)
            await producer.send(TOPIC, one.value, one.key, partition=where, headers=headers)


async def loop_on_the_engines(engines: Engines) -> float:
    """Messages a second, with nothing between broker and document server."""
    group = f"bench-{uuid4()}"
    await produced(engines.kafka, group)
    client: AsyncIOMotorClient[Any] = AsyncIOMotorClient(engines.mongo, w="majority", journal=True)
    consumer = AIOKafkaConsumer(
        TOPIC, bootstrap_servers=engines.kafka, group_id=group, enable_auto_commit=False
    )
    async with consumer:
        rate = await consumed(consumer, client[group])
    client.close()
    return rate


async def consumed(consumer: Any, db: Any) -> float:
    """Messages a second, committed a batch at a time."""
    done, begun = 0, 0.0
    while done < ON_THE_ENGINES:
        batches = await consumer.getmany(timeout_ms=50)
        begun = begun or (time.perf_counter() if batches else 0.0)
        for part, records in batches.items():
            for record in records:
                body = json.loads(record.value)
                await db["parked"].find_one({"_id": record.key.decode()})
                await db["profiles"].find_one({"_id": body["person"]})
                await db["profiles"].insert_one({"_id": body["person"], "body": body})
            done += len(records)
            await consumer.commit({TopicPartition(*part): records[-1].offset + 1})
    return done / (time.perf_counter() - begun)


def bar(where: str, ours: Sequence[float], raw: Sequence[float], bare: str) -> Bar:
    """The share of the bare loop's speed that is left, by the medians of the rounds."""
    left = median(ours) / median(raw)
    beside = f"{figure(median(ours))}/s against {figure(median(raw))}/s, {bare}"
    title = f"messages through listening and store ÷ plain loop ({where})"
    return Bar(title, left, "×", beside, "", holds=True)
