"""The engines do what the live tests rely on."""

import asyncio
import os
import subprocess
import sys
import time
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import UnknownTopicOrPartitionError
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection
from pymongo.errors import DuplicateKeyError

from tests.live.engines import Engines, Server
from tests.live.engines.answers import kafka_carries
from tests.live.engines.fixtures import not_run
from tests.live.engines.jars import jar_folder, missing_tools
from tests.live.engines.processes import HERE, document_server

pytestmark = pytest.mark.live

Documents: TypeAlias = AsyncIOMotorCollection[dict[str, Any]]

DURABLY = "&w=majority&journal=true&readConcernLevel=majority"


@pytest.fixture
async def topic(engines: Engines) -> str:
    """A new topic of three partitions."""
    name = f"engines-{uuid.uuid4()}"
    admin = AIOKafkaAdminClient(bootstrap_servers=engines.kafka)
    await admin.start()
    await admin.create_topics([NewTopic(name, 3, 1)])
    await admin.close()
    return name


@pytest.fixture
async def seats(engines: Engines) -> AsyncIterator[Documents]:
    """An empty collection, used with the guarantees that the store asks for."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(
        engines.mongo + DURABLY, maxPoolSize=20
    )
    yield client[f"engines-{uuid.uuid4()}"]["seats"]
    client.close()


async def produce(bootstrap: str, topic: str, bodies: list[bytes]) -> None:
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all") as producer:
        for number, body in enumerate(bodies):
            await producer.send_and_wait(topic, body, partition=number % 3)


async def consume(bootstrap: str, topic: str, count: int) -> set[bytes]:
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=bootstrap, group_id=f"of-{topic}", auto_offset_reset="earliest"
    )
    async with consumer, asyncio.timeout(30):
        return {(await consumer.getone()).value for _ in range(count)}


async def test_broker_carries_messages_of_all_partitions(engines: Engines, topic: str) -> None:
    bodies = [str(number).encode() for number in range(30)]
    await produce(engines.kafka, topic, bodies)
    assert await consume(engines.kafka, topic, 30) == set(bodies)


async def test_broker_makes_no_topic_by_itself(engines: Engines) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=engines.kafka, request_timeout_ms=1000)
    async with producer:
        with pytest.raises((UnknownTopicOrPartitionError, TimeoutError)):
            await asyncio.wait_for(producer.send_and_wait("never-declared", b""), 5)
    admin = AIOKafkaAdminClient(bootstrap_servers=engines.kafka)
    await admin.start()
    topics = await admin.list_topics()
    await admin.close()
    assert "never-declared" not in topics


async def take_last_seat(seats: Documents, guard: dict[str, object]) -> int:
    """How many of 200 simultaneous updates say that they took the one seat."""
    await seats.insert_one({"_id": "g", "free": 1, "taken": 0})
    change = {"$inc": {"free": -1, "taken": 1}}
    done = await asyncio.gather(*(seats.update_one(guard, change) for _ in range(200)))
    return sum(result.modified_count for result in done)


async def test_last_seat_has_one_winner_of_200(seats: Documents) -> None:
    assert await take_last_seat(seats, {"_id": "g", "free": 1}) == 1


async def test_without_the_guard_all_200_would_win(seats: Documents) -> None:
    assert await take_last_seat(seats, {"_id": "g"}) == 200


async def insert_until(seats: Documents, acknowledged: list[int]) -> None:
    """Insert 0, 1, 2 … and note each one that the server said is safe; ends with an error."""
    number = len(acknowledged)
    while True:
        await seats.insert_one({"_id": number, "mark": f"m{number}"})
        acknowledged.append(number)
        number += 1


async def write_until_killed(server: Server, seats: Documents) -> tuple[int, int]:
    """How many inserts were acknowledged before a kill, and how many of them are there after it."""
    acknowledged: list[int] = []
    writing = asyncio.create_task(insert_until(seats, acknowledged))
    await asyncio.sleep(1)
    await asyncio.to_thread(server.kill)
    writing.cancel()
    await asyncio.wait([writing])
    await asyncio.to_thread(server.start)
    return len(acknowledged), await seats.count_documents({"_id": {"$in": acknowledged}})


async def test_documents_outlive_a_kill_in_the_middle_of_writing(
    breakable_engines: Engines, seats: Documents
) -> None:
    acknowledged, found = await write_until_killed(breakable_engines.mongo_server, seats)
    assert found == acknowledged > 20
    last = await seats.find_one(sort=[("_id", -1)])
    assert last is not None
    with pytest.raises(DuplicateKeyError):
        await seats.insert_one(last)


async def test_a_server_that_does_not_commit_would_lose_documents(tmp_path: Path) -> None:
    if lacking := missing_tools():
        not_run(f"this machine lacks {' and '.join(lacking)}")
    source = tmp_path / "DocumentServer.java"
    whole = (HERE / "DocumentServer.java").read_text()
    source.write_text(whole.replace("commit(); }", "}"))
    assert source.read_text() != whole
    url, server = document_server(f"{jar_folder()}/*", tmp_path, source)
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(url)
    try:
        await asyncio.to_thread(server.start)
        acknowledged, found = await write_until_killed(server, client.forgetful.seats)
    finally:
        server.close()
        client.close()
    assert found < acknowledged


async def test_messages_outlive_a_kill_of_the_broker(
    breakable_engines: Engines, topic: str
) -> None:
    address = breakable_engines.kafka
    await produce(address, topic, [b"before"])
    await asyncio.to_thread(breakable_engines.kafka_server.kill)
    with pytest.raises(OSError, match="refused"):
        kafka_carries(address)
    await asyncio.to_thread(breakable_engines.kafka_server.start)
    await produce(address, topic, [b"after"])
    assert await consume(address, topic, 2) == {b"before", b"after"}


async def test_a_paused_broker_says_nothing_and_goes_on_where_it_was(
    breakable_engines: Engines, topic: str
) -> None:
    server = breakable_engines.kafka_server
    async with AIOKafkaProducer(bootstrap_servers=breakable_engines.kafka) as producer:
        await producer.send_and_wait(topic, b"awake")
        await asyncio.to_thread(server.pause)
        sending = asyncio.create_task(producer.send_and_wait(topic, b"asleep"))
        done, _ = await asyncio.wait([sending], timeout=2)
        assert not done
        assert server.running()
        await asyncio.to_thread(server.resume)
        await asyncio.wait_for(sending, 20)
    assert await consume(breakable_engines.kafka, topic, 2) == {b"awake", b"asleep"}


async def test_both_stop_and_start_at_the_same_address(breakable_engines: Engines) -> None:
    for server in (breakable_engines.kafka_server, breakable_engines.mongo_server):
        await asyncio.to_thread(server.stop)
        assert not server.running()
        await asyncio.to_thread(server.start)
        assert server.running()


KEEPER = HERE / "keeper.py"
HOLDER = """
import subprocess, sys
keeper = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, start_new_session=True)
print(keeper.pid, flush=True)
sys.stdin.read()
"""


def test_an_engine_dies_with_the_tests_even_when_they_are_killed(tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    engine = ["sh", "-c", f"while :; do date +%N > {alive}; sleep 0.05; done"]
    command = [sys.executable, "-c", HOLDER, sys.executable, str(KEEPER), str(tmp_path / "log")]
    with subprocess.Popen(
        [*command, *engine], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    ) as holder:
        assert holder.stdout is not None
        keeper = int(holder.stdout.readline())
        assert changes(alive)
        holder.kill()
    wait_for_end(keeper)
    assert not changes(alive)


def changes(file: Path) -> bool:
    """Whether the file gets new content within a second."""
    before = file.read_text() if file.exists() else ""
    for _ in range(20):
        time.sleep(0.05)
        if file.exists() and file.read_text() != before:
            return True
    return False


def wait_for_end(pid: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError(f"process {pid} still runs")
