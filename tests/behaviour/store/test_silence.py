"""A store that does not answer is Unavailable; what it did meanwhile is whole or absent."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest

from shared.store.collection import Outgoing, Store
from shared.store.document import Conflict, Unavailable
from shared.store.mongo import MongoStore, connect
from shared.store.telling import told_by
from tests.behaviour.store.places import Place, ServerPlace, opened
from tests.behaviour.store.things import NOON, PEOPLE, Clock, left, numbers, someone
from tests.live.engines import Engines

WRITES = (b"insert\x00", b"update\x00", b"delete\x00")


async def test_a_closed_store_refuses_every_call(place: Place, store: Store) -> None:
    doc = await store.save(PEOPLE, someone("a"))
    await place.close()
    await refuses_everything(store, doc.version)


async def refuses_everything(store: Store, version: int) -> None:
    doc = someone("a", version=version)
    _, [untold] = told_by(PEOPLE, doc, [left("a")], now=NOON, new_id=numbers(), cause=None)
    calls = [
        store.get(PEOPLE, "a"),
        store.save(PEOPLE, doc, [left("a")]),
        store.save(PEOPLE, someone("b")),
        store.find(PEOPLE, {}),
        store.count(PEOPLE, {}),
        store.claim_due(PEOPLE, "me", limit=1),
        store.claim_outbox(PEOPLE, "me", limit=1),
        store.settle(PEOPLE, Outgoing("a", (untold,))),
        store.renew(PEOPLE, "due", "me", ["a"]),
        store.release(PEOPLE, "due", "me", ["a"]),
        store.erase(PEOPLE, doc),
        store.ping(),
    ]
    ended = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(one) for one in ended] == [Unavailable] * len(calls)


@pytest.fixture
async def impatient(engines: Engines) -> AsyncIterator[ServerPlace]:
    """A place on the server whose client waits half a second for each answer."""
    place = ServerPlace(engines.mongo, f"suite{uuid.uuid4().hex[:12]}")
    await place.prepare()
    place.client.close()
    place.client = connect(engines.mongo, answer_ms=500)
    yield place
    await place.close()
    await place.remove()


@contextlib.asynccontextmanager
async def patient(place: ServerPlace) -> AsyncIterator[Place]:
    again = opened(*place.address)
    yield again
    await again.close()


async def silence(store: Store) -> None:
    """Waits for it: a signal reaches one thread of the server after the other."""
    with contextlib.suppress(Unavailable):
        while True:
            await store.ping()


@pytest.mark.live
async def test_a_frozen_server_is_unavailable_and_serves_again(
    impatient: ServerPlace, breakable_engines: Engines
) -> None:
    store = impatient.store()
    doc = await store.save(PEOPLE, someone("a"))
    await asyncio.to_thread(breakable_engines.mongo_server.pause)
    await silence(store)
    await refuses_everything(store, doc.version)
    await asyncio.to_thread(breakable_engines.mongo_server.mend)
    async with patient(impatient) as again:
        known = await again.store().get(PEOPLE, "a")
        assert known is None or known.version in (1, 2)


@pytest.mark.live
async def test_a_killed_server_has_what_it_acknowledged(
    impatient: ServerPlace, breakable_engines: Engines
) -> None:
    store, kept = impatient.store(), set[str]()

    async def save_on(saver: int) -> None:
        for number in range(10_000):
            key = f"{saver}-{number}"
            await store.save(PEOPLE, someone(key), [left(key)])
            kept.add(key)

    savers = asyncio.gather(*(save_on(n) for n in range(4)), return_exceptions=True)
    await asyncio.sleep(0.5)
    await asyncio.to_thread(breakable_engines.mongo_server.kill)
    assert [type(end) for end in await savers] == [Unavailable] * 4
    await asyncio.to_thread(breakable_engines.mongo_server.start)
    assert kept
    async with patient(impatient) as again:
        for key in kept:
            assert await again.store().get(PEOPLE, key) is not None
            assert len((await again.beside(PEOPLE, key)).outbox) == 1


async def test_where_nobody_listens_is_unavailable() -> None:
    client = connect("mongodb://127.0.0.1:1/?directConnection=true", answer_ms=300)
    store = MongoStore(client, "intake", [PEOPLE], now=Clock(), new_id=numbers())
    try:
        with pytest.raises(Unavailable):
            await store.prepare()
        await refuses_everything(store, 1)
    finally:
        client.close()


class Wire:
    """Carries bytes between clients and the server; `cut` loses the answer to every write."""

    def __init__(self, host: str, port: int) -> None:
        self.cut = False
        self._far = host, port
        self._carrying: list[asyncio.Task[None]] = []

    @contextlib.asynccontextmanager
    async def laid(self) -> AsyncIterator[str]:
        """The address at which it takes connections."""
        server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        try:
            yield "{}:{}".format(*server.sockets[0].getsockname())
        finally:
            server.close()
            for task in self._carrying:
                task.cancel()
            await asyncio.gather(*self._carrying, return_exceptions=True)

    def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._carrying.append(asyncio.create_task(self._carry(reader, writer)))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(*self._far)
        try:
            while sent := await reader.read(65_536):
                far_writer.write(sent)
                # The server answers once it has done the work; of a cut wire nobody hears it.
                answer = await far_reader.read(65_536)
                if self.cut and any(name in sent for name in WRITES):
                    break
                writer.write(answer)
        finally:
            for end in (far_writer, writer):
                end.close()
                with contextlib.suppress(OSError):
                    await end.wait_closed()


@pytest.mark.live
async def test_after_a_lost_answer_the_same_save_can_only_conflict(
    engines: Engines, impatient: ServerPlace
) -> None:
    url = urlsplit(engines.mongo)
    wire = Wire(url.hostname or "", url.port or 0)
    async with wire.laid() as address:
        client = connect(url._replace(netloc=address).geturl(), answer_ms=2_000)
        far = MongoStore(
            client, "intake", [PEOPLE], now=Clock(), new_id=numbers(), prefix=impatient.prefix
        )
        await far.ping()
        for version in (0, 1):
            doc = someone("a", version=version, told={"intake-people-v1": version})
            wire.cut = True
            with pytest.raises(Unavailable):
                await far.save(PEOPLE, doc, [left("a")])
            wire.cut = False
            with pytest.raises(Conflict):
                await far.save(PEOPLE, doc, [left("a")])
            saved = await far.get(PEOPLE, "a")
            assert saved is not None
            assert saved.version == version + 1
            async with patient(impatient) as near:
                assert len((await near.beside(PEOPLE, "a")).outbox) == version + 1
        client.close()
