"""A Lotsa whose insides can be looked at: four services in this process, one real file, one bus.

It is walked by HTTP as in the journeys. What the bus carries is kept, for a test to read.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from deploy.embedded import Embedded
from deploy.running import free_port, server
from deploy.services import PARTS
from services.intake.signing_in.first_link import first_link
from shared.bus.direct import DirectBus
from shared.contracts.paths import SERVICES
from shared.keys import Keys
from shared.logs import Lines
from shared.service import Wiring, make_service, message_id, utc_now
from shared.settings import Settings
from shared.store.collection import Collection, Store, Untold
from shared.store.sqlite import SqliteFile, SqliteStore
from tests.journeys.lotsa import Lotsa, settings_for
from tests.journeys.post import Post
from tests.journeys.reading import soon

READY_S = 60
LOG = "lotsa.log"
# The test's own browsers and mail server log in this process too; a running Lotsa has neither.
OTHERS = ("httpx", "httpcore", "mail.")


class TappedBus(DirectBus):
    """The embedded mode's own bus; keeps what it was given to carry."""

    def __init__(self) -> None:
        super().__init__(SERVICES)
        self.carried: list[Untold] = []

    async def send(self, untold: Sequence[Untold]) -> None:
        self.carried += untold
        await super().send(untold)


@dataclass
class Inside(Lotsa):
    """The same Lotsa that the journeys know, in a thread of this process."""

    port: int = 0
    bus: TappedBus = field(default_factory=TappedBus)
    apps: Mapping[str, FastAPI] = field(default_factory=dict)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    ahead_ms: int = 0
    """By how much this Lotsa's clock is before the real one; a test moves it."""

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def command(self, *words: str) -> str:
        """The one command that journeys need: a fresh link for the first account."""
        assert words[:2] == ("user", "link")
        return asyncio.run_coroutine_threadsafe(self.first_link(), self.loop).result(READY_S)

    async def first_link(self) -> str:
        return await first_link(self.apps["intake"].state.desk)

    def logs(self) -> str:
        return (self.folder / LOG).read_text()

    def now(self) -> int:
        return utc_now() + self.ahead_ms

    @property
    def file(self) -> Path:
        return self.folder / "lotsa.sqlite"

    @property
    def settings(self) -> Settings:
        """The settings of a journey, as they are read from the environment."""
        said = {name.removeprefix("LOTSA_").lower(): text for name, text in self.env.items()}
        return Settings.model_validate(said)


@contextlib.asynccontextmanager
async def opened(inside: Inside) -> AsyncIterator[Embedded]:
    """The services on one file, as the embedded mode opens them, on the tapped bus."""
    settings = inside.settings
    keys = Keys.load_or_make(settings.keys_file)
    file = SqliteFile(inside.file)

    async def open_store(_service: str, collections: Sequence[Collection[Any]]) -> Store:
        store = SqliteStore(file, collections, inside.now, message_id)
        await store.prepare()
        return store

    async def first(apps: Mapping[str, FastAPI]) -> None:
        inside.apps = apps
        await inside.first_link()

    wiring = Wiring(settings, keys, open_store, inside.bus, inside.now)
    try:
        yield Embedded({name: make_service(PARTS[name], wiring) for name in SERVICES}, first)
    finally:
        file.close()


async def serve(inside: Inside, stop: asyncio.Event) -> None:
    """Serves until told to stop."""
    async with opened(inside) as app:
        # The server of `deploy.running` listens for signals, which only a main thread may.
        serving = uvicorn.Server(server(app, "127.0.0.1", inside.port).config)
        task = asyncio.create_task(serving.serve())
        await stop.wait()
        serving.should_exit = True
        await task


@contextlib.contextmanager
def running(folder: Path, post: Post, **more: str) -> Iterator[Inside]:
    """Serves from a thread with an event loop of its own until the block ends."""
    port = free_port("127.0.0.1")
    inside = Inside({}, settings_for(folder, post, **more), post, folder, port=port)
    inside.env["LOTSA_PORT"] = str(port)
    stop = asyncio.Event()
    thread = threading.Thread(target=lambda: inside.loop.run_until_complete(serve(inside, stop)))
    with logged(folder / LOG):
        thread.start()
        try:
            soon(lambda: is_ready(inside), within_s=READY_S)
            yield inside
        finally:
            inside.loop.call_soon_threadsafe(stop.set)
            thread.join(READY_S)
            inside.loop.close()


def is_ready(inside: Inside) -> bool:
    try:
        return httpx.get(inside.url("/readyz")).status_code == 200
    except httpx.TransportError:
        return False


@contextlib.contextmanager
def logged(path: Path) -> Iterator[None]:
    """Everything that is logged, written as a running Lotsa writes it."""
    handler = logging.FileHandler(path)
    handler.setFormatter(Lines())
    handler.addFilter(lambda record: not record.name.startswith(OTHERS))
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        handler.close()
