"""What an operator does about what cannot be applied, and what stays on record of it."""

import pytest

from shared.bus.parking import ParkedKey
from tests.behaviour.bus.tallies import POISON, posted
from tests.behaviour.bus.world import World, new, record


async def dead(world: World, subject: str) -> ParkedKey:
    """A key of three messages, the first of which is poison, after all its tries."""
    await world.put(record(posted(subject), subject, 1))
    await world.put(record(posted(subject, POISON), subject, 2))
    await world.put(record(posted(subject), subject, 3), record(posted(subject), subject, 4))
    await world.parked("parked")
    for _ in range(5):
        world.clock.minutes(1_000)
        await world.work()
    (key,) = await world.parked("dead")
    return key


async def test_a_dead_key_is_shown_with_its_bytes(world: World) -> None:
    key = await dead(world, new())

    shown = await world.desk.show(key.id)

    assert shown is not None
    assert shown.reason == "CannotApply"
    assert [kept.sequence for kept in shown.queue] == [2, 3, 4]
    assert b"poison" in (shown.first.value or b"")


async def test_a_retry_applies_all_that_waited(world: World) -> None:
    subject = new()
    key = await dead(world, subject)
    world.mood.cured = True
    await world.desk.retry(key.id, "operator-1")
    await world.work()

    await world.applied(subject, 1, 2, 3, 4)
    await world.parked("dead", 0)


async def test_a_retry_of_what_still_fails_waits_again(world: World) -> None:
    key = await dead(world, new())
    await world.desk.retry(key.id, "operator-1")
    await world.work()

    (again,) = await world.parked("parked")
    assert again.tries == 1


async def test_a_skip_gives_up_the_first_and_applies_the_rest(world: World) -> None:
    subject = new()
    key = await dead(world, subject)
    await world.desk.skip(key.id, "operator-1")
    await world.work()

    await world.applied(subject, 1, 3, 4)
    await world.put(record(posted(subject), subject, 5))
    await world.applied(subject, 1, 3, 4, 5)
    assert await world.desk.show(key.id) is None


async def test_a_skip_of_a_gap_gives_up_what_is_missing(world: World) -> None:
    subject = new()
    for number in (1, 3, 4):
        await world.put(record(posted(subject), subject, number))
    (key,) = await world.parked("parked", queued=2)
    await world.desk.skip(key.id, "operator-1")
    await world.work()

    await world.applied(subject, 1, 3, 4)


@pytest.mark.parametrize("what", ["retry", "skip"])
async def test_every_decision_is_on_record(world: World, what: str) -> None:
    key = await dead(world, new())
    world.mood.cured = True
    at = world.clock()
    decide = {"retry": world.desk.retry, "skip": world.desk.skip}[what]
    await decide(key.id, "operator-1")
    await world.work()

    (trail,) = await world.desk.list("decided")
    assert trail.decision is not None
    assert (trail.decision.by, trail.decision.what) == ("operator-1", what)
    assert 0 <= trail.decision.at - at < 10_000
    assert trail.queue == key.queue[:1]


async def test_what_is_not_there_cannot_be_decided_on(world: World) -> None:
    assert await world.desk.retry("nothing", "operator-1") is None
    assert await world.desk.skip("nothing", "operator-1") is None
    assert await world.desk.list("decided") == []


async def test_a_dead_record_that_nobody_can_read_goes_only_by_a_decision(world: World) -> None:
    subject = new()
    await world.put(record(posted(subject), subject, 1, ce_time="yesterday"))
    (key,) = await world.parked("dead")
    world.clock.minutes(100_000)
    await world.work()
    await world.parked("dead")

    await world.desk.skip(key.id, "operator-1")

    await world.parked("dead", 0)
    await world.parked("decided")
