"""One assignment of requests to offers, by the engine's own flow and prices."""

import numpy as np

from services.matching.engine.arrays import Bools, Ints, Rows
from services.matching.engine.flow import best_pairs
from services.matching.engine.prices import Sides, lowest_prices, sides
from services.matching.engine.problem import Problem


def one_to_one(request: Rows, offer: Rows, weight: Ints, size: tuple[int, int]) -> Problem:
    """`size` is requests, offers. Pairs are sorted here."""
    order = np.lexsort((request, offer))
    requests, offers = size
    return Problem(
        person=request[order].astype(np.int32),
        need=offer[order].astype(np.int32),
        weight=weight[order],
        people=requests,
        seats=np.ones(offers, dtype=np.int64),
        taken=np.zeros(offers, dtype=np.int64),
        bonus_of_seat=np.zeros(2, dtype=np.int64),
        waiting=np.ones(requests, dtype=np.bool_),
        open=np.ones(offers, dtype=np.bool_),
    )


def assigned(weight: Ints, allowed: Bools) -> tuple[Problem, Sides]:
    """The assignment with the highest sum over a matrix of requests × offers."""
    request, offer = (side.astype(np.int64) for side in np.nonzero(allowed))
    problem = one_to_one(request, offer, weight[request, offer], weight.shape)
    return problem, sides(problem, best_pairs(problem))


def offer_prices(problem: Problem, seating: Sides) -> Ints:
    return lowest_prices(problem, seating)
