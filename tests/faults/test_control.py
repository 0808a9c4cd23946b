"""What the sequence check is for: a record that comes again must not undo what came after it."""

import asyncio
import time
from collections.abc import Iterator

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from pymongo import MongoClient

from tests.faults.acting import Sent, send_form, until
from tests.faults.running import Breakable, Client

pytestmark = [pytest.mark.faults, pytest.mark.live]
PEOPLE = "intake.people.v1"


@pytest.fixture(params=[True, False], ids=["checked", "unchecked"])
def checked(breakable: Breakable, request: pytest.FixtureRequest) -> Iterator[bool]:
    """The matching service with the check, or without it."""
    process = breakable.lotsa.processes["matching"]
    words = process.words
    process.stop()
    if not request.param:
        process.words = ["tests.faults.unchecked", "matching"]
    process.start()
    process.wait_until_ready()
    yield request.param
    process.stop()
    process.words = words
    process.start()
    process.wait_until_ready()


def test_a_record_that_comes_again_undoes_nothing_only_where_it_is_checked(
    breakable: Breakable, checked: bool
) -> None:
    sent = send_form(breakable.lotsa, f"10.9.9.{1 + checked}", "Omar")
    until(lambda: profile(breakable, sent), "the form was not heard of")
    Client(breakable.lotsa, {}).ask("POST", f"/intake/api/v1/people/{sent.key}/withdraw")
    until(lambda: profile(breakable, sent)["withdrawn"], "the withdrawal was not heard of")
    asyncio.run(send_first_record_again(breakable.engines.kafka, sent.person))
    time.sleep(3)
    assert bool(profile(breakable, sent)["withdrawn"]) is checked


def profile(breakable: Breakable, sent: Sent) -> dict[str, object]:
    """What matching keeps of the person; empty before it has heard."""
    with MongoClient(breakable.engines.mongo) as client:
        profiles = client["lotsa_matching"]["profiles"]
        found = profiles.find_one({"_id": sent.person})
    return dict(found["body"]) if found else {}


async def send_first_record_again(kafka: str, person: str) -> None:
    """The person's first record, byte for byte, as after a commit that was lost."""
    consumer = AIOKafkaConsumer(
        PEOPLE, bootstrap_servers=kafka, auto_offset_reset="earliest", enable_auto_commit=False
    )
    producer = AIOKafkaProducer(bootstrap_servers=kafka)
    await consumer.start()
    await producer.start()
    try:
        async for record in consumer:
            if record.key == person.encode():
                await producer.send_and_wait(
                    PEOPLE,
                    record.value,
                    key=record.key,
                    partition=record.partition,
                    headers=list(record.headers),
                )
                return
    finally:
        await consumer.stop()
        await producer.stop()
