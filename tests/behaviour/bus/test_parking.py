"""What cannot be applied waits beside the road, and heals, or is decided on."""

import pytest

from shared.bus.parking import RETRY_AFTER_MS
from tests.behaviour.bus.tallies import POISON, posted
from tests.behaviour.bus.world import World, new, record


async def test_a_listener_that_raises_holds_up_its_own_key_alone(world: World) -> None:
    ill, well = new(), new()
    await world.put(record(posted(ill, POISON), ill, 1), record(posted(ill), ill, 2))
    await world.put(record(posted(well), well, 1))

    await world.applied(well, 1, within=2)
    (key,) = await world.parked("parked", queued=2)
    assert (key.reason, len(key.queue)) == ("CannotApply", 2)
    await world.applied(ill)


async def test_what_waited_is_applied_in_order_once_the_first_can_be(world: World) -> None:
    ill = new()
    await world.put(record(posted(ill, POISON), ill, 1))
    for number in (2, 3, 4):
        await world.put(record(posted(ill, f"t{number}"), ill, number))
    await world.parked("parked")
    world.mood.cured = True
    world.clock.minutes(1)

    await world.work()

    await world.applied(ill, 1, 2, 3, 4)
    await world.parked("parked", 0)
    await world.put(record(posted(ill), ill, 5))
    await world.applied(ill, 1, 2, 3, 4, 5)


async def test_it_is_tried_after_1_5_30_minutes_2_and_12_hours_then_dead(world: World) -> None:
    assert [wait / 60_000 for wait in RETRY_AFTER_MS] == [1, 5, 30, 120, 720]
    ill = new()
    await world.put(record(posted(ill, POISON), ill, 1))
    for tries, wait in enumerate(RETRY_AFTER_MS):
        (key,) = await world.parked("parked")
        assert key.tries == tries
        world.clock.shift += wait - 5_000
        await world.work()
        assert (await world.parked("parked"))[0].tries == tries, "tried too early"
        world.clock.shift += 5_001
        await world.work()

    (dead,) = await world.parked("dead")
    assert dead.tries == 5
    assert not dead.due


async def test_a_missing_message_is_waited_for_and_heals(world: World) -> None:
    subject, other = new(), new()
    one, two, three, four = (record(posted(subject), subject, n) for n in (1, 2, 3, 4))
    await world.put(one, three, four)
    (key,) = await world.parked("parked")
    assert key.reason == "gap"
    await world.put(record(posted(other), other, 1))
    await world.applied(other, 1, within=2)

    await world.put(two, record(posted(other), other, 2))
    await world.applied(other, 1, 2)
    await world.work()

    await world.applied(subject, 1, 2, 3, 4)
    await world.parked("parked", 0)


async def test_without_the_sequence_check_an_effect_happens_twice(world: World) -> None:
    """The control: it shows what the check is for."""
    world.listening._check_sequence = False
    subject = new()
    again = record(posted(subject), subject, 1)
    await world.put(again, again)

    await world.applied(subject, 1, 1)


@pytest.mark.parametrize(
    "change", [{"ce_type": "lotsa.NeedSold.v1"}, {"ce_type": "lotsa.NeedPosted.v9"}]
)
async def test_what_no_release_knows_yet_waits_for_one_that_does(
    world: World, change: dict[str, str]
) -> None:
    subject, other = new(), new()
    await world.put(record(posted(subject), subject, 1, **change))
    await world.put(record(posted(subject), subject, 2), record(posted(other), other, 1))
    await world.applied(other, 1, within=2)
    (key,) = await world.parked("unknown", queued=2)
    assert len(key.queue) == 2

    world.clock.minutes(100_000)
    await world.work()
    await world.parked("unknown")
    await world.desk.try_unknown()
    await world.parked("unknown", 0)
    await world.work()

    (still,) = await world.parked("unknown")
    assert (still.reason, still.due) == ("unknown-kind", ())
