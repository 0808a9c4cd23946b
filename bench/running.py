"""A Lotsa that really runs, for measuring: its folder on the disk of this checkout, its mail server
a sink that notes when each letter came, and whoever signs in to look or to prepare.
"""

import asyncio
import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
from aiosmtpd.smtp import SMTP, Envelope, Session

from bench.sending import PEOPLE, send_steadily
from tests.journeys import walking
from tests.journeys.lotsa import FIRST, ROOT, Lotsa, distributed, embedded
from tests.journeys.post import Post
from tests.journeys.reading import soon
from tests.live.engines import Engines

# The benchmark plays the proxy, so that every sender has an address of their own, as people do.
PROXY: Final = {"LOTSA_TRUSTED_PROXY": "127.0.0.1"}
MOST_SEATS: Final = "200"


class Sink(Post):
    """A mail server that also knows when it took the first letter to each address."""

    def __init__(self) -> None:
        super().__init__()
        self.came: dict[str, float] = {}
        """When, as `time.perf_counter` counts, by address."""

    async def handle_DATA(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        self.came.setdefault(envelope.rcpt_tos[0], time.perf_counter())
        return answer


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """An empty folder on the disk of this checkout: a temporary one could be memory alone."""
    (ROOT / "build").mkdir(exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="bench-", dir=ROOT / "build"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextlib.contextmanager
def one_process(at: Path, office: Sink) -> Iterator[Lotsa]:
    with started(embedded(at, office, **PROXY)) as lotsa:
        yield lotsa


@contextlib.contextmanager
def four_processes(at: Path, office: Sink, engines: Engines) -> Iterator[Lotsa]:
    lotsa = distributed(at, office, kafka=engines.kafka, mongo=engines.mongo, **PROXY)
    with started(lotsa):
        yield lotsa


@contextlib.contextmanager
def started(lotsa: Lotsa) -> Iterator[Lotsa]:
    try:
        lotsa.start()
        yield lotsa
    finally:
        lotsa.stop()


def with_a_need(lotsa: Lotsa) -> None:
    """A verified association asks for a choir's voices, as many as may be asked for at once."""
    guide = walking.coordinator(lotsa)
    choir = walking.association(lotsa, guide, "Limhamns kör")
    walking.need(choir, seats=MOST_SEATS)


def crowded(lotsa: Lotsa, people: int) -> None:
    """So many people who have all been proposed something."""
    with_a_need(lotsa)
    asyncio.run(send_steadily(lotsa.url(PEOPLE), rate=20, numbers=range(people)))
    with contextlib.closing(staff(lotsa)) as guide:
        soon(lambda: proposed(guide) >= people or None, within_s=60)


def proposed(guide: httpx.Client) -> int:
    """How many cases stand on the board with a proposal."""
    columns = guide.get("/matching/api/v1/board").raise_for_status().json()["columns"]
    return int(next(one["total"] for one in columns if one["key"] == "proposed"))


def staff(lotsa: Lotsa) -> httpx.Client:
    """The first account, signed in at intake: a client with its cookie and its form token."""
    found = walking.SIGN_IN_LINK.search(lotsa.command("user", "link", FIRST))
    if found is None:
        raise RuntimeError("no link was printed")
    client = httpx.Client(base_url=lotsa.url("/"), timeout=30)
    answer = client.post("/intake/api/v1/session", json={"key": found[1].rpartition("/")[2]})
    client.headers["x-form-token"] = answer.raise_for_status().json()["form_token"]
    return client
