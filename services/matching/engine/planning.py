"""From a pool and its policy to a solved pass, and from there to what people are told."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from services.matching.engine.arrays import Ints
from services.matching.engine.bonuses import Bonuses
from services.matching.engine.fairness import (
    LITTLE_SWEDISH,
    RULES,
    deadline_bonuses,
    group_bonus,
    served_ratio,
    with_rules,
)
from services.matching.engine.passes import (
    PassResult,
    Solved,
    changes,
    solve,
)
from services.matching.engine.policy import Policy
from services.matching.engine.pool import Pool
from services.matching.engine.problem import Problem, problem_of
from services.matching.engine.questions import Questions
from services.matching.engine.remaining import settled
from services.matching.engine.rows import Person
from services.matching.engine.seating import seat_bonuses
from services.matching.engine.ties import LOW_BITS


@dataclass(frozen=True, slots=True)
class Plan:
    """A solved pass with the bonuses that it was solved with."""

    problem: Problem
    bonuses: Bonuses
    solved: Solved


@dataclass(frozen=True, slots=True)
class Priced:
    """Points that each rule gives up, and the prices with all rules and nothing proposed before.

    So the prices depend on the pool alone: what is proposed does not make itself cheap.
    """

    costs: dict[str, int]
    prices: dict[str, int]


def plan(asked: Questions, pending: Mapping[str, str], now: int) -> Plan:
    return plan_with(asked.pool, asked.policy, pending, now, last_prices=asked.prices)


def plan_with(
    pool: Pool,
    policy: Policy,
    pending: Mapping[str, str],
    now: int,
    *,
    last_prices: Mapping[str, int],
) -> Plan:
    """Solve once, or, where a served ratio is asked for, until its group bonus is found."""
    waiting = [person for one, person in pool.person_of.items() if one not in pool.accepted]
    late = deadline_bonuses(waiting, policy.fairness, now)
    prices = _prices_by_row(pool, last_prices)

    def at(extra: int) -> Plan:
        bonuses = Bonuses()
        of_person = _with_group(late, waiting, extra)
        bonuses.set(of_person, dict(pending), policy.stability.keep_bonus)
        cap = policy.fairness.offers_per_association
        problem = problem_of(pool, bonuses, _scaled_seat_bonuses(policy), cap=cap)
        solved = solve(problem, prices, policy.passing)
        solved = settled(problem, solved, pool.people.id_at, pool.needs.id_at)
        return Plan(problem, bonuses, solved)

    wanted = policy.fairness.served_ratio
    found = group_bonus(
        wanted, lambda extra: served_ratio(waiting, seats_of(pool, at(extra).solved))
    )
    return at(found)


def report(asked: Questions, planned: Plan, pending: Mapping[str, str]) -> PassResult:
    """What a plan means for people, under their ids and in points."""
    pool, solved = asked.pool, planned.solved
    seats = seats_of(pool, solved)
    points = points_of(planned, pool, seats)
    changed = changes(pending, seats)
    waiting = [person for one, person in pool.person_of.items() if one not in pool.accepted]
    return PassResult(
        policy=asked.policy.version,
        seats=seats,
        points=sum(points.values()),
        value=solved.proof.value >> LOW_BITS,
        bound=solved.proof.bound >> LOW_BITS,
        gap=solved.proof.gap,
        rounds=solved.rounds,
        pairs=solved.pairs,
        allowed=len(planned.problem.person),
        prices=prices_of(pool, solved),
        changes=changed,
        served_ratio=served_ratio(waiting, seats),
        tied=solved.tied,
    )


def priced(asked: Questions, now: int) -> Priced:
    """What each rule costs when the rules come in one by one, in their order."""
    names = [name for name, _ in RULES]
    points = []
    for many in range(len(names) + 1):
        # One plan at a time: of a large pool each takes hundreds of megabytes.
        policy = with_rules(asked.policy, names[:many])
        planned = plan_with(asked.pool, policy, {}, now, last_prices=asked.prices)
        seats = seats_of(asked.pool, planned.solved)
        points.append(sum(points_of(planned, asked.pool, seats).values()))
        prices = prices_of(asked.pool, planned.solved)
        del planned
    costs = {name: points[at] - points[at + 1] for at, name in enumerate(names)}
    return Priced(costs, prices)


def prices_of(pool: Pool, solved: Solved) -> dict[str, int]:
    """By need, in points."""
    return {one: int(solved.prices[row]) >> LOW_BITS for one, row in pool.needs.living()}


def seats_of(pool: Pool, solved: Solved) -> dict[str, str]:
    """Person → need of a solved pass."""
    seat = solved.seating.seat
    return {
        pool.people.id_at(row): pool.needs.id_at(int(seat[row]))
        for row in np.flatnonzero(seat >= 0).tolist()
    }


def points_of(planned: Plan, pool: Pool, seats: Mapping[str, str]) -> dict[str, int]:
    """How well each seated person fits, without bonuses."""
    held = planned.solved.seating.held
    return {
        one: (int(held[pool.people.row(one)]) >> LOW_BITS) - planned.bonuses.of(one, need)
        for one, need in seats.items()
    }


def _with_group(late: dict[str, int], waiting: list[Person], extra: int) -> dict[str, int]:
    if not extra:
        return late
    group = {one.id: extra for one in waiting if one.swedish <= LITTLE_SWEDISH}
    return {one: late.get(one, 0) + group.get(one, 0) for one in late.keys() | group.keys()}


def _scaled_seat_bonuses(policy: Policy) -> list[int]:
    bonuses = seat_bonuses(policy.fairness.first_seat, policy.fairness.later_seat)
    return [bonus << LOW_BITS for bonus in bonuses]


def _prices_by_row(pool: Pool, prices: Mapping[str, int]) -> Ints:
    by_row = np.zeros(pool.needs.size, dtype=np.int64)
    for need_id, row in pool.needs.living():
        by_row[row] = prices.get(need_id, 0) << LOW_BITS
    return by_row
