"""What only a broker can do to a listener: rebalances, commits, silence."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from shared.bus.kafka import KafkaBus
from shared.bus.kafka_hear import Hearing
from shared.bus.kafka_send import partition_of
from shared.bus.record import Record
from shared.store.sqlite import SqliteStore
from tests.behaviour.bus.roads import PARTITIONS, KafkaRoad, committed
from tests.behaviour.bus.tallies import contact, posted
from tests.behaviour.bus.world import Clock, World, new, record, until
from tests.live.engines.running import Engines

pytestmark = pytest.mark.live


@pytest.fixture
def road(engines: Engines) -> KafkaRoad:
    return KafkaRoad(engines.kafka)


@pytest.fixture
async def other(
    world: World, engines: Engines, store: tuple[SqliteStore, Clock]
) -> AsyncIterator[World]:
    """A second replica of the same service, on the same store, not started yet."""
    bus = KafkaBus(engines.kafka, partitions=PARTITIONS)
    second = KafkaRoad(engines.kafka)
    second.bus = bus
    made = World(store[0], second, store[1])
    made.listening.service = world.listening.service
    yield made
    await bus.stop()


async def total(world: World, engines: Engines) -> int:
    """How many records of all topics the group has committed."""
    return sum((await committed(engines.kafka, world.listening.service)).values())


def hearing_of(world: World) -> Hearing:
    hearing = world.road.bus._hearing
    assert hearing is not None
    return hearing


async def test_what_is_done_is_committed_up_to_the_first_not_done(
    world: World, engines: Engines
) -> None:
    subject = new()
    before = await total(world, engines)
    await world.put(*(record(posted(subject), subject, number) for number in (1, 2, 3)))
    await world.applied(subject, 1, 2, 3)
    await until(lambda: total(world, engines), before + 3, 5)

    world.shop.down = True
    await world.put(*(record(posted(subject), subject, number) for number in (4, 5)))
    await asyncio.sleep(2)
    assert await total(world, engines) == before + 3
    assert world.road.bus.trouble() == "listening-waits"

    world.shop.down = False
    await world.applied(subject, 1, 2, 3, 4, 5)
    await until(lambda: total(world, engines), before + 5, 5)
    assert world.road.bus.trouble() is None


async def test_a_listener_that_waits_keeps_its_partitions_and_is_polled(world: World) -> None:
    subject = new()
    world.shop.down = True
    await world.put(record(posted(subject), subject, 1))
    consumer = hearing_of(world)._subscriber.consumer
    owned = consumer.assignment()
    part = partition_of("malmo", PARTITIONS)

    async def rests() -> bool:
        return part in {paused.partition for paused in consumer.paused()}

    # It goes on for a moment at each try, so that one look could meet it between two rests.
    await until(rests, wanted=True, within=5)
    asked = world.shop.asked
    await asyncio.sleep(2)

    assert world.shop.asked > asked, "it was not tried again"
    assert consumer.assignment() == owned
    assert consumer._subscription.fetcher_idle_time < 1
    assert world.road.bus.progress() < 1
    assert not world.road.bus.stuck()


async def test_an_idle_listener_makes_progress(world: World) -> None:
    await asyncio.sleep(2)

    assert world.road.bus.progress() < 2
    assert world.road.bus.trouble() is None
    assert not world.road.bus.stuck()


async def test_partitions_go_to_another_replica_without_loss_or_double(
    world: World, other: World
) -> None:
    subjects = [new() for _ in range(200)]

    async def tell() -> None:
        for number in (1, 2, 3):
            for subject in subjects:
                await world.put(record(posted(subject), subject, number))

    telling = asyncio.create_task(tell())
    await asyncio.sleep(0.2)
    await other.road.bus.start(other.listening)
    await asyncio.sleep(0.5)
    await world.road.bus.stop()
    await telling

    for subject in subjects:
        await other.applied(subject, 1, 2, 3)


async def test_a_region_belongs_to_one_replica_at_a_time(world: World, other: World) -> None:
    first, second = world.road.bus, other.road.bus

    async def owners() -> list[bool]:
        return [bus.owns("malmo") for bus in (first, second)]

    await until(owners, [True, False], 20)
    await second.start(other.listening)

    async def one_of_both() -> bool:
        shared_out = hearing_of(other).partitions() and hearing_of(world).partitions()
        return bool(shared_out) and sum(await owners()) == 1

    await until(one_of_both, wanted=True, within=20)
    await first.stop()
    await until(owners, [False, True], 20)


async def test_the_record_in_hand_is_finished_before_partitions_are_given_back(
    world: World, other: World, engines: Engines
) -> None:
    subject = new()
    handled: list[int] = []
    slow = world.listening.handle

    async def slowly(one: Record) -> None:
        await asyncio.sleep(1)
        await slow(one)
        handled.append(one.offset)

    hearing_of(world).lanes._handle = slowly
    before = await total(world, engines)
    await world.put(*(record(posted(subject), subject, number) for number in (1, 2, 3)))
    await asyncio.sleep(0.5)

    await world.road.bus.stop()

    assert len(handled) == 1, "nothing more may begin"
    assert await total(world, engines) == before + 1
    await other.road.bus.start(other.listening)
    await other.applied(subject, 1, 2, 3)


async def test_too_many_dead_stop_the_listener(world: World) -> None:
    subject = new()
    await world.put(*(record(posted(subject), subject, 1, ce_time="x") for _ in range(130)))

    async def trouble() -> str | None:
        return world.road.bus.trouble()

    await until(trouble, "too-many-dead", 20)

    assert 100 <= len(await world.desk.list("dead", limit=1_000)) < 130
    assert not world.road.bus.stuck()


async def test_a_region_is_one_partition_of_every_topic(world: World, engines: Engines) -> None:
    before = await committed(engines.kafka, world.listening.service)
    subject = new()
    await world.tell(subject, posted(subject))
    await world.put(record(contact(subject, "k"), subject, 1))
    await world.applied(subject, 1, 1)
    await asyncio.sleep(0.5)

    after = await committed(engines.kafka, world.listening.service)
    moved = {part for part, end in after.items() if end != before[part]}
    assert {part.topic for part in moved} == {"intake.needs.v1", "intake.contacts.v1"}
    assert {part.partition for part in moved} == {partition_of("malmo", PARTITIONS)}


async def test_a_member_with_a_name_takes_its_place_again_at_once(
    engines: Engines, store: tuple[SqliteStore, Clock]
) -> None:
    """Killed without a word: a nameless one would be waited for until its session ends."""
    road = KafkaRoad(engines.kafka)
    road.bus = KafkaBus(engines.kafka, partitions=PARTITIONS, member="replica-0")
    world = World(store[0], road, store[1])
    await road.open(world.listening)
    killed = hearing_of(world)._subscriber.consumer
    for task in (killed._coordinator._coordination_task, killed._coordinator._heartbeat_task):
        task.cancel()

    again = KafkaBus(engines.kafka, partitions=PARTITIONS, member="replica-0")
    begun = time.monotonic()
    await again.start(world.listening)
    subject = new()
    await world.put(record(posted(subject), subject, 1))
    await world.applied(subject, 1, within=5)
    assert time.monotonic() - begun < 6
    await again.stop()
    await road.close()
