"""Messages of one subject have their effects once each, in order."""

from opentelemetry import trace
from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags

from shared.bus.record import record_of
from tests.behaviour.bus.tallies import SUBJECTS, closed, contact, posted
from tests.behaviour.bus.world import World, new, record


async def test_messages_of_a_subject_are_applied_in_order(world: World) -> None:
    subjects = [new() for _ in range(5)]
    for title in ("first", "second", "third"):
        for subject in subjects:
            await world.announce(subject, posted(subject, title))
    await world.tell(subjects[0], posted(subjects[0], "fourth"))

    await world.applied(subjects[0], 1, 2, 3, 4)
    for subject in subjects[1:]:
        await world.applied(subject, 1, 2, 3)
    assert (await world.tally(subjects[0])).value == "fourth"


async def test_what_is_delivered_twice_has_one_effect(world: World) -> None:
    subject = new()
    first, second = (record(posted(subject), subject, number) for number in (1, 2))
    await world.put(first, second, first, second, second)
    await world.put(record(posted(subject), subject, 3))

    await world.applied(subject, 1, 2, 3)


async def test_a_thousand_redeliveries_have_one_effect(world: World) -> None:
    subject = new()
    again = record(posted(subject), subject, 1)
    await world.put(*[again] * 1_000)
    await world.put(record(posted(subject), subject, 2))

    await world.applied(subject, 1, 2)


async def test_a_relay_that_dies_before_it_settles_tells_again(world: World) -> None:
    subject = new()
    await world.announce(subject, posted(subject))
    (claimed,) = await world.store.claim_outbox(SUBJECTS, "dead relay", limit=10)
    await world.road.bus.send(claimed.untold)
    await world.store.release(SUBJECTS, "outbox", "dead relay", [subject])
    await world.tell(subject, posted(subject))

    await world.applied(subject, 1, 2)


async def test_a_kind_not_heard_counts_all_the_same(world: World) -> None:
    subject = new()
    await world.tell(subject, posted(subject), closed(subject), posted(subject))

    await world.applied(subject, 1, 3)


async def test_a_subject_never_heard_of_may_start_at_any_number(world: World) -> None:
    subject = new()
    await world.put(record(posted(subject), subject, 41), record(posted(subject), subject, 42))

    await world.applied(subject, 41, 42)


async def test_on_a_compacted_topic_the_newest_wins(world: World) -> None:
    subject = new()
    for number in (3, 7, 5):
        await world.put(record(contact(subject, f"k{number}"), subject, number))
    await world.put(record(contact(subject, "k8"), subject, 8))

    await world.applied(subject, 3, 7, 8)
    assert (await world.tally(subject)).value == "k8"


async def test_a_trace_crosses_the_bus(world: World) -> None:
    subject = new()
    span = NonRecordingSpan(SpanContext(0xABC, 0xDEF, is_remote=False, trace_flags=TraceFlags(1)))
    with trace.use_span(span):
        await world.tell(subject, posted(subject))
    await world.applied(subject, 1)

    assert (await world.tally(subject)).trace == f"00-{0xABC:032x}-{0xDEF:016x}-01"


async def test_a_record_says_who_told_what_and_why(world: World) -> None:
    subject = new()
    await world.announce(subject, posted(subject), closed(subject))
    (claimed,) = await world.store.claim_outbox(SUBJECTS, "reader", limit=10)

    letters = [record_of(one).envelope() for one in claimed.untold]

    assert [letter.sequence for letter in letters] == [1, 2]
    assert [letter.kind for letter in letters] == ["NeedPosted", "NeedClosed"]
    assert letters[0].correlation == letters[0].id
    assert {letter.subject for letter in letters} == {subject}
