"""The producer side with a client that does what it is told: doubt, refusal, failure."""

import asyncio
from typing import Any

import pytest
from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from shared.bus.kafka_send import Closed, KafkaSending, partition_of
from shared.bus.record import InDoubt, TooLarge
from shared.contracts.message import Envelope
from shared.store.collection import Untold


class Client:
    closed = False

    async def close(self) -> None:
        self.closed = True


class Producer:
    """Remembers what it was given; acknowledges when told to."""

    def __init__(self) -> None:
        self.given: list[tuple[str, int]] = []
        self.futures: list[asyncio.Future[None]] = []
        self.answers = True
        self.refuses = ""
        self.client = Client()
        self._sender = self
        self.sender_task: asyncio.Task[bool] | None = None

    async def start(self) -> None:
        self.sender_task = asyncio.create_task(asyncio.Event().wait())

    async def send(
        self, topic: str, value: bytes, key: bytes, *, partition: int, headers: Any
    ) -> asyncio.Future[None]:
        if key.decode() == self.refuses:
            raise MessageSizeTooLargeError
        assert topic
        assert value
        assert headers
        self.given.append((key.decode(), partition))
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.futures.append(future)
        if self.answers:
            future.set_result(None)
        return future

    def acknowledge(self) -> None:
        for future in self.futures:
            if not future.done():
                future.set_result(None)

    async def flush(self) -> None:
        """Everything is out at once."""


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Bench:
    """A sending with every producer that it built."""

    def __init__(self) -> None:
        self.built: list[Producer] = []
        self.seconds = Seconds()
        self.sending = KafkaSending(self.build, 6, wait_s=0.05, clock=self.seconds)

    def build(self) -> Producer:
        self.built.append(Producer())
        return self.built[-1]


@pytest.fixture
async def bench() -> Bench:
    bench = Bench()
    await bench.sending.start()
    return bench


def untold(subject: str, region: str = "malmo") -> Untold:
    envelope = Envelope(
        id=f"id-{subject}",
        kind="NeedPosted",
        kind_version=1,
        source="intake",
        subject=subject,
        region=region,
        at=0,
        sequence=1,
        correlation="c",
    )
    return Untold(topic="intake.needs.v1", envelope=envelope, data={})


@pytest.mark.parametrize(
    ("key", "hashed"),
    [("21", -973932308), ("foobar", -790332482), ("a-little-bit-long-string", -985981536)],
)
def test_a_partition_is_chosen_as_kafkas_own_clients_do(key: str, hashed: int) -> None:
    assert partition_of(key, 6) == (hashed & 0x7FFFFFFF) % 6


async def test_a_list_goes_out_in_order_to_the_regions_partition(bench: Bench) -> None:
    await bench.sending.send([untold("a"), untold("b", "lund"), untold("c")])

    malmo, lund = partition_of("malmo", 6), partition_of("lund", 6)
    assert bench.built[0].given == [("a", malmo), ("b", lund), ("c", malmo)]
    assert bench.sending.silent_s == 0


async def test_what_is_in_doubt_is_awaited_again_and_never_sent_again(bench: Bench) -> None:
    producer = bench.built[0]
    producer.answers = False
    for _ in range(3):
        with pytest.raises(InDoubt):
            await bench.sending.send([untold("a"), untold("b")])
    bench.seconds.now = 20
    assert bench.sending.silent_s == 20

    producer.acknowledge()
    producer.answers = True
    await bench.sending.send([untold("a"), untold("b"), untold("c")])

    assert [key for key, _ in producer.given] == ["a", "b", "c"]
    assert len(bench.built) == 1
    assert bench.sending.silent_s == 0


async def test_one_list_at_a_time(bench: Bench) -> None:
    producer = bench.built[0]
    producer.answers = False
    first = asyncio.create_task(bench.sending.send([untold("a")]))
    second = asyncio.create_task(bench.sending.send([untold("b")]))
    await asyncio.sleep(0.01)
    assert [key for key, _ in producer.given] == ["a"]

    producer.acknowledge()
    producer.answers = True
    await asyncio.gather(first, second)
    assert [key for key, _ in producer.given] == ["a", "b"]


async def test_a_send_that_raised_throws_the_producer_away(bench: Bench) -> None:
    first = bench.built[0]
    first.answers = False
    sending = asyncio.create_task(bench.sending.send([untold("a"), untold("b")]))
    await asyncio.sleep(0.01)
    first.futures[1].set_exception(KafkaError("no"))
    with pytest.raises(KafkaError):
        await sending
    assert first.client.closed
    assert first.sender_task is not None
    assert first.sender_task.done(), "a second sender must not start beside the first"

    await bench.sending.send([untold("a"), untold("b")])
    assert [key for key, _ in bench.built[1].given] == ["a", "b"]


async def test_ten_minutes_without_progress_throw_it_away_too(bench: Bench) -> None:
    bench.built[0].answers = False
    for seconds in (0, 599):
        bench.seconds.now = seconds
        with pytest.raises(InDoubt):
            await bench.sending.send([untold("a")])
    assert not bench.built[0].client.closed

    bench.seconds.now = 601
    with pytest.raises(InDoubt):
        await bench.sending.send([untold("a")])
    assert bench.built[0].client.closed
    await bench.sending.send([untold("a")])
    assert [key for key, _ in bench.built[1].given] == ["a"]


async def test_any_new_acknowledgement_is_progress_and_an_old_one_is_none(bench: Bench) -> None:
    producer = bench.built[0]
    producer.answers = False
    both = [untold("a"), untold("b")]
    for seconds in (0, 500):
        bench.seconds.now = seconds
        with pytest.raises(InDoubt):
            await bench.sending.send(both)
    producer.futures[0].set_result(None)
    for seconds in (501, 1_000):
        bench.seconds.now = seconds
        with pytest.raises(InDoubt):
            await bench.sending.send(both)
    assert not producer.client.closed, "there was progress in between"

    bench.seconds.now = 1_200
    with pytest.raises(InDoubt):
        await bench.sending.send(both)
    assert producer.client.closed, "one acknowledgement was counted more than once"


async def test_what_is_too_large_is_named_and_what_stood_before_it_is_sent(bench: Bench) -> None:
    bench.built[0].refuses = "b"
    with pytest.raises(TooLarge) as refused:
        await bench.sending.send([untold("a"), untold("b"), untold("c")])

    assert refused.value.untold == untold("b")
    assert [key for key, _ in bench.built[0].given] == ["a"]
    assert not bench.built[0].client.closed


async def test_a_caller_who_goes_away_takes_nothing_back(bench: Bench) -> None:
    producer = bench.built[0]
    producer.answers = False
    sending = asyncio.create_task(bench.sending.send([untold("a")]))
    await asyncio.sleep(0.01)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)

    producer.acknowledge()
    await bench.sending.send([untold("a")])
    assert len(producer.given) == 1


async def test_nothing_is_sent_after_the_end(bench: Bench) -> None:
    await bench.sending.stop()
    bench.sending.close()
    with pytest.raises(Closed):
        await bench.sending.send([untold("a")])
    assert len(bench.built) == 1
