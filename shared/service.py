"""How a service is put together: pages, API, listeners, due work and relay in one lifespan.

Start: settings → store → bus compares topics → relay → due work → HTTP → listening → ready; stop
in reverse. The same parts run embedded and distributed: only `Wiring` differs.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar
from uuid import uuid4

from fastapi import APIRouter, FastAPI
from uuid6 import uuid7

from shared.bus.dead import FORGET
from shared.bus.dead import Desk as DeadDesk
from shared.bus.listening import Heard, Listening
from shared.bus.outbox import Relay
from shared.bus.parking import Parking, parked_of
from shared.bus.service_bus import ServiceBus, owned
from shared.contracts.paths import SERVICES
from shared.desk import Office
from shared.keys import Keys
from shared.settings import Settings
from shared.store.collection import Collection, Store
from shared.store.document import StoreError
from shared.store.due import DueWork, Step
from shared.store.holding import Held, holds_of
from shared.web.answers import answer_refusals
from shared.web.dead_pages import dead_routes
from shared.web.guard import stand_before
from shared.web.health import health_routes
from shared.web.sessions import IsEnded, ended_in
from shared.web.static import serve
from shared.web.visits import Site, templates_in

STOP_S = 60
COUNT_EVERY_S = 15.0

DeskT = TypeVar("DeskT")
Clock = Callable[[], int]


def utc_now() -> int:
    """UTC milliseconds."""
    return time.time_ns() // 1_000_000


def message_id() -> str:
    """A UUIDv7: message ids may tell their time."""
    return str(uuid7())


@dataclass(frozen=True)
class Wiring:
    """What differs between the ways to run."""

    settings: Settings
    keys: Keys
    open_store: Callable[[str, Sequence[Collection[Any]]], Coroutine[None, None, Store]]
    bus: ServiceBus
    now: Clock = utc_now
    replica: str = field(default_factory=lambda: str(uuid4()))
    check_sequence: bool = True
    """False only in the control that shows what the sequence check is for."""
    holdable: bool = False
    """Whether a backup may ask this process to wait, since it has to copy more than one store."""


@dataclass(frozen=True)
class Parts(Generic[DeskT]):
    """What a service consists of. `desk` is handed to its pages and to its due work."""

    name: str
    collections: Sequence[Collection[Any]]
    hears: Sequence[Heard[Any, Any]]
    steps: Sequence[Step[Any, DeskT]]
    routers: Sequence[APIRouter]
    desk: Callable[[Office], DeskT]
    templates: Path
    background: Sequence[Callable[[DeskT], Coroutine[None, None, None]]] = ()
    """Loops that run beside the service until it stops."""
    on_start: Callable[[DeskT], Coroutine[None, None, None]] | None = None
    regions: Callable[[DeskT], Sequence[str]] | None = None
    """The regions whose engine runs here, for due work that needs it."""
    is_ended: Callable[[DeskT], IsEnded] | None = None
    """How this service knows that a session has ended, if not by what it heard."""

    @property
    def kept(self) -> Sequence[Collection[Any]]:
        """Every collection that is worth a backup."""
        return (*self.collections, parked_of(self.name))

    @property
    def stored(self) -> Sequence[Collection[Any]]:
        """Every collection in the store of this service."""
        return (*self.kept, holds_of(self.name))


class Running(Generic[DeskT]):
    """A started service."""

    def __init__(self, parts: Parts[DeskT], wiring: Wiring, store: Store) -> None:
        self.parts = parts
        self.wiring = wiring
        self.store = store
        name, now = parts.name, wiring.now
        # What begins something new waits while a backup is taken; what ends something does not.
        begins = Held(store, name, now) if wiring.holdable else store
        self.desk = parts.desk(Office(name, wiring.settings, wiring.keys, begins, now))
        parking = Parking(name, store, now)
        self.listening = Listening(
            name,
            store,
            parts.hears,
            parking=parking,
            now=now,
            check_sequence=wiring.check_sequence,
        )
        self.dead = DeadDesk(name, begins, self.listening, now)
        told = [*parts.collections, parking.of]
        self.relay = Relay(store, told, wiring.bus, wiring.replica, parking=parking)
        retry: Step[Any, Any] = Step(parking.of, "retry", self.dead.try_again)
        regions = parts.regions
        self.due = DueWork(
            begins,
            [*parts.steps, retry, Step(parking.of, FORGET, self.dead.forget)],
            self.desk,
            holder=wiring.replica,
            now=now,
            regions=(lambda: owned(regions(self.desk), wiring.bus)) if regions else None,
        )
        store.saved = self._saved
        self._tasks: list[asyncio.Task[None]] = []

    def _saved(self) -> None:
        self.relay.nudge()
        self.due.nudge()

    async def start(self) -> None:
        await self.dead.try_unknown()
        if self.parts.on_start:
            await self.parts.on_start(self.desk)
        await self.wiring.bus.start(self.listening)
        loops = [self.relay.run(), self.due.run(), self._count()]
        loops += [loop(self.desk) for loop in self.parts.background]
        self._tasks = [asyncio.create_task(loop) for loop in loops]

    def rest(self) -> None:
        """Ends the loops: what is due is then done only when somebody calls for it."""
        for task in self._tasks:
            task.cancel()

    async def stop(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.wiring.bus.stop(), STOP_S)
        self.rest()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def live(self) -> str | None:
        if any(task.done() for task in self._tasks):
            return "stopped"
        return "stuck" if self.wiring.bus.stuck() else None

    async def ready(self) -> str | None:
        try:
            await self.store.ping()
        except StoreError as no:
            return no.slug
        return self.wiring.bus.trouble() or await self.live()

    async def _count(self) -> None:
        while True:
            with contextlib.suppress(StoreError):
                await self.dead.count()
            await asyncio.sleep(COUNT_EVERY_S)


def make_service(parts: Parts[DeskT], wiring: Wiring) -> FastAPI:
    """The service as an application: all that it does happens between its start and its stop."""
    if parts.name not in SERVICES:
        raise ValueError(f"{parts.name} is no service")
    settings = wiring.settings

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        running = Running(parts, wiring, await wiring.open_store(parts.name, parts.stored))
        is_ended = parts.is_ended(running.desk) if parts.is_ended else None
        app.state.desk = running.desk
        app.state.running = running
        app.state.site = Site(
            settings,
            wiring.keys,
            templates_in(parts.templates),
            is_ended or ended_in(running.store, parts.name),
        )
        await running.start()
        try:
            yield
        finally:
            await running.stop()

    app = FastAPI(
        title=f"Lotsa {parts.name}",
        version="1",
        lifespan=lifespan,
        openapi_url=f"/{parts.name}/api/openapi.json",
        docs_url=f"/{parts.name}/api/docs" if settings.open_docs else None,
        redoc_url=None,
    )
    for router in (*parts.routers, dead_routes(parts.name), routes_for_all(app)):
        app.include_router(router)
    answer_refusals(app)
    stand_before(app, base_url=settings.base_url, secure=settings.secure)
    return app


def routes_for_all(app: FastAPI) -> APIRouter:
    """What every service answers: its health, and the static files."""

    async def live() -> str | None:
        running: Running[Any] = app.state.running
        return await running.live()

    async def ready() -> str | None:
        running: Running[Any] = app.state.running
        return await running.ready()

    router = health_routes(live, ready)
    router.add_api_route("/static/{path:path}", serve, methods=["GET"], include_in_schema=False)
    return router
