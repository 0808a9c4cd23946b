"""Of somebody erased nothing can be opened any more in the broker's own segments on disk (check 14).

The contact topic's settings, with times of seconds in place of hours, on the real broker. A record that
erases the contact follows, and the ticks that intake's clock tells go on. Every record that is found
in any segment is opened with every key that exists. The control is the same without the ticks.
"""

import asyncio
import json
import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from services.intake.people.answers import Answers
from services.intake.people.erase import erased
from services.intake.people.register import Form, register
from services.intake.ticking import tick_id
from shared.bus.kafka_topics import config_of
from shared.contracts.intake import ContactChanged
from shared.contracts.message import Message
from shared.contracts.topics import topic_of
from shared.keys import Keys
from tests.live.engines import Engines
from tests.live.engines.containers import RECORDS, Contained
from tests.live.engines.fixtures import not_run
from tests.live.engines.processes import Process

pytestmark = pytest.mark.live
Segments = Callable[[], Path]
CANARY: Final = ("Zebulonia", "+46701740605", "zebulonia@example.org")
SEALED: Final = re.compile(rb'"contact": ?"([0-9a-f-]{36})".{0,80}?"sealed": ?"([A-Za-z0-9+/=]+)"')
# The broker looks every 15 s for what is to be cleaned.
PATIENCE_S: Final = 120
TICK_S: Final = 3.0
# Hours of the real topic as seconds, so that a test can wait for them.
QUICK: Final = {
    "max.compaction.lag.ms": "2000",
    "segment.ms": "2000",
    "delete.retention.ms": "1000",
    "file.delete.delay.ms": "1000",
}


@pytest.fixture
def segments(own_engines: Engines, tmp_path: Path) -> Segments:
    """The folder in which the broker keeps its records, or a copy of it as it is now."""
    server = own_engines.kafka_server
    if isinstance(server, Process):
        return lambda: server.folder / "kafka"
    if not isinstance(server, Contained):
        not_run("the folder of a broker that runs elsewhere cannot be read")
    return lambda: server.copied(RECORDS, tmp_path / "copies")


def body(message: Message) -> bytes:
    return message.model_dump_json().encode()


def opened(folder: Path, topic: str, keys: Keys) -> Iterator[str]:
    """What the sealed contacts in all files of a topic say, opened with every key there is."""
    for path in folder.glob(f"{topic}-*/*"):
        if path.suffix not in {".log", ".deleted", ".cleaned", ".swap"}:
            continue
        try:
            raw = path.read_bytes()
        except FileNotFoundError:
            continue  # the broker has just taken it away
        for about, sealed in SEALED.findall(raw):
            for key in keys.contact:
                try:
                    yield keys.unseal(key, sealed.decode(), about.decode())
                except ValueError:
                    continue


def is_left(segments: Segments, topic: str, keys: Keys) -> bool:
    return any(one in said for said in opened(segments(), topic, keys) for one in CANARY)


def in_plain(folder: Path) -> list[str]:
    """Where a file of the broker says the canary as it is."""
    return [
        path.name
        for path in folder.glob("*/*.log")
        if any(one.encode() in path.read_bytes() for one in CANARY)
    ]


async def new_topic(kafka: str) -> str:
    name = f"contacts-{uuid.uuid4()}"
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    config = {**config_of(topic_of(ContactChanged)), **QUICK}
    await admin.create_topics([NewTopic(name, 1, 1, topic_configs=config)])
    await admin.close()
    return name


async def tell(producer: AIOKafkaProducer, topic: str, *messages: ContactChanged) -> None:
    for message in messages:
        await producer.send_and_wait(topic, body(message), key=message.contact.encode())


async def test_nobody_erased_can_be_opened_where_the_clock_ticks(
    own_engines: Engines, segments: Segments, tmp_path: Path
) -> None:
    keys = Keys.load_or_make(tmp_path / "keys.json")
    said = Answers(kind="participant", interests=("choir",), first_name=CANARY[0],
                   phone=CANARY[1], email=CANARY[2], consent=True)  # fmt: skip
    person, (_, contact) = register(Form(str(uuid.uuid4()), said, "sv"), 1, "malmo", keys)
    *_, gone = erased(person, 2, keys)[1]
    assert isinstance(gone, ContactChanged)
    nobody = ContactChanged(contact=tick_id("malmo"), key_id=keys.current, sealed=None)
    ticking, quiet = await new_topic(own_engines.kafka), await new_topic(own_engines.kafka)
    async with AIOKafkaProducer(bootstrap_servers=own_engines.kafka, acks="all") as producer:
        for topic in (ticking, quiet):
            await tell(producer, topic, contact)
            assert is_left(segments, topic, keys), "the look finds what there is"
            await tell(producer, topic, gone)
        async with asyncio.timeout(PATIENCE_S):
            while is_left(segments, ticking, keys):
                await tell(producer, ticking, nobody)
                await asyncio.sleep(TICK_S)
    assert is_left(segments, quiet, keys), "the control: without a tick nothing goes"
    assert in_plain(segments()) == []
    assert json.loads(body(gone))["sealed"] is None
