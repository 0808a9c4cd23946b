"""All bars in one run, as a list that is printed as a table or as JSON."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from bench.matcher import quality, solvers, speed
from bench.matcher.generate import make_pool
from bench.matcher.setting import Bar

Measure = tuple[str, Callable[[int], Iterable[Bar]]]


def _one(measure: Callable[[int], Bar]) -> Callable[[int], Iterator[Bar]]:
    return lambda seed: iter([measure(seed)])


MEASURES: Final[tuple[Measure, ...]] = (
    ("greedy, small", lambda seed: quality.against_greedy(seed, quality.SMALL)),
    ("greedy, large", lambda seed: quality.against_greedy(seed, quality.LARGE)),
    ("hindsight", quality.against_hindsight),
    ("ranking", speed.ranking),
    ("repair", speed.repair),
    ("limits", _one(speed.limited_repair)),
    ("one pass", _one(speed.one_pass)),
    ("turnover", quality.turnover),
    ("two orders", _one(quality.two_orders)),
    ("two solvers", _one(solvers.two_solvers)),
    ("fairness", quality.rule_costs),
    ("parts and codes", quality.parts_and_codes),
    ("a million people", speed.million),
    ("100,000 × 5,000", _one(speed.large_pass)),
)


def checksums(seed: int) -> list[str]:
    """Of three pools, so that two machines know that they measured the same."""
    return [
        make_pool(people, needs, seed).checksum()
        for people, needs in ((100, 20), (1_000, 200), (10_000, 1_000))
    ]
