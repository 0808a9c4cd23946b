"""Who fits where and how much that weighs: rows of the big table of pairs, made when asked for.

A weight is `(points + bonus of the person + bonus for staying) · 2^20 + hash20`, so it is whole,
never negative, and no two sums of pairs are likely to be equal.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from services.matching.engine.arrays import Ints, Small
from services.matching.engine.bonuses import Bonuses
from services.matching.engine.points import points
from services.matching.engine.pool import Pool
from services.matching.engine.problem import Problem
from services.matching.engine.ties import LOW_BITS, hash20

MOST_KEPT: Final = 4_000_000  # pairs; at 16 bytes 64 MB


class Pairs(NamedTuple):
    """The other side's rows, and the weight of each; arrays of one length."""

    rows: Ints
    weights: Ints


class Fits:
    """The pairs of one row, remembered until `forget`; late pairs are added to what is kept.

    Pairs with rows that died meanwhile stay in a remembered row: whoever reads must know the dead.
    """

    def __init__(self, pool: Pool, bonuses: Bonuses) -> None:
        self.pool = pool
        self.bonuses = bonuses
        self._needs_of: dict[int, Pairs] = {}
        self._people_of: dict[int, Pairs] = {}
        self._late_needs: dict[int, list[tuple[int, int]]] = {}
        self._late_people: dict[int, list[tuple[int, int]]] = {}
        self._kept = 0

    def needs_of(self, person: int) -> Pairs:
        pairs = self._needs_of.get(person)
        if pairs is None:
            self._keep(self._needs_of, person, self._needs_now(person))
        elif person not in self._late_needs:
            return pairs
        return _with_late(self._needs_of, self._late_needs, person)

    def people_of(self, need: int) -> Pairs:
        pairs = self._people_of.get(need)
        if pairs is None:
            self._keep(self._people_of, need, self._people_now(need))
        elif need not in self._late_people:
            return pairs
        return _with_late(self._people_of, self._late_people, need)

    def arrived(self, person: int) -> Pairs:
        """The pairs of a new person, told to the needs that are remembered."""
        pairs = self.needs_of(person)
        _tell(pairs, person, self._people_of, self._late_people)
        return pairs

    def opened(self, need: int) -> Pairs:
        """The pairs of a new need, told to the people who are remembered."""
        pairs = self.people_of(need)
        _tell(pairs, need, self._needs_of, self._late_needs)
        return pairs

    def remember(self, problem: Problem) -> None:
        """All pairs at once, instead of asking for each row later; unless they are too many."""
        self.forget_all()
        if len(problem.person) > MOST_KEPT // 2:
            return
        order = np.argsort(problem.person, kind="stable")
        needs, weights = problem.need[order].astype(np.int64), problem.weight[order]
        for person, at in _slices(problem.person[order]):
            self._needs_of[person] = Pairs(needs[at], weights[at])
        people = problem.person.astype(np.int64)
        for need, at in _slices(problem.need):
            self._people_of[need] = Pairs(people[at], problem.weight[at])
        self._kept = 2 * len(problem.person)

    def part(self, person: int, need: int) -> None:
        """The two are no pair any more."""
        self._needs_of[person] = _without(self.needs_of(person), need)
        self._people_of[need] = _without(self.people_of(need), person)

    def forget_all(self) -> None:
        for kept in (self._needs_of, self._people_of):
            kept.clear()
        for late in (self._late_needs, self._late_people):
            late.clear()
        self._kept = 0

    def _keep(self, kept: dict[int, Pairs], row: int, pairs: Pairs) -> None:
        self._kept += len(pairs.rows)
        if self._kept > MOST_KEPT:
            self.forget_all()
            self._kept = len(pairs.rows)
        kept[row] = pairs

    def _needs_now(self, person: int) -> Pairs:
        pool, bonuses = self.pool, self.bonuses
        person_id, facts = pool.people.id_at(person), pool.people.one(person)
        rows = pool.needs_for(facts, pool.failed.get(person_id, set()))
        needs = pool.needs.some(rows)
        sums = points(facts, needs, pool.by).astype(np.int64)
        sums += bonuses.of_person.get(person_id, 0)
        kept = bonuses.kept.get(person_id)
        if kept is not None and kept in pool.needs:
            sums[rows == pool.needs.row(kept)] += bonuses.keep
        return Pairs(rows, (sums << LOW_BITS) + hash20(facts.tie, needs.tie))

    def _people_now(self, need: int) -> Pairs:
        pool, bonuses = self.pool, self.bonuses
        need_id, facts = pool.needs.id_at(need), pool.needs.one(need)
        rows = pool.people_for(facts, pool.failed_at.get(need_id, set()))
        people = pool.people.some(rows)
        sums = points(people, facts, pool.by).astype(np.int64)
        for person_id in bonuses.keepers.get(need_id, ()):
            if person_id in pool.people:
                sums[rows == pool.people.row(person_id)] += bonuses.keep
        if bonuses.of_person:
            ids = [pool.people.id_at(row) for row in rows.tolist()]
            sums += np.array([bonuses.of_person.get(one, 0) for one in ids], dtype=np.int64)
        return Pairs(rows, (sums << LOW_BITS) + hash20(people.tie, facts.tie))


def _without(pairs: Pairs, row: int) -> Pairs:
    left = pairs.rows != row
    return Pairs(pairs.rows[left], pairs.weights[left])


def _slices(sorted_rows: Small) -> Iterator[tuple[int, slice]]:
    """Each row that occurs, and where."""
    if not len(sorted_rows):
        return
    rows, starts = np.unique(sorted_rows, return_index=True)
    ends = [*starts[1:].tolist(), len(sorted_rows)]
    for row, start, end in zip(rows.tolist(), starts.tolist(), ends, strict=True):
        yield row, slice(start, end)


def _tell(
    pairs: Pairs, new: int, kept: dict[int, Pairs], late: dict[int, list[tuple[int, int]]]
) -> None:
    for row, weight in zip(pairs.rows.tolist(), pairs.weights.tolist(), strict=True):
        if row in kept:
            late.setdefault(row, []).append((new, weight))


def _with_late(kept: dict[int, Pairs], late: dict[int, list[tuple[int, int]]], row: int) -> Pairs:
    if row in late:
        more = np.array(late.pop(row), dtype=np.int64)
        rows, weights = kept[row]
        kept[row] = Pairs(np.concatenate((rows, more[:, 0])), np.concatenate((weights, more[:, 1])))
    return kept[row]
