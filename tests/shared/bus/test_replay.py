"""Whatever a bus repeats or reorders, what was heard ends the same."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from uuid6 import uuid7

from shared.store.sqlite import SqliteFile, SqliteStore
from tests.behaviour.bus.roads import DirectRoad
from tests.behaviour.bus.tallies import posted
from tests.behaviour.bus.world import OURS, Clock, World, record

SUBJECTS = ("a", "b", "c")
LAST = 5
Delivery = tuple[str, int]
EACH_ONCE = [(subject, number) for subject in SUBJECTS for number in range(1, LAST + 1)]


@st.composite
def deliveries(draw: st.DrawFn) -> list[Delivery]:
    """Every message at least once, in any order, some of them again."""
    again = draw(st.lists(st.sampled_from(EACH_ONCE), max_size=10))
    order = [*EACH_ONCE, *again]
    random.Random(draw(st.integers(0, 2**32))).shuffle(order)
    return order


@contextlib.asynccontextmanager
async def ended(
    folder: str, order: list[Delivery], *, checked: bool = True
) -> AsyncIterator[World]:
    """The world after these deliveries, and all the work that followed."""
    file, clock = SqliteFile(Path(folder) / "lotsa.sqlite"), Clock()
    store = SqliteStore(file, OURS, clock, lambda: str(uuid7()))
    await store.prepare()
    world = World(store, DirectRoad(), clock, check_sequence=checked)
    await world.road.open(world.listening)
    for position, (subject, number) in enumerate(order):
        await world.put(record(posted(subject, f"title {number}"), subject, number))
        if position % 5 == 4:
            clock.minutes(1)
            await world.work()
    clock.minutes(1)
    await world.work()
    yield world
    file.close()


async def states(order: list[Delivery], *, checked: bool = True) -> list[tuple[str, int, bool]]:
    """Value, last sequence, and whether effects came in order without repetition, by subject."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        world = await stack.enter_async_context(ended(folder, order, checked=checked))
        tallies = [await world.tally(subject) for subject in SUBJECTS]
        assert await world.desk.list("parked") == []
        assert await world.desk.list("dead") == []
        return [
            (tally.value, *tally.heard.values(), tally.applied == tuple(sorted(set(tally.applied))))
            for tally in tallies
        ]


@given(order=deliveries())
@settings(max_examples=40, deadline=None)
def test_duplicated_and_reordered_delivery_ends_in_the_same_state(order: list[Delivery]) -> None:
    assert asyncio.run(states(order)) == [("title 5", 5, True)] * len(SUBJECTS)


def test_without_the_sequence_check_it_does_not() -> None:
    """The control."""
    order = [*EACH_ONCE, ("a", 1)]

    assert asyncio.run(states(order)) == [("title 5", 5, True)] * len(SUBJECTS)
    assert asyncio.run(states(order, checked=False))[0] == ("title 1", 1, False)
