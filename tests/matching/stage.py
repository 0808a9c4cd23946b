"""Matching on a real file with the real engine, its clock and its due work in the test's hands."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI

from services.matching.app import MATCHING
from services.matching.cases import CASES, Case, case_id
from services.matching.desk import Desk
from services.matching.matches import MATCHES, Match
from services.matching.needs import NEEDS, Need
from shared.bus.listening import Outcome
from shared.bus.record import record_of
from shared.contracts.intake import Wishes
from shared.contracts.message import Envelope, Message
from shared.contracts.topics import topic_of
from shared.keys import Keys
from shared.metrics import DUE_TROUBLE
from shared.service import Running, Wiring, make_service, message_id
from shared.settings import Settings
from shared.store.collection import Store, Untold
from shared.store.sqlite import SqliteFile, SqliteStore
from shared.web.guard import form_token
from shared.web.sessions import Role, Session, ended_in
from shared.web.visits import Site, templates_in
from tests.matching.saying import LIKES_FOOTBALL, REGION, START, an_id, posted, registered
from tests.stage import HeldBus


def trouble() -> float:
    """How often due work has failed in this process."""
    return sum(
        sample.value
        for metric in DUE_TROUBLE.collect()
        for sample in metric.samples
        if sample.name.endswith("_total")
    )


@dataclass
class Clock:
    now: int = START

    def __call__(self) -> int:
        return self.now


class Heard(HeldBus):
    """A bus that keeps what it is handed."""

    def kinds(self, subject: str | None = None) -> list[str]:
        return [one.envelope.kind for one in self.sent if subject in {None, one.envelope.subject}]


@dataclass
class Stage:
    """One replica of the service."""

    running: Running[Desk]
    app: FastAPI
    clock: Clock
    keys: Keys
    bus: Heard
    sequences: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        return self.running.desk

    async def tell(self, message: Message, subject: str, sequence: int | None = None) -> Outcome:
        """What another service says of `subject`; without a number, the next one."""
        topic = topic_of(type(message))
        last = self.sequences.get((topic.name, subject), 0)
        number = sequence or last + 1
        self.sequences[topic.name, subject] = max(last, number)
        envelope = Envelope(
            id=message_id(),
            kind=message.kind(),
            kind_version=message.kind_version,
            source=topic.owner,
            subject=subject,
            region=REGION,
            at=self.clock.now,
            sequence=number,
            correlation="test",
        )
        untold = Untold(topic=topic.name, envelope=envelope, data=message.model_dump(mode="json"))
        return await self.running.listening.handle(record_of(untold, offset=number))

    async def settle(self) -> None:
        """Does everything that is due at the clock's time, and tells it; nothing may fail."""
        before = trouble()
        for _ in range(200):
            if not await self.running.due.sweep():
                await self.running.relay.drain()
                assert trouble() == before, "due work failed"
                return
        raise AssertionError("due work does not come to an end")

    async def pass_time(self, ms: int) -> None:
        self.clock.now += ms
        await self.settle()

    async def person(self, name: str, wishes: Wishes | None = None, **facts: Any) -> str:
        """Somebody who registered, by id."""
        person = an_id(name)
        await self.tell(registered(person, wishes or LIKES_FOOTBALL, **facts), person)
        return person

    async def need(self, name: str, association: str = "ifk", **changes: Any) -> str:
        """A need that was posted, by id."""
        need = an_id(name)
        await self.tell(posted(need, association, **changes), need)
        return need

    async def case_of(self, person: str) -> Case:
        case = await self.desk.store.get(CASES, case_id(person))
        assert case is not None
        return case

    async def matches_of(self, person: str) -> list[Match]:
        found = await self.desk.store.find(MATCHES, {"case": case_id(person)})
        return sorted(found, key=lambda match: -match.points)

    async def need_of(self, need: str) -> Need:
        found = await self.desk.store.get(NEEDS, need)
        assert found is not None
        return found

    def link(self, match: Match, side: str) -> str:
        return f"/answer/{self.keys.link_key('answer', match.id, side)}"

    def client(
        self,
        account: str = "",
        *roles: Role,
        association: str | None = None,
        region: str = REGION,
    ) -> "Client":
        """A browser: of nobody, or of somebody signed in with these roles."""
        session = Session(
            id=str(uuid4()),
            account=an_id(account),
            roles=frozenset(roles),
            regions=(region,),
            association=association,
            expires=4_000_000_000,
        )
        return Client(self, session if account else None)


class Client(httpx.AsyncClient):
    """A browser that sends its form token with each form."""

    def __init__(self, stage: Stage, session: Session | None) -> None:
        transport = httpx.ASGITransport(app=stage.app, raise_app_exceptions=False)
        super().__init__(transport=transport, base_url="http://127.0.0.1:8080")
        self.headers["accept-language"] = "en"
        # A masked token packs to another length each time; two refusals are compared unpacked.
        self.headers["accept-encoding"] = "identity"
        self._secret = stage.keys.form
        self.binding = session.id if session else "browser-of-nobody"
        self.cookies.set("lotsa-browser", self.binding)
        if session:
            self.cookies.set("lotsa-session", session.sign(stage.keys))

    async def send_form(self, path: str, **fields: str) -> httpx.Response:
        token = form_token(self._secret, self.binding)
        return await self.post(path, data={**fields, "form_token": token})

    async def says_why(self, case: str, reason: str = "cover") -> httpx.Response:
        """Opens another guide's case, with a reason."""
        return await self.send_form(f"/cases/{case}/why", reason=reason)

    async def post_cases(self, cases: list[str], guide: str) -> httpx.Response:
        """Gives these cases to a guide, as the page does on which one is chosen."""
        token = form_token(self._secret, self.binding)
        fields = {"case": cases, "guide": guide, "form_token": token}
        return await self.post("/board/assign", data=fields)

    async def send_json(self, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        token = form_token(self._secret, self.binding)
        return await self.post(path, json=body or {}, headers={"x-form-token": token})


@contextlib.asynccontextmanager
async def staged(
    folder: Path, clock: Clock | None = None, around: Callable[[Store], Store] = lambda store: store
) -> AsyncIterator[Stage]:
    """A replica on the file in `folder`; several may stand on one file. `around` wraps its store."""
    clock = clock or Clock()
    folder.mkdir(parents=True, exist_ok=True)
    keys = Keys.load_or_make(folder / "keys.json")
    file = SqliteFile(folder / "lotsa.sqlite")
    collections = MATCHING.kept
    plain = SqliteStore(file, collections, clock, message_id)
    await plain.prepare()
    store = around(plain)
    bus = Heard()

    async def open_store(*_: Any) -> Store:
        return store

    settings = Settings(data=folder, region=REGION)
    wiring = Wiring(settings, keys, open_store, bus, clock)
    app = make_service(MATCHING, wiring)
    running = Running(MATCHING, wiring, store)
    assert MATCHING.on_start is not None
    await MATCHING.on_start(running.desk)
    app.state.desk, app.state.running = running.desk, running
    templates = templates_in(MATCHING.templates)
    app.state.site = Site(settings, keys, templates, ended_in(store, "matching"))
    try:
        yield Stage(running, app, clock, keys, bus)
    finally:
        await asyncio.to_thread(file.close)
