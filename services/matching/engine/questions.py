"""What can be asked of a pool; nothing here changes anything."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from services.matching.engine.arrays import Ints
from services.matching.engine.bonuses import Bonuses
from services.matching.engine.columns import (
    NeedFacts,
    PersonFacts,
    need_values,
    needs_table,
    people_table,
    person_values,
)
from services.matching.engine.points import parts, points
from services.matching.engine.policy import Policy
from services.matching.engine.pool import Pool
from services.matching.engine.ranking import Ranked, best_first, moved_down
from services.matching.engine.reasons import best_reasons
from services.matching.engine.rows import Need, Person, checked_need, checked_person
from services.matching.engine.rules import Blocked, blocks
from services.matching.engine.seating import NOWHERE, seat_bonuses
from services.matching.engine.ties import hash20, hash_of
from shared.contracts.codes import POINT_PARTS


class Questions:
    """`prices`: points that one more seat of a need is worth to others, by the last pass; below 0
    where a rule pays a bonus for filling it. `held_by` says at which need (row) a person (row) has
    a seat in the present best seating, or NOWHERE.
    """

    def __init__(self, pool: Pool, policy: Policy, held_by: Callable[[int], int]) -> None:
        self.pool = pool
        self.policy = policy
        self.bonuses = Bonuses()
        self.prices: dict[str, int] = {}
        fairness = policy.fairness
        self.bonus_of_seat = seat_bonuses(fairness.first_seat, fairness.later_seat)
        self._held_by = held_by

    def price(self, need_id: str) -> int:
        """Of a need that no pass has seen: nothing but the bonus of its next seat."""
        next_seat = min(self.pool.seats_taken(need_id) + 1, len(self.bonus_of_seat) - 1)
        return self.prices.get(need_id, -self.bonus_of_seat[next_seat])

    def has_enough(self, association: str) -> bool:
        """Whether it got as many offers in the last week as it may."""
        cap = self.policy.fairness.offers_per_association
        return 0 < cap <= self.pool.offered.get(association, 0)

    def rank_for_person(self, person_id: str, limit: int) -> list[Ranked]:
        """Needs with a free seat, best first; nothing for somebody who was accepted.

        Associations that have had enough offers this week are left out.
        """
        person = self.pool.person(person_id)
        if person_id in self.pool.accepted:
            return []
        row = self.pool.people.row(person_id)
        return self._needs_ranked(person, self.pool.people.one(row), limit)

    def rank_for_need(self, need_id: str, limit: int) -> list[Ranked]:
        """People who wait, best first; nothing once all seats are taken, or the week's offers."""
        need = self.pool.need(need_id)
        if self.pool.seats_left(need_id) == 0 or self.has_enough(need.association):
            return []
        row = self.pool.needs.row(need_id)
        return self._people_ranked(need, self.pool.needs.one(row), limit)

    def why_not(self, person_id: str, need_id: str) -> tuple[Blocked, ...]:
        """Every rule between the two, with what would change it; empty if they may be paired."""
        person, need = self.pool.person(person_id), self.pool.need(need_id)
        failed = need_id in self.pool.failed.get(person_id, ())
        return blocks(person, need, self.pool.minutes(person, need), failed=failed)

    def what_if(self, person: Person, limit: int) -> list[Ranked]:
        """What `rank_for_person` would say if the person were like this. Changes nothing."""
        checked_person(person, self.pool.nowhere)
        row = people_table()
        row.append(person.id, person_values(person, self.pool.nowhere))
        return self._needs_ranked(person, row.one(0), limit)

    def what_if_need(self, need: Need, limit: int) -> list[Ranked]:
        """What `rank_for_need` would say if the need were like this. Changes nothing."""
        checked_need(need, self.pool.nowhere)
        row = needs_table()
        row.append(need.id, need_values(need, self.pool.nowhere))
        return self._people_ranked(need, row.one(0), limit)

    # How

    def _asking(self, rows: Ints) -> Ints:
        """Without the needs of associations that have had enough."""
        full = {one for one in self.pool.offered if self.has_enough(one)}
        if not full:
            return rows
        needs, need_of = self.pool.needs, self.pool.need_of
        return rows[[need_of[needs.id_at(row)].association not in full for row in rows.tolist()]]

    def _needs_ranked(self, person: Person, facts: PersonFacts, limit: int) -> list[Ranked]:
        pool = self.pool
        rows = self._asking(pool.needs_with_seats_for(facts, pool.failed.get(person.id, set())))
        needs = pool.needs.some(rows)
        fit = points(facts, needs, pool.by).astype(np.int64)
        ids = [pool.needs.id_at(row) for row in rows.tolist()]
        prices = np.array([self.price(need_id) for need_id in ids], dtype=np.int64)
        order = best_first(fit - prices, hash20(facts.tie, needs.tie), limit).tolist()
        crowded = moved_down(fit[order].tolist())
        return [
            replace(self._line(person, pool.need(ids[at]), int(prices[at])), crowded=down)
            for at, down in zip(order, crowded, strict=True)
        ]

    def _people_ranked(self, need: Need, facts: NeedFacts, limit: int) -> list[Ranked]:
        pool = self.pool
        rows = pool.people_for(facts, pool.failed_at.get(need.id, set()))
        people = pool.people.some(rows)
        fit = points(people, facts, pool.by).astype(np.int64)
        ids = [pool.people.id_at(row) for row in rows.tolist()]
        bonus = np.array([self.bonuses.of_person.get(one, 0) for one in ids], dtype=np.int64)
        values = fit + bonus - self._held_points(need.id, rows)
        order = best_first(values, hash20(people.tie, facts.tie), limit).tolist()
        price = self.price(need.id) if need.id in pool.need_of else 0
        return [self._line(pool.person(ids[at]), need, price) for at in order]

    def _held_points(self, need_id: str, people: Ints) -> Ints:
        """What each of them has at another need."""
        pool = self.pool
        here = pool.needs.row(need_id) if need_id in pool.needs else NOWHERE
        held = np.array([self._held_by(row) for row in people.tolist()], dtype=np.int64)
        elsewhere = np.flatnonzero((held != NOWHERE) & (held != here))
        found = np.zeros(len(people), dtype=np.int64)
        some, needs = pool.people.some(people[elsewhere]), pool.needs.some(held[elsewhere])
        found[elsewhere] = points(some, needs, pool.by)
        return found

    def _line(self, person: Person, need: Need, price: int) -> Ranked:
        by_part = self.parts_of(person, need)
        minutes = self.pool.minutes(person, need)
        return Ranked(
            person=person.id,
            need=need.id,
            points=sum(by_part.values()),
            parts=by_part,
            reasons=best_reasons(person, need, by_part, minutes),
            price=max(price, 0),
            bonus=max(-price, 0) + self.bonuses.of_person.get(person.id, 0),
            crowded=False,
            policy=self.policy.version,
            tie=self._tie(person, need),
        )

    def _tie(self, person: Person, need: Need) -> int:
        sides = hash_of(person.id, b"person"), hash_of(need.id, b"need")
        person_word, need_word = (np.array([word], dtype=np.uint64) for word in sides)
        return int(hash20(person_word, need_word)[0])

    def parts_of(self, person: Person, need: Need) -> dict[str, int]:
        """The points of any pair by part, allowed or not."""
        people, needs = people_table(), needs_table()
        people.append(person.id, person_values(person, self.pool.nowhere))
        needs.append(need.id, need_values(need, self.pool.nowhere))
        amounts = parts(people.one(0), needs.one(0), self.pool.by)
        return {name: int(amount[0]) for name, amount in zip(POINT_PARTS, amounts, strict=True)}
