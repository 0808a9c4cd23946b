"""One teller and one listener with a bus between them, at a clock that can be shifted."""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from uuid6 import uuid7

from shared.bus.dead import Desk
from shared.bus.listening import Listening
from shared.bus.outbox import Relay
from shared.bus.parking import ParkedKey, Parking, parked_of
from shared.bus.record import Bus, Record, record_of
from shared.contracts.message import Envelope, Message
from shared.contracts.topics import topic_of
from shared.store.collection import Untold
from shared.store.document import Unavailable
from shared.store.due import DueWork, Step
from shared.store.sqlite import SqliteStore
from tests.behaviour.bus.tallies import SUBJECTS, TALLIES, Mood, Subject, Tally, table

PATIENCE_S = 20.0
OURS = (SUBJECTS, TALLIES, parked_of("tallies"))


class Clock:
    """Milliseconds, from now on, plus what a test adds."""

    def __init__(self) -> None:
        self.shift = 0

    def __call__(self) -> int:
        return time.time_ns() // 1_000_000 + self.shift

    def minutes(self, number: float) -> None:
        self.shift += round(number * 60_000)


class Moody:
    """The listener's store, which a test can take away."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self.down = False
        self.asked = 0
        """How often it was asked while it was down."""

    def __getattr__(self, name: str) -> Any:
        if self.down:
            self.asked += 1
            raise Unavailable("taken away")
        return getattr(self._store, name)


class Road(Protocol):
    """A bus under test, and a way to put bytes on it that no teller would."""

    bus: Bus

    async def open(self, listening: Listening) -> None: ...
    async def put(self, record: Record) -> None: ...
    async def close(self) -> None: ...


@dataclass
class World:
    """`road` leads from `relay` to `listening`; due work runs when a test says so."""

    store: SqliteStore
    road: Road
    clock: Clock
    check_sequence: bool = True
    mood: Mood = field(default_factory=Mood)

    def __post_init__(self) -> None:
        self.shop = Moody(self.store)
        self.parking = Parking("tallies", self.shop, self.clock)
        self.listening = Listening(
            "tallies",
            self.shop,
            table(self.mood),
            parking=self.parking,
            now=self.clock,
            check_sequence=self.check_sequence,
        )
        self.desk = Desk("tallies", self.store, self.listening, self.clock)
        self.relay = Relay(self.store, [SUBJECTS], self.road.bus, "relay", parking=self.parking)
        retry: Step[Any, None] = Step(self.parking.of, "retry", self.desk.try_again)
        self.due: DueWork[None] = DueWork(self.store, [retry], None, holder="due", now=self.clock)

    async def tell(self, subject: str, *messages: Message) -> None:
        """Announces the messages of one subject and lets the relay tell them."""
        await self.announce(subject, *messages)
        while await self.relay.drain():
            pass

    async def announce(self, subject: str, *messages: Message) -> None:
        known = await self.store.get(SUBJECTS, subject)
        doc = known or Subject(id=subject, region="malmo")
        await self.store.save(SUBJECTS, doc, messages)

    async def put(self, *records: Record) -> None:
        for record in records:
            await self.road.put(record)

    async def tally(self, subject: str) -> Tally:
        return await self.store.get(TALLIES, subject) or Tally(id=subject, region="malmo")

    async def applied(self, subject: str, *sequences: int, within: float = PATIENCE_S) -> None:
        """Waits until exactly these have been applied, in this order."""

        async def look() -> tuple[int, ...]:
            return (await self.tally(subject)).applied

        await until(look, sequences, within)

    async def parked(self, standing: str, number: int = 1, *, queued: int = 1) -> list[ParkedKey]:
        """Waits until there are `number` of this standing, with as many records; returns those."""
        found: list[ParkedKey] = []

        async def look() -> int:
            found[:] = await self.store.find(
                self.parking.of, {"standing": standing}, order="since", limit=1_000
            )
            return sum(1 for key in found if len(key.queue) >= queued)

        await until(look, number, PATIENCE_S)
        return found

    async def work(self) -> None:
        """Does what is due by now."""
        while await self.due.sweep():
            pass


async def until(look: Callable[[], Awaitable[object]], wanted: object, within: float) -> None:
    deadline = time.monotonic() + within
    while (seen := await look()) != wanted:
        assert time.monotonic() < deadline, f"{seen} instead of {wanted} after {within} s"
        await asyncio.sleep(0.02)


def new() -> str:
    return str(uuid.uuid4())


def record(message: Message, subject: str, sequence: int, **header: str) -> Record:
    """The record of a message with a sequence of the test's choice; `ce_…` replaces headers."""
    number = str(uuid7())
    envelope = Envelope(
        id=number,
        kind=message.kind(),
        kind_version=message.kind_version,
        source="tallies",
        subject=subject,
        region="malmo",
        at=time.time_ns() // 1_000_000,
        sequence=sequence,
        correlation=number,
    )
    data = message.model_dump(mode="json")
    made = record_of(Untold(topic=topic_of(type(message)).name, envelope=envelope, data=data))
    headers = {**dict(made.headers), **{name: text.encode() for name, text in header.items()}}
    return changed(made, headers=tuple(headers.items()))


def changed(of: Record, **fields: Any) -> Record:
    return Record(**{**{name: getattr(of, name) for name in of.__dataclass_fields__}, **fields})


def envelope_ids(untold: Sequence[Untold]) -> list[str]:
    return [one.envelope.id for one in untold]
