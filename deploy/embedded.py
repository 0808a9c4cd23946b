"""The embedded mode: the four services in one process, on one SQLite file, with no broker."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from deploy.owning import owned
from deploy.services import PARTS
from shared.bus.direct import DirectBus
from shared.contracts.paths import SERVICES, service_of
from shared.keys import Keys
from shared.service import Clock, Wiring, make_service, message_id, utc_now
from shared.settings import Settings
from shared.store.collection import Collection, Store
from shared.store.sqlite import SqliteFile, SqliteStore

Started = Callable[[Mapping[str, FastAPI]], Awaitable[None]]


@dataclass(frozen=True)
class Embedded:
    """All services behind one application, which gives each path to the service it belongs to."""

    apps: Mapping[str, FastAPI]
    started: Started | None = None
    """Called once all services have started, before the first request."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        else:
            app: ASGIApp = self.apps[service_of(scope["path"])]
            await app(scope, receive, send)

    async def _live(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the server's start and stop once for all four."""
        await receive()
        async with self.running():
            if self.started:
                await self.started(self.apps)
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """All services from their start to their stop."""
        async with contextlib.AsyncExitStack() as stack:
            for app in self.apps.values():
                await stack.enter_async_context(app.router.lifespan_context(app))
            yield


@contextlib.asynccontextmanager
async def opened(
    settings: Settings,
    now: Clock = utc_now,
    started: Started | None = None,
    *,
    open_file: Callable[[Path], SqliteFile] = SqliteFile,
) -> AsyncIterator[Embedded]:
    """The embedded Lotsa on the store in its data folder. Services start with its lifespan.

    Raises Misconfigured where another one works on that folder.
    """
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(owned(settings.data))
        keys = Keys.load_or_make(settings.keys_file)
        file = open_file(settings.data / "lotsa.sqlite")
        stack.push_async_callback(asyncio.to_thread, file.close)

        async def open_store(_service: str, collections: Sequence[Collection[Any]]) -> Store:
            store = SqliteStore(file, collections, now, message_id)
            await store.prepare()
            return store

        bus = DirectBus(SERVICES)
        wiring = Wiring(settings, keys, open_store, bus, now)
        apps = {name: make_service(PARTS[name], wiring) for name in SERVICES}
        yield Embedded(apps, started)
