"""A letter of a day goes once, whatever stops, starts or comes again meanwhile."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from services.notifications import deliveries
from services.notifications.app import NOTIFICATIONS
from tests.notifications.letterbox import Sink
from tests.notifications.mornings import NEXT_MORNING_H, ask, club, links, states, wants_to_come
from tests.stage import Clock, Stage, staged


async def test_two_processes_a_restart_and_redelivery_send_it_once(
    tmp_path: Path, sink: Sink
) -> None:
    parts = dataclasses.replace(
        NOTIFICATIONS, desk=lambda office: deliveries.Desk(office=office, email=sink)
    )
    clock = Clock()
    async with staged(parts, tmp_path, clock=clock) as one:
        async with staged(parts, tmp_path, clock=clock) as other:
            await one.hear(club(one), "club")
            for number in range(2):
                await (one, other)[number].hear(wants_to_come("p1"), "m-p1", number="m1")
            clock.passes(hours=NEXT_MORNING_H)
            await other.settle()
            await one.settle()
        async with staged(parts, tmp_path, clock=clock) as again:
            await again.hear(wants_to_come("p1"), "m-p1", number="m1")
            clock.passes(hours=24)
            await again.settle()
            assert links(again, sink, "p1") == [1]


class Crash(BaseException):
    """What ends a process: nothing catches it."""


class Dying:
    """A store that stops the process before one of its saves. A fake, named so."""

    def __init__(self, store: Any, saves: int) -> None:
        self._store = store
        self.left = saves

    async def save(self, *what: Any) -> Any:
        self.left -= 1
        if self.left < 0:
            raise Crash
        return await self._store.save(*what)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


async def until_it_dies(stage: Stage, saves: int) -> bool:
    """Whether the process came through with so many saves; what it was doing is done again."""
    due, whole = stage.running.due, stage.running.desk
    dying = Dying(stage.running.store, saves)
    due._desk = dataclasses.replace(whole, office=dataclasses.replace(whole.office, store=dying))
    try:
        await stage.settle()
    except Crash:
        return False
    finally:
        due._desk = whole
    return True


@pytest.mark.parametrize("saves", range(6))
async def test_a_process_that_dies_before_any_save_loses_and_doubles_nothing(
    stage: Stage, sink: Sink, saves: int
) -> None:
    await stage.hear(club(stage), "club")
    await ask(stage, "p1", "p2", "p3")
    stage.clock.passes(hours=NEXT_MORNING_H)
    assert not await until_it_dies(stage, saves)
    assert await until_it_dies(stage, 1_000)  # the control: without a stop it comes through
    stage.clock.passes(minutes=5)
    await stage.settle()
    sent = links(stage, sink, "p1", "p2", "p3")
    unknown = (await states(stage))["day"] == ["unknown"]
    # A stop after the hand-over is the one case that a person looks at (test_deliveries).
    assert sent == [1, 1, 1] or (sent == [0, 0, 0] and unknown)
    stage.clock.passes(hours=24)
    await stage.settle()
    assert links(stage, sink, "p1", "p2", "p3") == sent
