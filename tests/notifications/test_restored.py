"""After a restore nobody is written to a second time; a person looks at what may have been sent."""

from services.notifications.desk import Desk
from services.notifications.documents import DELIVERIES, THREADS
from services.notifications.restored import hold_back
from tests.notifications.letterbox import Sink, contact, registered, states
from tests.stage import Stage


async def held_back(stage: Stage) -> int:
    desk: Desk = stage.app.state.desk
    return await hold_back(desk)


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


async def test_what_was_still_to_be_written_is_held_back_too(stage: Stage, sink: Sink) -> None:
    store = stage.running.store
    await stage.hear(registered(stage), "p1")
    (delivery,) = await store.find(DELIVERIES, {})
    thread = await store.get(THREADS, "p1")
    assert thread is not None
    another = delivery.order.model_copy(update={"message": "another"})
    await store.save(THREADS, thread.model_copy(update={"orders": (another,)}))
    assert await held_back(stage) == 2
    assert await held_back(stage) == 0
    await all_can_be_sent(stage)
    assert (await states(stage), sink.taken) == (["unknown", "unknown"], [])


async def test_what_was_sent_stays_sent(stage: Stage, sink: Sink) -> None:
    await stage.hear(contact(stage), "p1")
    await stage.hear(registered(stage), "p1")
    assert await held_back(stage) == 0
    await all_can_be_sent(stage)
    assert (await states(stage), len(sink.taken)) == (["sent"], 1)
