"""After a restore nobody is written to a second time; a person looks at what may have been sent."""

from services.notifications.desk import Desk
from services.notifications.restored import hold_back
from shared.service import utc_now
from tests.notifications.letterbox import Sink, contact, registered, states
from tests.stage import Stage

MINUTE_MS = 60_000


async def held_back(stage: Stage, *, until: int | None = None) -> int:
    desk: Desk = stage.app.state.desk
    return await hold_back(desk, utc_now() if until is None else until)


async def all_can_be_sent(stage: Stage) -> None:
    """The contact that letters waited for is there, and a day passes."""
    await stage.hear(contact(stage), "p1")
    stage.clock.passes(hours=24)
    await stage.settle()


async def test_what_waited_is_looked_at_first(stage: Stage, sink: Sink) -> None:
    await stage.hear(registered(stage), "p1")
    assert await states(stage) == ["queued"]
    assert await held_back(stage) == 1
    await all_can_be_sent(stage)
    assert (await states(stage), sink.taken) == (["unknown"], [])


async def test_without_that_it_would_be_sent(stage: Stage, sink: Sink) -> None:
    await stage.hear(registered(stage), "p1")
    await all_can_be_sent(stage)
    assert (await states(stage), len(sink.taken)) == (["sent"], 1)


async def test_what_was_still_on_its_way_is_held_back_too(stage: Stage, sink: Sink) -> None:
    assert await held_back(stage, until=utc_now() + MINUTE_MS) == 0
    await stage.hear(registered(stage), "p1")
    await all_can_be_sent(stage)
    assert (await states(stage), sink.taken) == (["unknown"], [])


async def test_what_is_announced_later_is_sent(stage: Stage, sink: Sink) -> None:
    assert await held_back(stage, until=utc_now() - MINUTE_MS) == 0
    await stage.hear(registered(stage), "p1")
    await all_can_be_sent(stage)
    assert (await states(stage), len(sink.taken)) == (["sent"], 1)


async def test_a_second_restore_counts_from_its_own_backup(stage: Stage, sink: Sink) -> None:
    await held_back(stage, until=utc_now() - MINUTE_MS)
    await held_back(stage, until=utc_now() + MINUTE_MS)
    await stage.hear(registered(stage), "p1")
    await all_can_be_sent(stage)
    assert (await states(stage), sink.taken) == (["unknown"], [])


async def test_what_was_sent_stays_sent(stage: Stage, sink: Sink) -> None:
    await stage.hear(contact(stage), "p1")
    await stage.hear(registered(stage), "p1")
    assert await held_back(stage) == 0
    await all_can_be_sent(stage)
    assert (await states(stage), len(sink.taken)) == (["sent"], 1)
