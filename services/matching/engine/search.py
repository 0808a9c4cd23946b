"""The best chain of moves after one change, as a shortest path (Dijkstra) over reduced costs.

Prices and worths (seating.py) make every step's cost `worth + price − weight` at least zero, and a
person's step out of their own seat free, so that a search ends after a few needs. The method is
the successive shortest path of min-cost flow (Ahuja, Magnanti, Orlin, Network Flows, ch. 9.7),
taken one change at a time. Costs are weights (points · 2^20), lower is better.
"""

from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np

from services.matching.engine.fits import Fits, Pairs
from services.matching.engine.seating import BEYOND, NOWHERE, Seating

Move = tuple[int, int]  # person, need (or NOWHERE)


@dataclass(slots=True)
class Chain:
    """What to move, in order, and what it costs (below zero: what it gains).

    `reached` holds the cost of every need that is nearer than the end, for the new prices.
    `complete` is False when the work limit came first; then nothing else in it counts.
    """

    cost: int
    moves: list[Move] = field(default_factory=list)
    reached: dict[int, int] = field(default_factory=dict)
    complete: bool = True

    def moves_beside(self, person: int) -> int:
        return sum(1 for mover, _ in self.moves if mover != person)


class Search:
    """One search; a fresh one for every change. Ends at a cost of `limit` at the latest."""

    def __init__(self, seating: Seating, fits: Fits, *, limit: int, visits: int) -> None:
        self._seating = seating
        self._fits = fits
        self._left = visits
        self._best = limit
        self._end: tuple[int, Move | None] | None = None  # need, and a last move out of it
        self._cost_of: dict[int, int] = {}
        self._came: dict[
            int, tuple[int, int]
        ] = {}  # need → person who moves, need on the other end
        self._heap: list[tuple[int, int]] = []
        self._reached: dict[int, int] = {}
        self._here = NOWHERE, 0

    def seat_for(self, person: int, choices: Pairs) -> Chain:
        """Somebody new looks for a seat: theirs may be free, or its holder moves on, or goes."""
        seating = self._seating
        costs = seating.price[choices.rows] - choices.weights
        ends = costs - seating.price[choices.rows] - seating.next_bonus[choices.rows]
        if len(ends) and ends.min() < self._best:
            nearest = int(ends.argmin())
            self._came[int(choices.rows[nearest])] = person, NOWHERE
            self._end_at(int(choices.rows[nearest]), int(ends[nearest]))
        near = np.flatnonzero(costs < self._best)
        movers = [person] * len(near)
        self._reach(choices.rows[near].tolist(), costs[near].tolist(), movers, NOWHERE)
        while self._next():
            need, cost = self._here
            self._end_at(need, cost - int(seating.price[need] + seating.next_bonus[need]))
            self._pass_on(need, cost)
        return self._chain(forward=True)

    def people_for(self, need: int) -> Chain:
        """A free seat looks for somebody: one without a seat, or one who frees another seat."""
        seating = self._seating
        start = -int(seating.price[need] + seating.next_bonus[need])
        self._cost_of[need] = start
        heappush(self._heap, (start, need))
        while self._next():
            here, cost = self._here
            if here != need:
                self._end_at(here, cost + int(seating.price[here]) + seating.last_bonus(here))
            self._invite(here, cost)
        return self._chain(forward=False)

    def _next(self) -> bool:
        """Whether there is a nearest need left that could still end better."""
        while self._heap and self._left > 0:
            cost, need = heappop(self._heap)
            if cost >= self._best:
                return False
            if need not in self._reached:
                self._reached[need] = cost
                self._here = need, cost
                self._left -= 1 + len(self._seating.sitting[need])
                return True
        return False

    def _pass_on(self, need: int, cost: int) -> None:
        """Each of those who sit at the need may go, or move on; all of them looked at together."""
        holders = list(self._seating.sitting[need])
        if not holders:
            return
        totals = self._seating.worth[holders] + cost
        cheapest = int(totals.argmin())
        self._end_at(need, int(totals[cheapest]), (holders[cheapest], NOWHERE))
        choices = [self._fits.needs_of(holder) for holder in holders]
        many = [len(pairs.rows) for pairs in choices]
        rows = np.concatenate([pairs.rows for pairs in choices])
        costs = self._seating.price[rows]
        costs -= np.concatenate([pairs.weights for pairs in choices])
        costs += np.repeat(totals, many)
        near = np.flatnonzero(costs < self._best)
        if len(near):
            movers = np.repeat(holders, many)[near].tolist()
            self._reach(rows[near].tolist(), costs[near].tolist(), movers, need)

    def _invite(self, need: int, cost: int) -> None:
        seating = self._seating
        choices = self._fits.people_of(need)
        costs = seating.worth[choices.rows] - choices.weights
        costs += cost + int(seating.price[need])
        free = np.where(seating.unseated[choices.rows], costs, BEYOND)
        if len(free) and free.min() < self._best:
            nearest = int(free.argmin())
            self._end_at(need, int(free[nearest]), (int(choices.rows[nearest]), need))
        near = np.flatnonzero((costs < self._best) & (free == BEYOND))
        for person, total in zip(choices.rows[near].tolist(), costs[near].tolist(), strict=True):
            home = seating.seat_of[person]
            if home != need and total < self._cost_of.get(home, BEYOND):
                self._cost_of[home] = total
                self._came[home] = person, need
                heappush(self._heap, (total, home))

    def _reach(self, needs: list[int], costs: list[int], movers: list[int], origin: int) -> None:
        for need, total, person in zip(needs, costs, movers, strict=True):
            if total < self._cost_of.get(need, BEYOND):
                self._cost_of[need] = total
                self._came[need] = person, origin
                heappush(self._heap, (total, need))

    def _end_at(self, need: int, cost: int, last: Move | None = None) -> None:
        if cost < self._best:
            self._best, self._end = cost, (need, last)

    def _chain(self, *, forward: bool) -> Chain:
        if self._left <= 0 and self._heap and self._heap[0][0] < self._best:
            return Chain(cost=0, complete=False)
        nearer = {need: cost for need, cost in self._reached.items() if cost < self._best}
        return Chain(self._best, self._moves(forward=forward), nearer)

    def _moves(self, *, forward: bool) -> list[Move]:
        """From the end back to the start."""
        if self._end is None:
            return []
        need, last = self._end
        moves = [last] if last else []
        while need in self._came:
            person, other = self._came[need]
            moves.append((person, need if forward else other))
            need = other
        return moves
