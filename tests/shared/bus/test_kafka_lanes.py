"""Lanes beside a consumer that notes what it is told."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import CommitFailedError
from prometheus_client import REGISTRY

from shared.bus.kafka_lanes import Lanes
from shared.bus.record import Record
from shared.store.document import Unavailable

A, B, C = (TopicPartition("t", number) for number in range(3))


@dataclass
class Raw:
    partition: int
    offset: int
    topic: str = "t"
    key: bytes = b"k"
    value: bytes = b"v"
    headers: tuple[tuple[str, bytes], ...] = ()


@dataclass
class Consumer:
    owned: set[TopicPartition] = field(default_factory=lambda: {A, B})
    committed: dict[TopicPartition, int] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    fails: bool = False

    def assignment(self) -> set[TopicPartition]:
        return self.owned

    def seek(self, partition: TopicPartition, offset: int) -> None:
        self.calls.append(f"seek {partition.partition} {offset}")

    def pause(self, *partitions: TopicPartition) -> None:
        self.calls += [f"pause {partition.partition}" for partition in partitions]

    def resume(self, *partitions: TopicPartition) -> None:
        self.calls += [f"resume {partition.partition}" for partition in partitions]

    def highwater(self, partition: TopicPartition) -> int | None:
        return None if partition == C else 100

    async def commit(self, offsets: dict[TopicPartition, int]) -> None:
        if self.fails:
            raise CommitFailedError
        self.committed |= offsets


class Bench:
    """Lanes whose handler notes what it was given, and fails where a test says so."""

    def __init__(self) -> None:
        self.consumer = Consumer()
        self.handled: list[tuple[int, int]] = []
        self.fails: dict[tuple[int, int], Exception] = {}
        self.before: Callable[[Record], Awaitable[None]] | None = None
        self.lanes = Lanes(
            "s", self.handle, lambda: self.consumer, drain_s=0.1, rest_s=(0.01, 0.05)
        )

    async def handle(self, record: Record) -> None:
        if self.before:
            await self.before(record)
        place = (record.partition, record.offset)
        if place in self.fails:
            raise self.fails[place]
        self.handled.append(place)


@pytest.fixture
async def bench() -> Bench:
    bench = Bench()
    await bench.lanes.on_partitions_assigned({A, B})
    return bench


def batch(*places: tuple[int, int]) -> tuple[Raw, ...]:
    return tuple(Raw(partition, offset) for partition, offset in places)


async def test_a_batch_is_committed_once_per_partition(bench: Bench) -> None:
    await bench.lanes.take(batch((0, 5), (0, 6), (1, 9)))

    assert bench.consumer.committed == {A: 7, B: 10}
    assert bench.consumer.calls == []
    assert not bench.lanes.busy


async def test_partitions_go_side_by_side_and_each_in_order(bench: Bench) -> None:
    async def slow(record: Record) -> None:
        await asyncio.sleep(0.03 if record.partition == 0 else 0.001)

    bench.before = slow
    await bench.lanes.take(batch((0, 1), (0, 2), (1, 1), (1, 2)))

    assert bench.handled == [(1, 1), (1, 2), (0, 1), (0, 2)]


@pytest.mark.parametrize("why", [Unavailable("away"), ValueError("anything")])
async def test_a_lane_stops_at_the_first_record_not_done(bench: Bench, why: Exception) -> None:
    bench.fails = {(0, 6): why}
    await bench.lanes.take(batch((0, 5), (0, 6), (0, 7), (1, 1)))

    assert bench.handled == [(0, 5), (1, 1)]
    assert bench.consumer.committed == {A: 6, B: 2}
    assert bench.consumer.calls == ["seek 0 6", "pause 0"]
    assert bench.lanes.waiting
    await asyncio.sleep(0.1)
    assert bench.consumer.calls[2:] == ["resume 0"]

    bench.fails = {}
    await bench.lanes.take(batch((0, 6), (0, 7)))
    assert bench.consumer.committed[A] == 8
    assert not bench.lanes.waiting


async def test_nothing_is_committed_where_the_first_is_not_done(bench: Bench) -> None:
    bench.fails = {(0, 5): Unavailable("away")}
    await bench.lanes.take(batch((0, 5), (0, 6)))

    assert bench.consumer.committed == {}


async def test_a_partition_of_somebody_else_is_left_alone(bench: Bench) -> None:
    bench.fails = {(2, 1): Unavailable("away")}
    await bench.lanes.take(batch((0, 1), (2, 1)))
    bench.fails = {}
    await bench.lanes.take(batch((2, 1)))

    assert bench.consumer.committed == {A: 2}
    assert bench.consumer.calls == []


async def test_a_commit_that_fails_loses_nothing_and_raises_nothing(bench: Bench) -> None:
    bench.consumer.fails = True
    await bench.lanes.take(batch((0, 1)))
    bench.consumer.fails = False
    await bench.lanes.take(batch((0, 2)))

    assert bench.consumer.committed == {A: 3}


async def test_revocation_finishes_the_record_in_hand_and_begins_no_other(bench: Bench) -> None:
    async def slow(_record: Record) -> None:
        await asyncio.sleep(0.05)

    bench.before = slow
    taking = asyncio.create_task(bench.lanes.take(batch((0, 1), (0, 2), (1, 1))))
    await asyncio.sleep(0.01)
    await bench.lanes.on_partitions_revoked({A, B})

    assert taking.done() or not bench.lanes.busy
    assert bench.handled == [(0, 1), (1, 1)]
    assert bench.consumer.committed == {A: 2, B: 2}
    assert bench.consumer.calls == []
    await taking


async def test_what_does_not_end_in_time_is_cut_off_and_not_committed(bench: Bench) -> None:
    async def endless(record: Record) -> None:
        if record.partition == 0:
            await asyncio.sleep(60)

    bench.before = endless
    taking = asyncio.create_task(bench.lanes.take(batch((0, 1), (1, 1))))
    await asyncio.sleep(0.01)
    await bench.lanes.on_partitions_revoked({A, B})
    await taking

    assert bench.handled == [(1, 1)]
    assert bench.consumer.committed == {B: 2}


async def test_lag_is_what_stands_behind_the_first_record_not_done(bench: Bench) -> None:
    bench.fails = {(1, 3): Unavailable("away")}
    await bench.lanes.take(batch((0, 89), (1, 2), (1, 3)))
    assert lag(A) == 10
    assert lag(B) == 97

    await bench.lanes.on_partitions_revoked({A, B})
    assert lag(A) is None


def lag(partition: TopicPartition) -> float | None:
    labels = {"service": "s", "topic": partition.topic, "partition": str(partition.partition)}
    return REGISTRY.get_sample_value("lotsa_lag_messages", labels)


async def test_a_rest_ends_with_the_assignment_it_was_for(bench: Bench) -> None:
    bench.fails = {(0, 1): Unavailable("away")}
    await bench.lanes.take(batch((0, 1)))
    await bench.lanes.on_partitions_revoked({A, B})
    await asyncio.sleep(0.1)

    assert "resume 0" not in bench.consumer.calls


async def test_after_a_revocation_nothing_is_begun_until_the_next_assignment(bench: Bench) -> None:
    await bench.lanes.on_partitions_revoked({A, B})
    await bench.lanes.take(batch((0, 1)))
    assert bench.handled == []
    assert bench.consumer.committed == {}

    await bench.lanes.on_partitions_assigned({A})
    await bench.lanes.take(batch((0, 1)))
    assert bench.consumer.committed == {A: 2}


async def test_the_first_assignment_revokes_nothing(bench: Bench) -> None:
    await bench.lanes.on_partitions_revoked(set())
    await bench.lanes.take(batch((0, 1)))

    assert bench.handled == [(0, 1)]
