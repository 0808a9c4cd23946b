"""Ties that the hash leaves: best seatings of exactly the same value. Settled by ids, and counted.

With the prices of a best seating every move of a person has a cost, never below zero. A second
best seating is a ring of moves that cost nothing (Ahuja, Magnanti, Orlin, ch. 9: a circulation of
reduced cost 0): from need to need, through free seats, or home. So people are tied exactly if their
move lies on such a ring, and turning rings one by one leads to the smallest list of pairs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from services.matching.engine.arrays import Ints
from services.matching.engine.passes import Solved
from services.matching.engine.prices import AT_ONCE, Sides, rents_of
from services.matching.engine.problem import Problem
from services.matching.engine.rings import rings, way
from services.matching.engine.rooms import NO_CAP, unused

NOBODY: Final = -1
NameOf = Callable[[int], str]


class Move(NamedTuple):
    """Of one person, or of a seat that is filled or given up (NOBODY)."""

    person: int
    source: int
    target: int


@dataclass(slots=True)
class Ties:
    """Moves that cost nothing. Nodes are needs by row, then home, then associations with a cap."""

    problem: Problem
    seat: Ints
    prices: Ints
    options: dict[int, list[int]]  # person → needs, or home, that are worth the same to them

    @property
    def home(self) -> int:
        return self.problem.needs

    def moves(self) -> Iterator[Move]:
        for person, options in self.options.items():
            here = self.place(person)
            for there in options:
                if there != here:
                    yield Move(person, here, there)
        for source, target in self._seats():
            yield Move(NOBODY, source, target)

    def place(self, person: int) -> int:
        return self.home if self.seat[person] < 0 else int(self.seat[person])

    def _seats(self) -> Iterator[tuple[int, int]]:
        """One more seat filled, or one given up, at no cost."""
        problem, rooms = self.problem, self.problem.rooms
        filled = np.bincount(self.seat[self.seat >= 0], minlength=problem.needs)
        net = self.prices - rents_of(problem, filled, self.prices)
        over = np.where(rooms.of == NO_CAP, self.home, self.home + 1 + rooms.of)
        more = (filled < problem.seats) & (net + problem.bonus(problem.taken + filled + 1) == 0)
        less = (filled > 0) & (net + problem.bonus(problem.taken + filled) == 0)
        for need in np.flatnonzero(more).tolist():
            yield need, int(over[need])
        for need in np.flatnonzero(less).tolist():
            yield int(over[need]), need
        for at in np.flatnonzero(unused(rooms, filled) > 0).tolist():
            yield self.home + 1 + at, self.home
            yield self.home, self.home + 1 + at


def settled(problem: Problem, solved: Solved, person_at: NameOf, need_at: NameOf) -> Solved:
    """The best seating with the smallest list of pairs (person id, need id), and how many are tied."""
    ties = Ties(problem, solved.seating.seat.copy(), solved.prices, _options(problem, solved))
    ring = rings((move.source, move.target) for move in ties.moves())
    tied = {one.person for one in ties.moves() if ring[one.source] == ring[one.target]} - {NOBODY}
    if not tied:
        return solved

    def by_id(place: int) -> tuple[bool, str]:
        return (True, "") if place == ties.home else (False, need_at(place))

    done: set[int] = set()
    for person in sorted(tied, key=person_at):
        done.add(person)
        for place in sorted(ties.options[person], key=by_id):
            if place == ties.place(person) or _turned(ties, person, place, done):
                break
    return replace(solved, seating=_seated(problem, ties.seat), tied=len(tied))


def _turned(ties: Ties, person: int, place: int, done: set[int]) -> bool:
    """Whether the person moved there, by a ring in which none of those who are done moves."""
    free = [move for move in ties.moves() if move.person not in done]
    back = way([(move.source, move.target) for move in free], place, ties.place(person))
    if back is None:
        return False
    for move in [Move(person, ties.place(person), place), *(free[at] for at in back)]:
        if move.person != NOBODY:
            ties.seat[move.person] = NOBODY if move.target == ties.home else move.target
    return True


def _options(problem: Problem, solved: Solved) -> dict[int, list[int]]:
    """Of everybody who has more than one way to be exactly as well off."""
    found: dict[int, list[int]] = {}
    for start in range(0, len(problem.person), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        people, needs = problem.person[part], problem.need[part]
        same = problem.weight[part] - solved.prices[needs] == solved.worth[people]
        for person, need in zip(people[same].tolist(), needs[same].tolist(), strict=True):
            found.setdefault(person, []).append(need)
    for person, needs_of in found.items():
        if solved.worth[person] == 0:
            needs_of.append(problem.needs)
    return {person: places for person, places in found.items() if len(places) > 1}


def _seated(problem: Problem, seat: Ints) -> Sides:
    used = seat[problem.person] == problem.need
    held = np.zeros(problem.people, dtype=np.int64)
    held[problem.person[used]] = problem.weight[used]
    return Sides(seat, held, np.bincount(problem.need[used], minlength=problem.needs))
