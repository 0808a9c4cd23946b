"""How long a guide waits for the board while a pass goes over a whole city."""

import contextlib
import time
from collections.abc import Iterator
from typing import Final

import httpx

from bench.city import settle_in
from bench.figures import quantile
from bench.matcher.setting import Bar, at_most
from bench.running import Sink, folder, one_process, staff
from bench.table import figure
from tests.journeys.reading import soon

PEOPLE: Final = 10_000
NEEDS: Final = 1_000
BUDGET_MS: Final = 100.0
QUIET_TIMES: Final = 200
PASS_S: Final = 1_800.0
PASSES: Final = "/matching/api/v1/passes"


def bars() -> Iterator[Bar]:
    """The p99 of the board while a pass runs: the first, after which nearly everybody is proposed
    something, and one over the same pool. Beside: the same page with nothing going on.
    """
    with folder() as at, Sink() as office:
        settle_in(at, PEOPLE, NEEDS)
        with one_process(at, office) as lotsa, contextlib.closing(staff(lotsa)) as guide:
            first = while_a_pass_runs(guide)
            soon(lambda: is_calm(guide) or None, within_s=PASS_S)
            quiet = [opened_in(guide) for _ in range(QUIET_TIMES)]
            again = while_a_pass_runs(guide)
    for name, (times, took) in (("the first", first), ("one more", again)):
        yield at_most(
            f"board during a pass over {PEOPLE:,} × {NEEDS:,}, {name}: p99",
            quantile(times, 0.99),
            BUDGET_MS,
            unit="ms",
            beside=f"{figure(quantile(quiet, 0.99))} ms without; {len(times)} in {figure(took)} s",
        )


def passes(guide: httpx.Client) -> int:
    """The number of the newest pass, 0 before the first."""
    found = guide.get(PASSES).raise_for_status().json()
    return int(found[0]["number"]) if found else 0


def while_a_pass_runs(guide: httpx.Client) -> tuple[list[float], float]:
    """What each opening of the board took (ms) from the wish for a pass to its end (s)."""
    before, start = passes(guide), time.perf_counter()
    guide.post(PASSES).raise_for_status()
    times: list[float] = []
    while passes(guide) == before:
        if time.perf_counter() - start > PASS_S:
            raise RuntimeError("the pass did not end")
        times += [opened_in(guide) for _ in range(10)]
    return times, time.perf_counter() - start


def is_calm(guide: httpx.Client) -> bool:
    """Whether the board stands still for a second."""
    seen = guide.get("/matching/api/v1/board").raise_for_status().json()["mark"]
    time.sleep(1)
    return bool(guide.get("/matching/api/v1/board").json()["mark"] == seen)


def opened_in(guide: httpx.Client) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    guide.get("/board").raise_for_status()
    return (time.perf_counter() - start) * 1000
