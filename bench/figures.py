"""The arithmetic of the figures: pure, so that a table can be trusted as far as its timings."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

SURE = 0.95


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0 < share ≤ 1) of them do not exceed.

    Nearest rank: always a value that was measured. Raises ValueError where there is none.
    """
    if not values:
        raise ValueError("nothing was measured")
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def median(values: Sequence[float]) -> float:
    """Of an even number of values the smaller one in the middle, as `quantile`."""
    return quantile(values, 0.5)


def share_within(values: Sequence[float], limit: float, *, of: int) -> float:
    """How many of `of` took at most `limit`; what was never measured counts as later."""
    return sum(value <= limit for value in values) / of if of else 0.0


@dataclass(frozen=True)
class Between:
    """A ratio, and the interval that holds the true median with a probability of SURE."""

    middle: float
    low: float
    high: float

    def lies_within(self, low: float, high: float) -> bool:
        return low <= self.low and self.high <= high

    def __str__(self) -> str:
        return f"{self.low:.3f} … {self.high:.3f}"


def ratio_of_pairs(pairs: Sequence[tuple[float, float]]) -> Between:
    """The median of first ÷ second over pairs, with its interval.

    Order statistics: no shape of the noise is assumed (Conover, *Practical Nonparametric
    Statistics*, confidence interval for a quantile).
    """
    ratios = sorted(first / second for first, second in pairs)
    cut = outside(len(ratios))
    return Between(median(ratios), ratios[cut], ratios[len(ratios) - 1 - cut])


def outside(number: int, sure: float = SURE) -> int:
    """How many of `number` sorted values may be cut off at each end, so that the rest spans the
    true median with a probability of at least `sure`. Raises ValueError where even all do not.
    """
    chances = [math.comb(number, k) / 2**number for k in range(number + 1)]
    cut = sum(1 for below in accumulate(chances) if below <= (1 - sure) / 2)
    if cut < 1:
        raise ValueError(f"{number} pairs are too few to be {sure:.0%} sure")
    return cut - 1
