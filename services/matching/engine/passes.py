"""One pass over the whole pool: the best seating, its prices and the proof, and what changed.

All pairs at once, or, where they are many, candidates first; then the pairs that the proof over all pairs finds better than what their people
have, until there are none: the seating is then exactly best, and the gap 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from services.matching.engine.arrays import Bools, Ints
from services.matching.engine.candidates import candidates
from services.matching.engine.flow import best_pairs
from services.matching.engine.policy import Pass
from services.matching.engine.prices import Proof, Sides, lowest_prices, proof, sides
from services.matching.engine.problem import Problem


@dataclass(frozen=True, slots=True)
class Solved:
    """A seating with its proof; arrays by row, in the unit of weights."""

    seating: Sides
    prices: Ints
    worth: Ints
    proof: Proof
    rounds: int
    pairs: int  # looked at by the flow, of all that the proof covers
    tied: int = 0  # people whom another seating of the same value has elsewhere


@dataclass(frozen=True, slots=True)
class Changes:
    """What a pass would change in what is proposed: person → need."""

    kept: dict[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    replaced: dict[str, str] = field(default_factory=dict)  # what was proposed until now

    @property
    def churn(self) -> float:
        """Share of what was proposed that changes."""
        before = len(self.kept) + len(self.replaced)
        return len(self.replaced) / before if before else 0.0


@dataclass(frozen=True, slots=True)
class PassResult:
    """What a pass came to. Points are sums over pairs, without bonuses and ties."""

    policy: str
    seats: dict[str, str]  # person → need
    points: int
    value: int  # with bonuses, in points; and what no seating can exceed
    bound: int
    gap: float
    rounds: int
    pairs: int
    allowed: int
    prices: dict[str, int]
    changes: Changes
    rule_costs: dict[str, int] = field(default_factory=dict)  # points that each rule gave up
    served_ratio: float = 1.0
    tied: int = 0  # people who were placed by the order of ids alone


def solve(problem: Problem, prices: Ints, limits: Pass) -> Solved:
    """The best seating. `prices` of the last pass, by need, only guide the choice of candidates."""
    chosen = np.ones(len(problem.person), dtype=np.bool_)
    if len(chosen) > limits.all_up_to:
        chosen = candidates(problem, prices, limits.per_person, limits.per_need)
    rounds = 0
    while True:
        rounds += 1
        some = problem.only(chosen)
        seating = sides(some, best_pairs(some))
        prices = lowest_prices(some, seating)
        proven, worth = proof(problem, seating, prices)
        better = _better(problem, seating, worth, prices)
        if not better.any():
            return Solved(seating, prices, worth, proven, rounds, len(some.person))
        chosen |= better


def _better(problem: Problem, seating: Sides, worth: Ints, prices: Ints) -> Bools:
    """Pairs that are worth more to their person than what they have; none if nobody has any."""
    has = seating.after(prices)
    restless = worth > has
    better = np.zeros(len(problem.person), dtype=np.bool_)
    if restless.any():
        theirs = np.flatnonzero(restless[problem.person])
        net = problem.weight[theirs] - prices[problem.need[theirs]]
        better[theirs] = net > has[problem.person[theirs]]
    return better


def changes(pending: Mapping[str, str], seats: Mapping[str, str]) -> Changes:
    kept = {one: need for one, need in pending.items() if seats.get(one) == need}
    new = {one: need for one, need in seats.items() if pending.get(one) != need}
    replaced = {one: need for one, need in pending.items() if one not in kept}
    return Changes(kept, new, replaced)
