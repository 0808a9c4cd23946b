"""A pool as one seating problem in columns: all allowed pairs, their weights, and the seats.

People sit at one need at most; a need gives out its seats; each filled seat adds its bonus. This
is what a pass solves, over some of the pairs, and proves over all of them.
"""

from dataclasses import dataclass, replace

import numpy as np

from services.matching.engine.arrays import Bools, Ints, Small
from services.matching.engine.bonuses import Bonuses
from services.matching.engine.columns import NeedFacts, PersonFacts, Table
from services.matching.engine.points import points
from services.matching.engine.pool import Pool
from services.matching.engine.rooms import Rooms, rooms_of
from services.matching.engine.ties import LOW_BITS, hash20


@dataclass(frozen=True, slots=True)
class Problem:
    """Pairs are sorted by need, then by person. Weights as in fits.py, bonuses in the same unit."""

    person: Small  # row of each pair
    need: Small
    weight: Ints
    people: int  # rows, with or without pairs
    seats: Ints  # to give out, by need
    taken: Ints  # given out for good, by need
    bonus_of_seat: Ints  # of the k-th seat from 1; the last holds for all further ones
    waiting: Bools  # by person: whether the row is alive
    open: Bools  # by need: whether the row is alive
    rooms: Rooms  # how many of the seats an association may fill

    @property
    def needs(self) -> int:
        return len(self.seats)

    def only(self, chosen: Bools) -> "Problem":
        """The same problem with some of its pairs."""
        return replace(
            self, person=self.person[chosen], need=self.need[chosen], weight=self.weight[chosen]
        )

    def bonus(self, seat: Ints) -> Ints:
        found: Ints = self.bonus_of_seat[np.minimum(seat, len(self.bonus_of_seat) - 1)]
        return found


def problem_of(pool: Pool, bonuses: Bonuses, bonus_of_seat: list[int], *, cap: int = 0) -> Problem:
    """Every allowed pair of everybody who waits with every need that has a seat left.

    `cap` is how many offers an association may get in a week; 0 is any number.
    """
    people, weights, counts = [], [], np.zeros(pool.needs.size, dtype=np.int64)
    of_person = _bonus_by_row(pool, bonuses)
    for need_id, need in pool.needs.living():
        if pool.seats_left(need_id) == 0:
            continue
        facts = pool.needs.one(need)
        rows = pool.people_for(facts, pool.failed_at.get(need_id, set()))
        some = pool.people.some(rows)
        sums = points(some, facts, pool.by).astype(np.int64) + of_person[rows]
        for person_id in bonuses.keepers.get(need_id, ()):
            if person_id in pool.people:
                sums[rows == pool.people.row(person_id)] += bonuses.keep
        people.append(rows.astype(np.int32))
        weights.append((sums << LOW_BITS) + hash20(some.tie, facts.tie))
        counts[need] = len(rows)
    return Problem(
        person=np.concatenate([np.empty(0, dtype=np.int32), *people]),
        need=np.repeat(np.arange(len(counts), dtype=np.int32), counts),
        weight=np.concatenate([np.empty(0, dtype=np.int64), *weights]),
        people=pool.people.size,
        seats=np.where(_living(pool.needs), pool.needs.all().seats, 0).astype(np.int64),
        taken=_taken(pool),
        bonus_of_seat=np.array(bonus_of_seat, dtype=np.int64),
        waiting=_living(pool.people),
        open=_living(pool.needs),
        rooms=rooms_of(pool, cap),
    )


def _bonus_by_row(pool: Pool, bonuses: Bonuses) -> Ints:
    by_row = np.zeros(pool.people.size, dtype=np.int64)
    for person_id, bonus in bonuses.of_person.items():
        if person_id in pool.people:
            by_row[pool.people.row(person_id)] = bonus
    return by_row


def _living(table: Table[PersonFacts] | Table[NeedFacts]) -> Bools:
    alive = np.zeros(table.size, dtype=np.bool_)
    alive[[row for _, row in table.living()]] = True
    return alive


def _taken(pool: Pool) -> Ints:
    taken = np.zeros(pool.needs.size, dtype=np.int64)
    for need_id, row in pool.needs.living():
        taken[row] = pool.seats_taken(need_id)
    return taken
