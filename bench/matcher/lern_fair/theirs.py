"""Their way: one assignment over the pool every so many days, as their performance test does it.

The points of a pair are 0.3 · (fitting subjects ÷ the larger list) + 0.6 · waiting, where waiting
is sigmoid(days), halved below 14 days.
"""

from typing import Final

import numpy as np

from bench.matcher.lern_fair.assign import assigned
from bench.matcher.lern_fair.records import Days
from bench.matcher.lern_fair.stream import Replay, Stream, replayed
from services.matching.engine.arrays import Ints

FULL: Final = 1_000_000_000
PATIENCE_DAYS: Final = 14


def run_every(stream: Stream, days: float) -> Replay:
    """A run whenever the clock passes the last one by more than `days`, and two at the end."""
    matches: list[tuple[int, int, float]] = []
    requests: list[int] = []
    offers: list[int] = []
    met: set[int] = set()
    last = float("-inf")
    for now, side, number in stream.events():
        (requests if side else offers).append(number)
        if now - last > days:
            _run(stream, (requests, offers), met, now=now, matches=matches)
            last = now
    for _ in range(2):
        _run(stream, (requests, offers), met, now=stream.end, matches=matches)
    return replayed(stream, matches)


def _run(
    stream: Stream,
    pool: tuple[list[int], list[int]],
    met: set[int],
    *,
    now: float,
    matches: list[tuple[int, int, float]],
) -> None:
    requests, offers = pool
    if not requests or not offers:
        return
    here = np.ix_(stream.requests[requests], stream.offers[offers])
    records = stream.records
    allowed = records.allowed[here] & ~np.isin(records.same[here], list(met))
    points = (
        0.3 * records.fitting[here] + 0.6 * _waiting(now - stream.request_at[requests])[:, None]
    )
    _, seating = assigned((points * FULL).astype(np.int64), allowed)
    for request in np.flatnonzero(seating.seat >= 0).tolist():
        offer = int(seating.seat[request])
        pair = int(records.same[here][request, offer])
        if pair not in met:
            met.add(pair)
            matches.append((requests[request], offers[offer], now))
    gone = {one for one, _, _ in matches}, {one for _, one, _ in matches}
    requests[:] = [one for one in requests if one not in gone[0]]
    offers[:] = [one for one in offers if one not in gone[1]]


def _waiting(days: Days) -> Days:
    waiting: Ints | Days = 1 / (1 + np.exp(-days))
    return np.where(days < PATIENCE_DAYS, waiting / 2, waiting)
