"""Prices of a best seating, and the proof over all pairs of how good a seating is.

OR-Tools gives no dual numbers, so the lowest ones are found by relaxation (Bellman, Ford), all
pairs of a round at once: a need is worth at least what anybody would gain by moving there. The
lowest prices do not depend on which of several best seatings they are read from.

The proof is weak duality (Kuhn 1955; Ahuja, Magnanti, Orlin, ch. 9): for *any* prices p, with
`worth = max(0, best of weight − p)` of every person,

    Σ worth + Σ over seats of max(0, p + bonus)  ≥  value of every seating.

Where associations have a cap, each seat pays the rent of its association (rooms.py), and the bound
holds rent × room besides.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from services.matching.engine.arrays import Bools, Ints, Small
from services.matching.engine.problem import Problem
from services.matching.engine.rooms import NO_CAP, rents

AT_ONCE: Final = 2_000_000  # pairs looked at at a time, so that memory stays bounded
MOST_ROUNDS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Proof:
    """Value of a seating and what no seating can exceed, both in the unit of weights."""

    value: int
    bound: int

    @property
    def gap(self) -> float:
        return (self.bound - self.value) / max(self.bound, 1)


@dataclass(frozen=True, slots=True)
class Sides:
    """A seating by rows: what each person has (weight of the pair, or 0), how full each need is."""

    seat: Ints  # need of each person, −1 for none
    held: Ints  # weight of each person's pair, 0 for none
    filled: Ints  # people at each need

    def after(self, prices: Ints) -> Ints:
        """What each person has after paying the price of their need."""
        paid = np.zeros(len(self.seat), dtype=np.int64)
        seated = self.seat >= 0
        paid[seated] = prices[self.seat[seated]]
        return self.held - paid


def sides(problem: Problem, used: Bools) -> Sides:
    """From the pairs that a seating uses."""
    seat = np.full(problem.people, -1, dtype=np.int64)
    held = np.zeros(problem.people, dtype=np.int64)
    seat[problem.person[used]] = problem.need[used]
    held[problem.person[used]] = problem.weight[used]
    return Sides(seat, held, np.bincount(problem.need[used], minlength=problem.needs))


def lowest_prices(problem: Problem, seating: Sides) -> Ints:
    """By need. The seating has to be best for the pairs of the problem."""
    prices = _floor(problem, seating)
    if not len(problem.need):
        return prices
    starts, needs = _segments(problem.need)
    least = prices.copy()
    for _ in range(MOST_ROUNDS):
        worth = seating.after(prices)
        asked = np.maximum.reduceat(problem.weight - worth[problem.person], starts)
        higher = np.maximum(prices, rents_of(problem, seating.filled, prices) + least)
        higher[needs] = np.maximum(higher[needs], asked)
        if np.array_equal(higher, prices):
            return prices
        prices = higher
    raise ArithmeticError("prices without end: the seating was not best")


def proof(problem: Problem, seating: Sides, prices: Ints) -> tuple[Proof, Ints]:
    """The proof over the pairs of the problem, and the worth of each person in it."""
    worth = best_worth(problem, prices)
    bound = int(worth.sum()) + _seat_worth(problem, seating.filled, prices)
    value = int(seating.held.sum()) + filled_bonus(problem, seating.filled)
    return Proof(value=value, bound=bound), worth


def best_worth(problem: Problem, prices: Ints) -> Ints:
    """By person: the best of weight minus price, at least 0."""
    worth = np.zeros(problem.people, dtype=np.int64)
    for start in range(0, len(problem.person), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        net = problem.weight[part] - prices[problem.need[part]]
        np.maximum.at(worth, problem.person[part], net)
    return worth


def filled_bonus(problem: Problem, filled: Ints) -> int:
    """What the filled seats add."""
    return _sum_over_seats(problem, filled, np.zeros(problem.needs, dtype=np.int64))


def _seat_worth(problem: Problem, filled: Ints, prices: Ints) -> int:
    """Of all seats after rent, and the rents of all rooms."""
    rent, rooms = rents_of(problem, filled, prices), problem.rooms
    capped = rooms.of != NO_CAP
    by_room = np.zeros(len(rooms.left), dtype=np.int64)
    by_room[rooms.of[capped]] = rent[capped]
    return _sum_over_seats(problem, problem.seats, prices - rent) + int(
        (by_room * rooms.left).sum()
    )


def rents_of(problem: Problem, filled: Ints, prices: Ints) -> Ints:
    """By need; the same for all needs of an association."""
    gain = prices + problem.bonus(problem.taken + filled + 1)
    free = np.flatnonzero(filled < problem.seats)
    return rents(problem.rooms, filled, gain, free)


def _sum_over_seats(problem: Problem, seats: Ints, prices: Ints) -> int:
    """Σ max(0, price + bonus) over the first `seats` of every need."""
    listed = len(problem.bonus_of_seat)
    total = 0
    for seat in range(1, int(seats.max(initial=0)) + 1):
        if seat > listed:
            break
        needs = np.flatnonzero(seats >= seat)
        bonus = problem.bonus(problem.taken[needs] + seat)
        total += int(np.maximum(prices[needs] + bonus, 0).sum())
    further = np.flatnonzero(seats > listed)
    last = prices[further] + int(problem.bonus_of_seat[-1])
    return total + int((np.maximum(last, 0) * (seats[further] - listed)).sum())


def _floor(problem: Problem, seating: Sides) -> Ints:
    """The last filled seat is worth filling; an empty need asks as little as it may."""
    last_seat = problem.taken + np.maximum(seating.filled, 1)
    return -problem.bonus(last_seat)


def _segments(need: Small) -> tuple[Ints, Small]:
    """Where each need's pairs start, and which need it is."""
    needs, starts = np.unique(need, return_index=True)
    return starts, needs
