"""Theirs and ours side by side: the whole history, its second half, and redraws of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from bench.matcher.lern_fair.frontier import hindsight
from bench.matcher.lern_fair.ours import BEST, Settings, at_once
from bench.matcher.lern_fair.records import load
from bench.matcher.lern_fair.stream import Replay, Stream, as_it_was, half, redrawn, until
from bench.matcher.lern_fair.theirs import run_every
from bench.matcher.setting import Bar, at_least, at_most

RUNS_EVERY: Final = (0.0, 1.0, 3.0, 10.0, 30.0)
HINDSIGHT_COSTS: Final = (1.0, 0.2, 0.1, 0.05, 0.02, 0.01, 0.003)
CUT_SHARE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Point:
    """One run on the plane of waiting and shared subjects."""

    label: str
    matched: int
    wait: float
    shared: float


@dataclass(frozen=True, slots=True)
class Comparison:
    requests: int
    theirs: list[Point]
    ours: list[Point]  # one for each seed
    frontier: list[Point]
    second_half: tuple[Point, Point]  # theirs at every arrival, ours
    redraws: list[tuple[Point, Point]]
    causal: bool

    def bars(self) -> list[Bar]:
        wait, shared = _mean(self.ours)
        spread = max(
            (max(abs(one.wait - wait), abs(one.shared - shared)) for one in self.ours), default=0.0
        )
        first = self.theirs[0]
        beside = f"theirs at every arrival {first.wait:.3f} d, {first.shared:.3f}"
        matched = min(one.matched for one in self.ours)
        return [
            at_least("Lern-Fair: requests matched", matched, self.requests, unit="requests"),
            at_most("Lern-Fair: mean wait", wait, 2.7, unit="days", beside=beside),
            at_least(
                "Lern-Fair: mean shared subjects", shared, 1.72, unit="subjects", beside=beside
            ),
            at_most(
                "Lern-Fair: a seed away from the mean",
                spread,
                0.02,
                unit="",
                beside=f"{len(self.ours)} seeds",
            ),
            *self._half_bars(),
            *self._redraw_bars(),
            at_least(
                "Lern-Fair: same matches before a cut",
                float(self.causal),
                1,
                unit="",
                beside="causality",
            ),
        ]

    def _half_bars(self) -> list[Bar]:
        their, our = self.second_half
        beside = f"theirs {their.wait:.3f} d, {their.shared:.3f}"
        return [
            Bar("Lern-Fair, second half: mean wait", our.wait, "days", beside, "", True),
            at_least(
                "Lern-Fair, second half: subjects above theirs",
                our.shared - their.shared,
                0.0,
                unit="subjects",
                beside=beside,
            ),
        ]

    def _redraw_bars(self) -> list[Bar]:
        if not self.redraws:
            return []
        gains = [our.shared - their.shared for their, our in self.redraws]
        waits = [our.wait / their.wait for their, our in self.redraws]
        count = len(self.redraws)
        return [
            at_least(
                "Lern-Fair, redraws: better in subjects",
                sum(gain > 0 for gain in gains),
                count,
                unit=f"of {count}",
            ),
            at_least(
                "Lern-Fair, redraws: subjects above theirs",
                float(np.mean(gains)),
                0.08,
                unit="subjects",
            ),
            at_most("Lern-Fair, redraws: wait ÷ theirs", float(np.mean(waits)), 1.03),
        ]


def compare(
    folder: Path,
    seeds: int,
    redraws: int,
    progress: Callable[[int, int], None],
    *,
    settings: Settings = BEST,
) -> Comparison:
    """Raises BadRecordError, FileNotFoundError. `progress` hears runs done and all of them."""
    stream = as_it_was(load(folder))
    total = len(RUNS_EVERY) + len(HINDSIGHT_COSTS) + seeds + 1 + redraws + 1
    done = iter(range(1, total + 1))

    def point(label: str, replay: Replay) -> Point:
        progress(next(done, total), total)
        return Point(label, replay.count, replay.mean_wait, replay.mean_shared)

    later = half(stream, second=True)
    streams = [redrawn(stream.records, 100 + number) for number in range(redraws)]
    return Comparison(
        requests=len(stream.requests),
        theirs=[point(f"every {days:g} days", run_every(stream, days)) for days in RUNS_EVERY],
        ours=[point(f"seed {seed}", at_once(stream, seed, settings)) for seed in range(seeds)],
        frontier=[point(f"{cost:g} a day", hindsight(stream, cost)) for cost in HINDSIGHT_COSTS],
        second_half=(
            point("theirs", run_every(later, 0)),
            point("ours", at_once(later, 0, settings)),
        ),
        redraws=[
            (point("theirs", run_every(one, 0)), point("ours", at_once(one, 0, settings)))
            for one in streams
        ],
        causal=same_before_a_cut(stream, settings),
    )


def same_before_a_cut(stream: Stream, settings: Settings) -> bool:
    """Nothing after the cut may change a match before it."""
    cut = float(stream.request_at[-1]) * CUT_SHARE
    short = until(stream, cut)
    matches = at_once(short, 0, settings).matches
    whole = at_once(stream, 0, settings).matches
    return [one for one in matches if one[2] <= cut] == [one for one in whole if one[2] <= cut]


def _mean(points: list[Point]) -> tuple[float, float]:
    wait = float(np.mean([one.wait for one in points]))
    return wait, float(np.mean([one.shared for one in points]))
