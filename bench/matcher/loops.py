"""The comparisons: what one would write first, in plain Python, with the same rules and points."""

import numpy as np

from services.matching.engine.problem import Problem
from services.matching.engine.rows import Need, Person
from services.matching.engine.ties import LOW_BITS
from services.matching.engine.words import COST_STEPS


def greedy(problem: Problem) -> tuple[int, int]:
    """The best pair first, then the best of what is left: points, people served."""
    left = problem.seats.tolist()
    seated = [False] * problem.people
    points = served = 0
    order = np.argsort(-problem.weight, kind="stable")
    person, need, weight = (
        column[order].tolist() for column in (problem.person, problem.need, problem.weight)
    )
    for one, at, value in zip(person, need, weight, strict=True):
        if left[at] and not seated[one]:
            seated[one] = True
            left[at] -= 1
            points += value >> LOW_BITS
            served += 1
    return points, served


def rank_in_a_loop(
    person: Person, needs: list[Need], minutes: tuple[tuple[int, ...], ...], limit: int
) -> list[tuple[int, str]]:
    """The needs for one person: every rule and every part of the points, need by need."""
    has, required = person.has, person.required
    found = []
    for need in needs:
        if need.required & ~has or required & ~need.has:
            continue
        common = (person.slots & need.slots).bit_count()
        if common < need.slots_needed:
            continue
        way = minutes[person.area or 0][need.area or 0]
        if way <= person.travel_limit:
            found.append((_points(person, need, way, common), need.id))
    found.sort(reverse=True)
    return found[:limit]


def _points(person: Person, need: Need, way: int, common: int) -> int:
    asked = need.activities.bit_count()
    liked = (person.interests & need.activities).bit_count()
    useful = need.skills_useful.bit_count()
    had = (person.skills & need.skills_useful).bit_count()
    return (
        (350_000 * liked // asked if asked else 0)
        + 200_000 * min(max(60 - way, 0), 50) // 50
        + (150_000 * had // useful if useful else 150_000)
        + 150_000 * common // max(need.slots.bit_count(), 1)
        + (100_000 if person.languages & need.languages else 0)
        + 50_000 * (len(COST_STEPS) - need.cost) // len(COST_STEPS)
    )
