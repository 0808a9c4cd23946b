"""One assignment of requests to offers, by the engine's own flow and prices."""

import numpy as np

from services.matching.engine.arrays import Bools, Ints, Rows
from services.matching.engine.candidates import best_of_each
from services.matching.engine.flow import best_pairs
from services.matching.engine.prices import Sides, sides
from services.matching.engine.problem import Problem
from services.matching.engine.rooms import no_rooms


def one_to_one(request: Rows, offer: Rows, weight: Ints, size: tuple[int, int]) -> Problem:
    """`size` is requests, offers. Pairs come sorted by offer."""
    requests, offers = size
    return Problem(
        person=request.astype(np.int32),
        need=offer.astype(np.int32),
        weight=weight,
        people=requests,
        seats=np.ones(offers, dtype=np.int64),
        taken=np.zeros(offers, dtype=np.int64),
        bonus_of_seat=np.zeros(2, dtype=np.int64),
        waiting=np.ones(requests, dtype=np.bool_),
        open=np.ones(offers, dtype=np.bool_),
        rooms=no_rooms(offers),
    )


def assigned(weight: Ints, allowed: Bools, partners: int = 0) -> tuple[Problem, Sides]:
    """The assignment with the highest sum over a matrix of requests × offers.

    With `partners` only so many best pairs of every request and of every offer are looked at.
    """
    offer, request = (side.astype(np.int64) for side in np.nonzero(allowed.T))
    problem = one_to_one(request, offer, weight[request, offer], weight.shape)
    if partners:
        near = best_of_each(problem.person, problem.weight, partners, problem.people)
        near |= best_of_each(problem.need, problem.weight, partners, problem.needs)
        problem = problem.only(near)
    return problem, sides(problem, best_pairs(problem))
