"""The relay between an outbox and a bus that fails in every way it may."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from uuid6 import uuid7

from shared.bus.outbox import Relay
from shared.bus.parking import Parking, parked_of
from shared.bus.record import InDoubt, TooLarge
from shared.store.collection import LEASE_MS, Collection, Outgoing, Untold
from shared.store.document import Unavailable
from shared.store.sqlite import SqliteFile, SqliteStore
from tests.behaviour.bus.tallies import SUBJECTS, Subject, posted
from tests.behaviour.bus.world import Clock

OURS = (SUBJECTS, parked_of("tallies"))


class Recording:
    """A bus that notes what it was given, and raises what a test has lined up."""

    def __init__(self) -> None:
        self.given: list[tuple[str, int]] = []
        self.raises: list[Exception] = []
        self.pause: asyncio.Event | None = None

    async def send(self, untold: Sequence[Untold]) -> None:
        self.given += [(one.envelope.subject, one.envelope.sequence) for one in untold]
        if self.pause is not None:
            await self.pause.wait()
        if self.raises:
            raise self.raises.pop(0)


class Forgetful:
    """A store whose first `settle` fails after the bus has everything."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self.failures = 1

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    async def settle(self, of: Collection[Subject], doc: Outgoing) -> None:
        if self.failures:
            self.failures -= 1
            raise Unavailable("away")
        await self._store.settle(of, doc)


class Desk:
    def __init__(self, store: SqliteStore, clock: Clock) -> None:
        self.store, self.clock, self.bus = store, clock, Recording()
        self.relay = self.another("first")

    def another(self, holder: str, store: object = None) -> Relay:
        parking = Parking("tallies", self.store, self.clock)
        return Relay(store or self.store, [SUBJECTS], self.bus, holder, parking=parking)

    async def announce(self, subject: str, times: int = 1, title: str = "t") -> None:
        known = await self.store.get(SUBJECTS, subject)
        doc = known or Subject(id=subject, region="malmo")
        await self.store.save(SUBJECTS, doc, [posted(subject, title)] * times)

    async def waiting(self) -> int:
        """How many documents have untold messages, leased or not."""
        self.clock.shift += LEASE_MS + 1
        claimed = await self.store.claim_outbox(SUBJECTS, "looker", limit=100)
        await self.store.release(SUBJECTS, "outbox", "looker", [doc.id for doc in claimed])
        return len(claimed)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    file, clock = SqliteFile(tmp_path / "lotsa.sqlite"), Clock()
    store = SqliteStore(file, OURS, clock, lambda: str(uuid7()))
    await store.prepare()
    yield Desk(store, clock)
    file.close()


async def test_everything_is_handed_over_once_in_order(desk: Desk) -> None:
    await desk.announce("a", 2)
    await desk.announce("b")
    await desk.announce("a")

    assert await desk.relay.drain() == 4
    assert await desk.relay.drain() == 0
    assert desk.bus.given == [("a", 1), ("a", 2), ("a", 3), ("b", 1)]


async def test_a_send_that_failed_is_done_again_from_the_outbox(desk: Desk) -> None:
    await desk.announce("a", 2)
    desk.bus.raises = [ConnectionError()]
    with pytest.raises(ConnectionError):
        await desk.relay.drain()
    await desk.announce("a")
    await desk.relay.drain()

    assert desk.bus.given == [("a", 1), ("a", 2), ("a", 1), ("a", 2), ("a", 3)]
    assert await desk.waiting() == 0


async def test_an_interrupted_send_leaves_its_messages_and_their_order(desk: Desk) -> None:
    await desk.announce("a", 2)
    desk.bus.pause = asyncio.Event()
    telling = asyncio.create_task(desk.relay.drain())
    await asyncio.sleep(0.05)
    telling.cancel()
    await asyncio.gather(telling, return_exceptions=True)
    desk.bus.pause = None
    await desk.announce("a")

    await desk.another("second").drain()

    assert desk.bus.given[2:] == [("a", 1), ("a", 2), ("a", 3)]


async def test_in_doubt_it_asks_again_and_nobody_else_may_tell(desk: Desk) -> None:
    await desk.announce("a")
    desk.bus.raises = [InDoubt(), InDoubt()]
    desk.bus.pause = asyncio.Event()
    telling = asyncio.create_task(desk.relay.drain())
    await asyncio.sleep(0.05)
    assert await desk.another("second").drain() == 0
    desk.bus.pause.set()

    assert await telling == 1
    assert desk.bus.given == [("a", 1)] * 3
    assert await desk.waiting() == 0


async def test_what_could_not_be_settled_is_told_again(desk: Desk) -> None:
    """Listeners drop the second one: see the behaviour suite."""
    await desk.announce("a")
    relay = desk.another("forgetful", Forgetful(desk.store))
    with pytest.raises(Unavailable):
        await relay.drain()
    await relay.drain()

    assert desk.bus.given == [("a", 1)] * 2
    assert await desk.waiting() == 0


async def test_a_lease_lost_in_a_long_send_takes_nothing_new_away(desk: Desk) -> None:
    await desk.announce("a")
    desk.bus.pause = asyncio.Event()
    slow = asyncio.create_task(desk.relay.drain())
    await asyncio.sleep(0.05)
    desk.clock.shift += LEASE_MS + 1
    await desk.announce("a")
    fast = asyncio.create_task(desk.another("second").drain())
    await asyncio.sleep(0.05)
    await desk.announce("a")
    desk.bus.pause.set()
    await asyncio.gather(slow, fast)
    await desk.another("third").drain()

    assert desk.bus.given == [("a", 1), ("a", 1), ("a", 2), ("a", 3)]
    assert await desk.waiting() == 0


async def test_what_is_too_large_is_filed_and_the_rest_goes_on(desk: Desk) -> None:
    await desk.announce("a", 3)
    await desk.announce("b")
    (claimed, _) = await desk.store.claim_outbox(SUBJECTS, "looker", limit=9)
    await desk.store.release(SUBJECTS, "outbox", "looker", ["a", "b"])
    desk.bus.raises = [TooLarge(claimed.untold[1])]
    await desk.relay.drain()

    assert desk.bus.given[4:] == [("a", 3), ("b", 1)]
    (dead,) = await desk.store.find(parked_of("tallies"), {"standing": "dead"}, order="since")
    assert (dead.reason, dead.queue[0].sequence) == ("too-large", 2)
    assert await desk.waiting() == 0


async def test_the_loop_waits_out_trouble(desk: Desk) -> None:
    await desk.announce("a")
    desk.bus.raises = [ConnectionError()]
    loop = asyncio.create_task(desk.relay.run())
    await asyncio.sleep(2.5)
    loop.cancel()
    await asyncio.gather(loop, return_exceptions=True)

    assert desk.bus.given == [("a", 1)] * 2
