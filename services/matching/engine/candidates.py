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


def candidates(problem: Problem, prices: Ints, per_person: int, per_need: int) -> Bools:
    """For every pair whether it is one. `prices` by need, in the unit of weights."""
    net = (problem.weight - prices[problem.need]) >> LOW_BITS
    chosen = best_of_each(problem.person, net, per_person, problem.people)
    chosen |= best_of_each(problem.need, net, per_need, problem.needs)
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
