"""Who fits where and how much that weighs: rows of the big table of pairs, made when asked for.

A weight is `(points + bonus of the person + bonus for staying) · 2^20 + hash20`, so it is whole,
never negative, and no two sums of pairs are likely to be equal.
"""

from typing import Final, NamedTuple

import numpy as np

from services.matching.engine.arrays import Ints
from services.matching.engine.points import points
from services.matching.engine.pool import Pool
from services.matching.engine.ties import LOW_BITS, hash20

MOST_KEPT: Final = 4_000_000  # pairs; at 16 bytes 64 MB


class Pairs(NamedTuple):
    """The other side's rows, and the weight of each; arrays of one length."""

    rows: Ints
    weights: Ints


class Bonuses:
    """What is added to points: to all pairs of a person, and to the pair they hold already."""

    def __init__(self) -> None:
        self.of_person: dict[str, int] = {}
        self.keep: int = 0
        self.kept: dict[str, str] = {}  # person → need
        self.keepers: dict[str, set[str]] = {}  # need → people

    def of(self, person_id: str, need_id: str) -> int:
        kept = self.keep if self.kept.get(person_id) == need_id else 0
        return self.of_person.get(person_id, 0) + kept

    def set(self, of_person: dict[str, int], kept: dict[str, str], keep: int) -> None:
        self.of_person, self.kept, self.keep = of_person, kept, keep
        self.keepers = {}
        for person_id, need_id in kept.items():
            self.keepers.setdefault(need_id, set()).add(person_id)


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
        if person not in self._needs_of:
            self._keep(self._needs_of, person, self._needs_now(person))
        return _with_late(self._needs_of, self._late_needs, person)

    def people_of(self, need: int) -> Pairs:
        if need not in self._people_of:
            self._keep(self._people_of, need, self._people_now(need))
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

    def forget(self, person: int, need: int) -> None:
        """The pair of the two is no longer what it was."""
        self._needs_of.pop(person, None)
        self._late_needs.pop(person, None)
        self._people_of.pop(need, None)
        self._late_people.pop(need, None)

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
