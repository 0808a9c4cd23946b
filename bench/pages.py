"""How long a page takes to be made, beside an empty page in the same run."""

import contextlib
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import httpx

from bench.figures import median, quantile
from bench.matcher.setting import Bar, at_most
from bench.running import Sink, crowded, folder, one_process, staff
from bench.table import figure
from deploy.running import free_port
from tests.journeys.lotsa import Lotsa, Process
from tests.journeys.reading import Forms

ROUNDS: Final = 5
TIMES: Final = 100
BUDGET_MS: Final = 50.0
PEOPLE: Final = 200
EMPTY: Final = "an empty page"
FULLEST: Final = "/form/interests"
# In the language that most newcomers here read, and as phones ask for it.
PHONE: Final = {"accept-language": "ar", "accept-encoding": "gzip"}

Openers = Mapping[str, tuple[httpx.Client, str]]


def bars() -> Iterator[Bar]:
    """The p95 of each page: the median of five rounds, in turns with the empty page."""
    with folder() as at, Sink() as office, one_process(at, office) as lotsa:
        crowded(lotsa, PEOPLE)
        with empty_page(at) as empty, contextlib.closing(staff(lotsa)) as guide:
            openers = {
                EMPTY: (empty, "/"),
                **newcomers_pages(lotsa),
                "the board": (guide, "/board"),
            }
            rounds = [one_round(openers) for _ in range(ROUNDS)]
    floor = median([one[EMPTY] for one in rounds])
    for name in openers:
        if name != EMPTY:
            middle = median([one[name] for one in rounds])
            beside = f"{figure(floor)} ms for {EMPTY}"
            yield at_most(f"server render p95, {name}", middle, BUDGET_MS, unit="ms", beside=beside)


def one_round(openers: Openers) -> dict[str, float]:
    """The p95 of each page in ms, opened in turns."""
    taken: dict[str, list[float]] = {name: [] for name in openers}
    for _ in range(TIMES):
        for name, (client, path) in openers.items():
            start = time.perf_counter()
            client.get(path).raise_for_status()
            taken[name].append((time.perf_counter() - start) * 1000)
    return {name: quantile(times, 0.95) for name, times in taken.items()}


def newcomers_pages(lotsa: Lotsa) -> Openers:
    """The start page, and the form's fullest page with a draft behind it."""
    client = httpx.Client(base_url=lotsa.url("/"), headers=PHONE)
    first = Forms()
    first.feed(client.get("/form/kind").raise_for_status().text)
    where, hidden = next(one for one in first.found if one[0].startswith("/form/kind"))
    client.post(where, data={**hidden, "kind": "participant"})
    return {"a newcomer's start": (client, "/"), "a newcomer's question": (client, FULLEST)}


@contextlib.contextmanager
def empty_page(folder: Path) -> Iterator[httpx.Client]:
    port = free_port("127.0.0.1")
    process = Process(
        ["bench.empty_page"], {"LOTSA_PORT": str(port)}, port, folder / "empty-page.log"
    )
    process.start()
    try:
        process.wait_until_ready()
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=PHONE) as client:
            yield client
    finally:
        process.stop()
