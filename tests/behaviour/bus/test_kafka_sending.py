"""Telling through a real broker that freezes, dies, refuses, and comes back."""

import asyncio
import time

import pytest

from shared.bus.kafka import KafkaBus
from shared.bus.kafka_topics import KafkaTopics
from shared.contracts.topics import TOPICS
from shared.settings import Misconfigured
from tests.behaviour.bus.roads import PARTITIONS, KafkaRoad, records_of
from tests.behaviour.bus.tallies import posted
from tests.behaviour.bus.world import World, new
from tests.live.engines.running import Engines

pytestmark = pytest.mark.live


@pytest.fixture
def road(engines: Engines) -> KafkaRoad:
    return KafkaRoad(engines.kafka)


async def test_a_frozen_broker_gets_everything_once_and_in_order(
    world: World, breakable_engines: Engines
) -> None:
    world.road.bus._sending._wait_s = 2
    subject = new()
    await world.tell(subject, posted(subject))
    await asyncio.to_thread(breakable_engines.kafka_server.pause)
    telling = asyncio.create_task(world.tell(subject, posted(subject), posted(subject)))
    await asyncio.sleep(6)
    assert not telling.done()
    assert world.road.bus._sending.silent_s > 1

    await asyncio.to_thread(breakable_engines.kafka_server.resume)
    await telling

    await world.applied(subject, 1, 2, 3)
    assert await told(breakable_engines, subject) == [1, 2, 3]


async def test_a_killed_broker_loses_and_doubles_nothing(
    world: World, breakable_engines: Engines
) -> None:
    subjects = [new() for _ in range(20)]
    broker = breakable_engines.kafka_server
    telling = asyncio.create_task(tell_all(world, subjects, 30))
    for _ in range(2):
        await asyncio.sleep(0.5)
        await asyncio.to_thread(broker.restart)
    await telling

    for subject in subjects[:3]:
        assert await told(breakable_engines, subject) == list(range(1, 31))


async def tell_all(world: World, subjects: list[str], times: int) -> None:
    relay = asyncio.create_task(world.relay.run())
    for _ in range(times):
        for subject in subjects:
            await world.announce(subject, posted(subject))
        world.relay.nudge()
        await asyncio.sleep(0.1)
    await asyncio.gather(*(world.applied(one, *range(1, times + 1), within=90) for one in subjects))
    relay.cancel()


async def told(engines: Engines, subject: str) -> list[int]:
    """The sequences of a subject as they stand on the topic."""
    records = await records_of(engines.kafka, "intake.needs.v1", subject)
    return [record.envelope().sequence for record in records]


async def test_a_message_too_large_is_set_aside_and_the_others_go_on(world: World) -> None:
    large, other = new(), new()
    await world.announce(large, posted(large))
    await world.announce(large, posted(large, "x" * 1_100_000), posted(large))
    await world.tell(other, posted(other))

    await world.applied(other, 1)
    (dead,) = await world.parked("dead")
    assert dead.reason == "too-large"
    assert len(dead.first.value or b"") > 1_100_000
    (gap,) = await world.parked("parked")
    assert gap.reason == "gap"
    await world.desk.skip(gap.id, "operator-1")
    await world.work()
    await world.applied(large, 1, 3)


async def test_stopping_beside_a_frozen_broker_ends(
    world: World, breakable_engines: Engines
) -> None:
    world.road.bus._stop_s = 2
    hearing = world.road.bus._hearing
    await asyncio.to_thread(breakable_engines.kafka_server.pause)
    begun = time.monotonic()
    await world.road.bus.stop()
    assert time.monotonic() - begun < 10

    await asyncio.to_thread(breakable_engines.kafka_server.resume)
    await hearing._leaving


async def test_a_start_without_a_broker_says_so_in_one_line(world: World) -> None:
    bus = KafkaBus("127.0.0.1:1", patience_s=1)
    with pytest.raises(Misconfigured, match="no broker answers at LOTSA_KAFKA"):
        await bus.start(world.listening)
    await bus.stop()


async def test_a_service_refuses_topics_that_differ_and_names_what(engines: Engines) -> None:
    await KafkaTopics(engines.kafka, PARTITIONS).prepare(TOPICS)
    assert await KafkaTopics(engines.kafka, PARTITIONS).prepare(TOPICS) == []
    with pytest.raises(Misconfigured) as refused:
        await KafkaTopics(engines.kafka, 6).compare(TOPICS[:1])

    assert str(refused.value) == (
        "topics differ: intake.people.v1 has 3 partitions where 6 are declared"
    )
