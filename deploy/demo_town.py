"""Lotsa under a clock that is moved by hand: what is due is done at once, in one order.

Services run as they do in `make run`, with their loops at rest. So the same happenings give the
same town, however quick the machine is, and six weeks pass in seconds.
"""

import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from fastapi import FastAPI

from deploy.demo_file import OneHandFile
from deploy.embedded import opened
from services.events.desk import Desk as Events
from services.intake.desk import Desk as Intake
from services.matching.desk import Desk as Matching
from shared.contracts.paths import SERVICES
from shared.service import Running
from shared.settings import Settings


class Clock:
    """UTC milliseconds, as somebody set them."""

    def __init__(self, at: int) -> None:
        self.at = at

    def __call__(self) -> int:
        return self.at


@dataclass
class Town:
    """The four services, and what was saved in which of them since it was last worked off."""

    apps: Mapping[str, FastAPI]
    clock: Clock
    _stirred: set[str] = field(default_factory=lambda: set(SERVICES))

    def __post_init__(self) -> None:
        for name in SERVICES:
            running = self.running(name)
            running.rest()
            running.store.saved = self._stirs(name)

    def _stirs(self, name: str) -> Callable[[], None]:
        return partial(self._stirred.add, name)

    def running(self, name: str) -> Running[Any]:
        running: Running[Any] = self.apps[name].state.running
        return running

    @property
    def intake(self) -> Intake:
        desk: Intake = self.apps["intake"].state.desk
        return desk

    @property
    def matching(self) -> Matching:
        desk: Matching = self.apps["matching"].state.desk
        return desk

    @property
    def events(self) -> Events:
        desk: Events = self.apps["events"].state.desk
        return desk

    async def wait_until(self, at: int) -> None:
        """Time passes, and everything that falls due by then is done."""
        self.clock.at = max(self.clock.at, at)
        self._stirred.update(SERVICES)
        await self.settle()

    async def settle(self) -> None:
        """Tells what was announced and does what is due, until nothing is left at this moment."""
        while self._stirred:
            name = next(one for one in SERVICES if one in self._stirred)
            self._stirred.discard(name)
            running = self.running(name)
            if await running.relay.drain() + await running.due.sweep():
                self._stirred.add(name)


@contextlib.asynccontextmanager
async def town_in(settings: Settings, at: int) -> AsyncIterator[Town]:
    """A town on the store in the data folder of `settings`, whose clock begins at `at`."""
    clock = Clock(at)
    async with opened(settings, clock, open_file=OneHandFile) as lotsa, lotsa.running():
        yield Town(lotsa.apps, clock)
