"""Which pairs a pass looks at first: the best few of every person and of every need.

By points minus last price. The best few of every person alone lose 5 % of the points, since the
needs that nobody prefers are then in nobody's list.
"""

from typing import Final

import numpy as np

from services.matching.engine.arrays import Bools, Ints, Small
from services.matching.engine.problem import Problem
from services.matching.engine.ties import LOW_BITS

POINT_BITS: Final = 32  # room for points, bonuses and prices beside the number of the group
AT_ONCE: Final = 2_000_000  # pairs sorted at a time, so that memory stays bounded


def candidates(problem: Problem, prices: Ints, per_person: int, per_need: int) -> Bools:
    """For every pair whether it is one. `prices` by need, in the unit of weights."""
    chosen = np.zeros(len(problem.person), dtype=np.bool_)
    for side, most, rows in (
        (problem.person, per_person, problem.people),
        (problem.need, per_need, problem.needs),
    ):
        kept = np.empty(0, dtype=np.int64)
        for start in range(0, len(chosen), AT_ONCE):
            part = np.arange(start, min(start + AT_ONCE, len(chosen)))
            kept = np.concatenate((kept, part))
            net = (problem.weight[kept] - prices[problem.need[kept]]) >> LOW_BITS
            kept = kept[best_of_each(side[kept], net, most, rows)]
        chosen[kept] = True
    return chosen


def best_of_each(group: Small, points: Ints, most: int, groups: int) -> Bools:
    """The `most` highest within each group; all of a group that has no more."""
    sizes = np.bincount(group, minlength=groups)
    starts = np.zeros(groups + 1, dtype=np.int64)
    np.cumsum(sizes, out=starts[1:])
    order = np.argsort((group.astype(np.int64) << POINT_BITS) - points)
    place = np.arange(len(order)) - np.repeat(starts[:-1], sizes)
    chosen = np.zeros(len(order), dtype=np.bool_)
    chosen[order[place < most]] = True
    return chosen
