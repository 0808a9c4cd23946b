"""The bare hops of a form: what parsing, disk, broker and mail server cost with nothing around them.

One after another on an idle machine, over the same disk, engines and sink, in the same run.
"""

import asyncio
import contextlib
import json
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import aiosmtplib
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from motor.motor_asyncio import AsyncIOMotorClient

from bench.sending import form
from services.intake.people.api import PersonForm
from tests.journeys.post import Post

LETTER: Final = "Hej Amina!\n\n" + "Vi har ditt formulär. Här ser du vad som händer nu.\n" * 12

Write = Callable[[str, bytes], Awaitable[None]]
Carry = Callable[[bytes], Awaitable[bytes]]


@dataclass(frozen=True)
class Hops:
    """What the hops are made of: a durable write, a way from teller to listener, a mail server."""

    write: Write
    carry: Carry
    post: Post


async def one_form(hops: Hops, number: int) -> float:
    """Seconds from bytes to the mail server's yes."""
    body = json.dumps(form(number)).encode()
    start = time.perf_counter()
    read = PersonForm.model_validate_json(body)
    told = await written_twice(hops, read.model_dump_json().encode())
    heard = await hops.carry(told)
    await written_twice(hops, heard)
    await hand_over(hops.post, f"bare-{number}@example.org")
    return time.perf_counter() - start


async def written_twice(hops: Hops, body: bytes) -> bytes:
    for _ in range(2):
        await hops.write(str(uuid4()), body)
    return body


async def hand_over(post: Post, to: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "lotsa@example.org", to, "Vi har ditt formulär"
    mail["Message-ID"] = f"<{uuid4()}@example.org>"
    mail.set_content(LETTER)
    mail.add_alternative(f"<p>{LETTER}</p>", subtype="html")
    await aiosmtplib.send(mail, hostname="127.0.0.1", port=post.port)


async def measured(hops: Hops, times: int) -> list[float]:
    """Seconds of so many forms, the first ones left out: connections are opened by them."""
    taken = [await one_form(hops, number) for number in range(times + 5)]
    return taken[5:]


def on_a_file(path: Path) -> sqlite3.Connection:
    """As durable as the store's own: synced at every commit."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE IF NOT EXISTS bare (id TEXT PRIMARY KEY, body TEXT NOT NULL)")
    return db


@contextlib.asynccontextmanager
async def in_one_process(folder: Path, post: Post) -> AsyncIterator[Hops]:
    """Writes into an SQLite file; teller and listener share a process."""
    with contextlib.closing(on_a_file(folder / "bare.sqlite")) as db:

        async def write(key: str, body: bytes) -> None:
            db.execute("INSERT INTO bare VALUES (?, ?)", (key, body.decode()))

        async def carry(body: bytes) -> bytes:
            return json.dumps(json.loads(body)).encode()

        yield Hops(write, carry, post)


@contextlib.asynccontextmanager
async def over_the_engines(kafka: str, mongo: str, post: Post) -> AsyncIterator[Hops]:
    """Writes into the document server, acknowledged as the store asks; carries over the broker."""
    client: AsyncIOMotorClient[Any] = AsyncIOMotorClient(mongo, w="majority", journal=True)
    table = client[f"bare_{uuid4().hex[:8]}"]["bare"]

    async def write(key: str, body: bytes) -> None:
        await table.insert_one({"_id": key, "body": body.decode()})

    async with carrier(kafka) as carry:
        yield Hops(write, carry, post)
    client.close()


@contextlib.asynccontextmanager
async def carrier(kafka: str) -> AsyncIterator[Carry]:
    """From a producer to a consumer that is there already, over a topic of its own."""
    topic = f"bare-{uuid4().hex[:8]}"
    await make_topic(kafka, topic)
    producer = AIOKafkaProducer(bootstrap_servers=kafka, acks="all", enable_idempotence=True)
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka)
    async with producer, consumer:
        consumer.assign([TopicPartition(topic, 0)])
        await consumer.seek_to_beginning()

        async def carry(body: bytes) -> bytes:
            await producer.send_and_wait(topic, body, partition=0)
            value: bytes = (await consumer.getone()).value
            return value

        yield carry


async def make_topic(kafka: str, topic: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(topic, num_partitions=1, replication_factor=1)])
        await asyncio.sleep(0.5)
    finally:
        await admin.close()
