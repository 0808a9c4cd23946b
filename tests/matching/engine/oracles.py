"""The best seating found in other ways: by trying everything, and by a min-cost flow over all pairs.

Both look at people and needs through the engine's questions, one pair at a time, and share none of
its vectors, searches or prices. Values are sums of `points · 2^20 + hash20` and seat bonuses.
"""

from functools import cache

import numpy as np
from ortools.graph.python import min_cost_flow

from services.matching.engine.columns import (
    need_values,
    needs_table,
    people_table,
    person_values,
)
from services.matching.engine.matcher import Matcher
from services.matching.engine.seating import seat_bonuses
from services.matching.engine.ties import LOW_BITS, hash20

Weights = dict[tuple[str, str], int]


def weights(engine: Matcher) -> Weights:
    """Every pair that may be made now."""
    pool = engine.pool
    return {
        (person_id, need_id): weight_of(engine, person_id, need_id)
        for person_id in pool.person_of
        if person_id not in pool.accepted
        for need_id in pool.need_of
        if not engine.why_not(person_id, need_id)
    }


def weight_of(engine: Matcher, person_id: str, need_id: str) -> int:
    person, need = engine.pool.person(person_id), engine.pool.need(need_id)
    people, needs = people_table(), needs_table()
    people.append(person_id, person_values(person, engine.pool.nowhere))
    needs.append(need_id, need_values(need, engine.pool.nowhere))
    tie = int(hash20(people.one(0).tie, needs.one(0).tie)[0])
    points = sum(engine.parts_of(person, need).values()) + engine.bonuses.of(person_id, need_id)
    return (points << LOW_BITS) + tie


def bonus_of(engine: Matcher, seat: int) -> int:
    fairness = engine.policy.fairness
    bonuses = seat_bonuses(fairness.first_seat, fairness.later_seat)
    return bonuses[min(seat, len(bonuses) - 1)] << LOW_BITS


def value_of(engine: Matcher, seats: dict[str, str]) -> int:
    """Of a seating: pairs, and the bonus of every seat beyond those of accepted people."""
    total = sum(weight_of(engine, person, need) for person, need in seats.items())
    for need_id in set(seats.values()):
        filled = sum(1 for at in seats.values() if at == need_id)
        taken = len(engine.pool.accepted_at.get(need_id, ()))
        total += sum(bonus_of(engine, taken + seat) for seat in range(1, filled + 1))
    return total


def best_by_trying(engine: Matcher) -> int:
    """Every seating of a tiny pool."""
    found = weights(engine)
    people = sorted({person for person, _ in found})
    needs = sorted(engine.pool.need_of)
    left = tuple(engine.pool.seats_left(need) for need in needs)
    taken = [len(engine.pool.accepted_at.get(need, ())) for need in needs]

    @cache
    def best(at: int, free: tuple[int, ...]) -> int:
        if at == len(people):
            return 0
        options = [best(at + 1, free)]
        for position, need in enumerate(needs):
            if free[position] and (people[at], need) in found:
                seat = taken[position] + left[position] - free[position] + 1
                rest = (*free[:position], free[position] - 1, *free[position + 1 :])
                gain = found[people[at], need] + bonus_of(engine, seat)
                options.append(gain + best(at + 1, rest))
        return max(options)

    return best(0, left)


def best_by_flow(engine: Matcher) -> int:
    """By OR-Tools; a person's arc home costs nothing, each seat is an arc with its own bonus."""
    found = weights(engine)
    people = {name: at for at, name in enumerate(sorted({one for one, _ in found}))}
    needs = {name: len(people) + at for at, name in enumerate(sorted(engine.pool.need_of))}
    sink = len(people) + len(needs)
    arcs = [(at, sink, 1, 0) for at in people.values()]
    arcs += [(people[one], needs[need], 1, -weight) for (one, need), weight in found.items()]
    for name, node in needs.items():
        taken = len(engine.pool.accepted_at.get(name, ()))
        seats = range(1, engine.pool.seats_left(name) + 1)
        arcs += [(node, sink, 1, -bonus_of(engine, taken + seat)) for seat in seats]
    return _cheapest(arcs, len(people), sink)


def _cheapest(arcs: list[tuple[int, int, int, int]], people: int, sink: int) -> int:
    if not people:
        return 0
    flow = min_cost_flow.SimpleMinCostFlow()
    columns = np.array(arcs, dtype=np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(*(columns[:, at] for at in range(4)))
    flow.set_nodes_supplies(np.arange(people), np.ones(people, dtype=np.int64))
    flow.set_node_supply(sink, -people)
    assert flow.solve() == flow.OPTIMAL
    return -int(flow.optimal_cost())
