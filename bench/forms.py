"""A form's way, from its POST to the receipt in the mail server's hands, and to its proposals."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pymongo import MongoClient

from bench import bare
from bench.figures import quantile, share_within
from bench.matcher.setting import Bar, at_least, at_most
from bench.running import Sink, folder, four_processes, one_process, with_a_need
from bench.sending import PEOPLE, Sent, send_steadily
from bench.table import figure, in_ms
from tests.journeys.lotsa import Lotsa
from tests.live.engines import Engines

PATIENCE_S: Final = 60.0
HANDED_OVER_S: Final = 10.0
ON_THE_BOARD_S: Final = 2.0
Bare = Callable[[], AbstractAsyncContextManager[bare.Hops]]


@dataclass(frozen=True)
class Load:
    """So many forms a second for so long, after a first while that is not counted."""

    rate: float
    seconds: float
    warm_s: float = 3.0
    bare: int = 100
    """Bare chains before and again after."""

    def numbers(self) -> tuple[range, range]:
        """The numbers of the forms that warm up, and of those that are measured."""
        warm = round(self.rate * self.warm_s)
        return range(warm), range(warm, warm + round(self.rate * self.seconds))


@dataclass
class Run:
    """What was seen: what was sent, when its letter came and its proposal was made, the hops."""

    wanted: int
    sent: list[Sent]
    came: Mapping[str, float]
    hops: list[float]
    proposed: Mapping[str, int] = field(default_factory=dict)

    @property
    def to_letter(self) -> list[float]:
        """Seconds from a form's turn to its letter."""
        return [self.came[one.email] - one.due for one in self.sent if one.email in self.came]

    @property
    def to_proposal(self) -> list[float]:
        """Seconds from a form's turn to the write of its first proposal."""
        return [
            (self.proposed[one.person] - one.due_at) / 1000
            for one in self.sent
            if one.person in self.proposed
        ]

    @property
    def to_receipt(self) -> list[float]:
        """Seconds from a form's turn to the answer of its POST."""
        return [one.answered - one.due for one in self.sent]


def embedded(load: Load) -> Iterator[Bar]:
    """One process, one file."""
    with folder() as at, Sink() as office, one_process(at, office) as lotsa:
        hops: Bare = lambda: bare.in_one_process(at, office)  # noqa: E731 - a way to open them
        run = measured(lotsa, office, load, hops)
        run.proposed = proposals_in_file(at / "lotsa.sqlite")
        yield from bars(run, f"embedded, {load.rate:g}/s")


def on_kafka(load: Load, engines: Engines) -> Iterator[Bar]:
    """Four processes, a broker and a document server."""
    with folder() as at, Sink() as office, four_processes(at, office, engines) as lotsa:
        hops: Bare = lambda: bare.over_the_engines(engines.kafka, engines.mongo, office)  # noqa: E731
        run = measured(lotsa, office, load, hops)
        run.proposed = proposals_in_mongo(engines.mongo)
        yield from bars(run, f"Kafka, {load.rate:g}/s")


def measured(lotsa: Lotsa, office: Sink, load: Load, hops: Bare) -> Run:
    with_a_need(lotsa)
    url = lotsa.url(PEOPLE)
    warm, numbers = load.numbers()
    asyncio.run(send_steadily(url, rate=load.rate, numbers=warm))
    before = asyncio.run(measured_hops(hops, load.bare))
    sent = asyncio.run(send_steadily(url, rate=load.rate, numbers=numbers))
    wait_for(lambda: all(one.email in office.came for one in sent))
    # Proposals are written while the letters go; the last ones need not be first.
    time.sleep(ON_THE_BOARD_S)
    after = asyncio.run(measured_hops(hops, load.bare))
    return Run(len(numbers), sent, dict(office.came), before + after)


async def measured_hops(hops: Bare, times: int) -> list[float]:
    async with hops() as these:
        return await bare.measured(these, times)


def wait_for(done: Callable[[], bool]) -> None:
    """Returns when it is so, or when nobody would wait any longer."""
    until = time.monotonic() + PATIENCE_S
    while not done() and time.monotonic() < until:
        time.sleep(0.05)


def proposals_in_file(path: Path) -> dict[str, int]:
    """When each person's first proposal was made (UTC ms)."""
    sql = (
        "SELECT json_extract(body, '$.person'), min(json_extract(body, '$.touched')) "
        "FROM matching__matches GROUP BY 1"
    )
    with closing(sqlite3.connect(path)) as db:
        return dict(db.execute(sql).fetchall())


def proposals_in_mongo(url: str) -> dict[str, int]:
    with MongoClient[dict[str, Any]](url) as client:
        found = client["lotsa_matching"]["matches"].find({}, {"body.person": 1, "body.touched": 1})
        first: dict[str, int] = {}
        for body in (raw["body"] for raw in found):
            person, at = body["person"], body["touched"]
            first[person] = min(at, first.get(person, at))
        return first


def bars(run: Run, where: str) -> Iterator[Bar]:
    """The lines of one way to run."""
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        whole, hops = quantile(run.to_letter, share), quantile(run.hops, share)
        beside = f"{in_ms(whole)} against {in_ms(hops)}"
        title = f"form POST → letter handed over ÷ bare hops, {name} ({where})"
        yield Bar(title, whole / hops, "×", beside, "", holds=True)
    yield at_least(
        f"letters handed over within {HANDED_OVER_S:g} s ({where})",
        share_within(run.to_letter, HANDED_OVER_S, of=run.wanted),
        0.99,
        unit="of all",
        beside=f"{len(run.to_letter):,} of {run.wanted:,} forms",
    )
    late = run.to_proposal
    slowest = quantile(late, 0.99) if late else float("inf")
    middle = in_ms(quantile(late, 0.5)) if late else "none"
    yield at_most(
        f"form POST → proposals, p99 ({where})",
        slowest,
        ON_THE_BOARD_S,
        unit="s",
        beside=f"p50 {middle}, {len(late):,} forms with a proposal",
    )
    answers = run.to_receipt
    yield Bar(
        f"form POST → receipt page, p99 ({where})",
        quantile(answers, 0.99) * 1000,
        "ms",
        f"p50 {figure(quantile(answers, 0.5) * 1000)} ms",
        "",
        holds=True,
    )
