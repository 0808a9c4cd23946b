"""A stage for tests of one service: its own file, a clock that is moved by hand, and a reader."""

import contextlib
import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from shared.bus.direct import record_of
from shared.bus.listening import Outcome
from shared.contracts.message import Envelope, Message
from shared.contracts.topics import topic_of
from shared.keys import Keys
from shared.service import Parts, Running, Wiring, make_service, message_id
from shared.settings import Settings
from shared.store.collection import Collection, Store, Untold
from shared.store.sqlite import SqliteFile, SqliteStore
from shared.web.sessions import Role, Session

# A Monday at noon in Stockholm.
NOON = 1_780_912_800_000


class Clock:
    """Time that passes only when a test says so; UTC ms."""

    def __init__(self, at: int = NOON) -> None:
        self.at = at

    def __call__(self) -> int:
        return self.at

    def passes(self, *, seconds: int = 0, minutes: int = 0, hours: int = 0) -> None:
        self.at += 1000 * (seconds + 60 * minutes + 3600 * hours)


class HeldBus:
    """A bus that keeps what it is given, for a test to look at. A fake, named so."""

    def __init__(self) -> None:
        self.sent: list[Untold] = []

    async def start(self, listening: object) -> None:
        """Nothing is handed over by itself."""

    async def stop(self) -> None:
        """Nothing is in flight."""

    def trouble(self) -> str | None:
        return None

    def owns(self, _region: str) -> bool:
        return True

    def stuck(self) -> bool:
        return False

    async def send(self, untold: Sequence[Untold]) -> None:
        self.sent += untold

    def kinds(self) -> list[str]:
        return [one.envelope.kind for one in self.sent]


@dataclass
class Stage:
    """One service, started, with its loops at rest: a test moves them by `settle`."""

    app: FastAPI
    running: Running[Any]
    clock: Clock
    bus: HeldBus
    keys: Keys
    _told: int = 0

    async def hear(
        self, message: Message, subject: str, *, sequence: int = 1, number: str | None = None
    ) -> Outcome:
        """Hands the service a message as a bus would, then lets what is due now be done."""
        outcome = await self.running.listening.handle(
            record_of(self.untold(message, subject, sequence=sequence, number=number))
        )
        await self.settle()
        return outcome

    def untold(
        self, message: Message, subject: str, *, sequence: int = 1, number: str | None = None
    ) -> Untold:
        envelope = Envelope(
            id=number or message_id(),
            kind=message.kind(),
            kind_version=message.kind_version,
            source="test",
            subject=subject,
            region="malmo",
            at=self.clock(),
            sequence=sequence,
            correlation="test",
        )
        topic = topic_of(type(message)).name
        return Untold(topic=topic, envelope=envelope, data=message.model_dump(mode="json"))

    async def settle(self) -> None:
        """Does what is due and tells what was announced, until nothing is left at this moment."""
        while await self.running.due.sweep() + await self.running.relay.drain():
            pass

    def client(
        self,
        *roles: Role,
        account: str = "",
        association: str = "",
        regions: tuple[str, ...] = ("malmo",),
    ) -> httpx.AsyncClient:
        """A browser, signed in where roles are given."""
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        browser = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080")
        if roles:
            session = Session(
                id=secrets.token_hex(8),
                account=account or f"account-{roles[0]}",
                roles=frozenset(roles),
                regions=regions,
                association=association or None,
                expires=4_000_000_000,
            )
            browser.cookies.set("lotsa-session", session.sign(self.keys))
        return browser


@contextlib.asynccontextmanager
async def staged(
    parts: Parts[Any], folder: Path, *, clock: Clock | None = None, **settings: object
) -> AsyncIterator[Stage]:
    """The service on a file in `folder`; nothing happens by itself but what pages do."""
    clock = clock or Clock()
    keys = Keys.load_or_make(folder / "keys.json")
    file = SqliteFile(folder / "lotsa.sqlite")

    async def open_store(_name: str, collections: Sequence[Collection[Any]]) -> Store:
        store = SqliteStore(file, collections, clock, message_id)
        await store.prepare()
        return store

    bus = HeldBus()
    chosen = Settings.model_validate({"data": folder, **settings})
    app = make_service(parts, Wiring(chosen, keys, open_store, bus, clock))
    try:
        async with app.router.lifespan_context(app):
            running: Running[Any] = app.state.running
            running.rest()
            yield Stage(app, running, clock, bus, keys)
    finally:
        file.close()
