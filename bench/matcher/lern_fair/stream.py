"""Arrivals in time order, and what a replay of them came to."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bench.matcher.lern_fair.records import Days, Records
from services.matching.engine.arrays import Ints

LAST_JUMP_DAYS: Final = 31.0  # after the last arrival their clock jumps, and two runs clear up
NEIGHBOURS: Final = 50


@dataclass(frozen=True, slots=True)
class Stream:
    """Arrival k of a side is the record `requests[k]` at `request_at[k]` (days)."""

    records: Records
    requests: Ints
    offers: Ints
    request_at: Days
    offer_at: Days

    @property
    def end(self) -> float:
        return float(max(self.request_at[-1], self.offer_at[-1])) + LAST_JUMP_DAYS

    @property
    def events_start(self) -> float:
        return float(min(self.request_at[0], self.offer_at[0]))

    def events(self) -> list[tuple[float, int, int]]:
        """(days, side, number): side 0 is an offer, which comes first at the same time."""
        offers = [(at, 0, number) for number, at in enumerate(self.offer_at.tolist())]
        requests = [(at, 1, number) for number, at in enumerate(self.request_at.tolist())]
        return sorted(offers + requests)


@dataclass(frozen=True, slots=True)
class Replay:
    """Matches as (request, offer, day), numbered by arrival."""

    matches: list[tuple[int, int, float]]
    mean_wait: float
    mean_shared: float

    @property
    def count(self) -> int:
        return len(self.matches)


def replayed(stream: Stream, matches: list[tuple[int, int, float]]) -> Replay:
    """The two means as Lern-Fair prints them: over the matches."""
    request = np.array([one for one, _, _ in matches], dtype=np.int64)
    offer = np.array([one for _, one, _ in matches], dtype=np.int64)
    day = np.array([one for _, _, one in matches])
    shared = stream.records.shared[stream.requests[request], stream.offers[offer]]
    wait = day - stream.request_at[request]
    return Replay(matches, float(wait.mean()), float(shared.mean()))


def as_it_was(records: Records) -> Stream:
    return Stream(
        records,
        np.arange(len(records.request_at)),
        np.arange(len(records.offer_at)),
        records.request_at,
        records.offer_at,
    )


def redrawn(records: Records, seed: int) -> Stream:
    """Every arrival keeps its time and becomes one of the ± 50 records around it."""
    rng = np.random.default_rng(seed)
    return Stream(
        records,
        _near(rng, len(records.request_at)),
        _near(rng, len(records.offer_at)),
        records.request_at,
        records.offer_at,
    )


def half(stream: Stream, *, second: bool) -> Stream:
    """The arrivals of the first or of the second half of the time."""
    middle = (float(stream.request_at[0]) + float(stream.request_at[-1])) / 2
    requests = (stream.request_at >= middle) == second
    offers = (stream.offer_at >= middle) == second
    return Stream(
        stream.records,
        stream.requests[requests],
        stream.offers[offers],
        stream.request_at[requests],
        stream.offer_at[offers],
    )


def until(stream: Stream, day: float) -> Stream:
    """The stream cut: nothing that comes after `day` is in it."""
    requests, offers = stream.request_at <= day, stream.offer_at <= day
    return Stream(
        stream.records,
        stream.requests[requests],
        stream.offers[offers],
        stream.request_at[requests],
        stream.offer_at[offers],
    )


def _near(rng: np.random.Generator, count: int) -> Ints:
    shift = rng.integers(-NEIGHBOURS, NEIGHBOURS + 1, count)
    near: Ints = np.clip(np.arange(count) + shift, 0, count - 1)
    return near
