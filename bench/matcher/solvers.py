"""The same pass by another integer solver."""

import json
import subprocess
import sys

import numpy as np

from bench.matcher.generate import make_pool
from bench.matcher.setting import Bar, at_most, filled
from services.matching.engine.arrays import Bools
from services.matching.engine.planning import plan
from services.matching.engine.prices import sides
from services.matching.engine.problem import Problem


def two_solvers(seed: int, size: tuple[int, int] = (1_000, 200)) -> Bar:
    planned = plan(filled(make_pool(*size, seed)), {}, 0)
    other = sides(planned.problem, pairs_by_highs(planned.problem))
    differing = int((planned.solved.seating.seat != other.seat).sum())
    return at_most(
        "offers that differ between two solvers",
        differing,
        0,
        unit="offers",
        beside="OR-Tools flow, HiGHS integer program",
    )


def pairs_by_highs(problem: Problem) -> Bools:
    """For every pair whether the other solver uses it; without bonuses of seats."""
    given = {
        "person": problem.person.tolist(),
        "need": problem.need.tolist(),
        "weight": problem.weight.tolist(),
        "seats": problem.seats.tolist(),
    }
    done = subprocess.run(
        [sys.executable, "-m", "bench.matcher.by_highs"],
        input=json.dumps(given),
        check=True,
        capture_output=True,
        text=True,
    )
    used = np.zeros(len(problem.person), dtype=np.bool_)
    used[json.loads(done.stdout)] = True
    return used
