"""The best seating of a problem as a minimum-cost flow, by OR-Tools (cost scaling, Goldberg 1997).
Only `ortools.graph` is imported: the rest of OR-Tools is not needed.

Every person sends one unit: through a pair's arc (cost −weight) and a seat's arc (cost −bonus) to
the sink, or home at no cost. Where an association may get so many people and no more, its seats'
arcs end at a node of its own, and one arc of that size goes on to the sink.
"""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from services.matching.engine.arrays import Bools, Ints, Small
from services.matching.engine.problem import Problem
from services.matching.engine.rooms import NO_CAP

Numbers = NDArray[Any]
Arcs = tuple[Small, Small, Ints, Ints]  # tails, heads, capacities, costs

SEPARATE_SEATS: Final = 24  # arcs of a need; from here on seats share the last bonus


def best_pairs(problem: Problem) -> Bools:
    """For every pair whether the best seating uses it."""
    pairs = len(problem.person)
    if not pairs:
        return np.zeros(0, dtype=np.bool_)
    here = np.unique(problem.person)
    node_of = np.zeros(problem.people, dtype=np.int64)
    node_of[here] = np.arange(len(here))
    sink = len(here) + problem.needs
    solver = min_cost_flow.SimpleMinCostFlow()
    for arcs in _arcs(problem, node_of, sink):
        solver.add_arcs_with_capacity_and_unit_cost(*arcs)
    solver.set_nodes_supplies(np.arange(len(here)), np.ones(len(here), dtype=np.int64))
    solver.set_node_supply(sink, -len(here))
    if solver.solve() != solver.OPTIMAL:
        raise ArithmeticError("the flow has no optimum")  # cannot be: everybody may stay at home
    used: Bools = solver.flows(np.arange(pairs)) > 0
    return used


def _arcs(problem: Problem, node_of: Ints, sink: int) -> Iterator[Arcs]:
    """The pairs first, in their order; then the ways home; then the seats."""
    first_need, rooms = sink - problem.needs, problem.rooms
    pairs, home = len(problem.person), np.arange(first_need)
    yield _columns(
        node_of[problem.person], problem.need + first_need, np.ones(pairs), -problem.weight
    )
    yield _columns(home, np.full(first_need, sink), np.ones(first_need), np.zeros(first_need))
    end = np.where(rooms.of == NO_CAP, sink, sink + 1 + rooms.of)
    associations = sink + 1 + np.arange(len(rooms.left))
    yield _columns(
        associations,
        np.full(len(associations), sink),
        rooms.left,
        np.zeros(len(associations)),
    )
    for seat in range(1, SEPARATE_SEATS + 1):
        needs = np.flatnonzero(problem.seats >= seat)
        bonus = problem.bonus(problem.taken[needs] + seat)
        yield _columns(needs + first_need, end[needs], np.ones(len(needs)), -bonus)
    needs = np.flatnonzero(problem.seats > SEPARATE_SEATS)
    bonus = problem.bonus(problem.taken[needs] + SEPARATE_SEATS + 1)
    more = problem.seats[needs] - SEPARATE_SEATS
    yield _columns(needs + first_need, end[needs], more, -bonus)


def _columns(tail: Numbers, head: Numbers, capacity: Numbers, cost: Numbers) -> Arcs:
    return (
        np.ascontiguousarray(tail, dtype=np.int32),
        np.ascontiguousarray(head, dtype=np.int32),
        np.ascontiguousarray(capacity, dtype=np.int64),
        np.ascontiguousarray(cost, dtype=np.int64),
    )
