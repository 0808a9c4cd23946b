"""How good: against greedy, against hindsight, against itself from another order or solver."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from bench.matcher.generate import DAY_MS, YEAR_DAYS, Made, make_pool
from bench.matcher.loops import greedy
from bench.matcher.setting import Bar, at_least, at_most, empty, filled
from services.matching.engine.expected import expected_prices
from services.matching.engine.matcher import Matcher
from services.matching.engine.planning import plan
from services.matching.engine.policy import packaged_policy
from services.matching.engine.rows import Person
from services.matching.engine.ties import LOW_BITS

SMALL, LARGE = (1_000, 200), (10_000, 1_000)
GREEDY_WANTED = {SMALL: (1.08, 1.10), LARGE: (1.04, 1.05)}


def against_greedy(seed: int, size: tuple[int, int]) -> Iterator[Bar]:
    people, needs = size
    engine = filled(make_pool(people, needs, seed))
    planned = plan(engine, {}, 0)
    solved, name = planned.solved, f"{people:,} × {needs:,}"
    served = int((solved.seating.seat >= 0).sum())
    points, by_greedy = greedy(planned.problem)
    best = solved.proof.value >> LOW_BITS
    allowed = len(planned.problem.person) / people / needs
    wanted_points, wanted_served = GREEDY_WANTED[size]
    yield at_least(
        f"pass ÷ its proven bound, {name}",
        solved.proof.value / solved.proof.bound,
        0.9999,
        beside=f"{allowed:.2%} of pairs allowed",
    )
    yield at_least(
        f"points, pass ÷ greedy, {name}", best / points, wanted_points, beside=f"{points:,}"
    )
    yield at_least(
        f"people served, pass ÷ greedy, {name}",
        served / by_greedy,
        wanted_served,
        beside=f"{by_greedy:,}",
    )


def against_hindsight(seed: int, size: tuple[int, int] = LARGE) -> Iterator[Bar]:
    """All needs open, one arrival after the other, each seated at once and for good."""
    people, needs = size
    made = make_pool(people, needs, seed)
    past = make_pool(people, needs, seed + 1_000).people
    engine = filled(made)
    best = plan(engine, {}, 0).solved.proof.value >> LOW_BITS
    fit_only = seated_at_once(Made([], made.needs), made.people, [])
    priced = seated_at_once(Made([], made.needs), made.people, past)
    yield at_least(
        f"ranking at once ÷ hindsight, {people:,} × {needs:,}",
        priced / best,
        0.90,
        beside=f"best free fit {fit_only / best:.3f}",
    )
    yield at_least("ranking at once ÷ best free fit", priced / fit_only, 1.15)


def seated_at_once(made: Made, arrivals: list[Person], past: list[Person], plans: int = 12) -> int:
    """Points. With a past, prices are made anew `plans` times from what is left and to come."""
    engine = filled(made)
    order = np.random.default_rng(7).permutation(len(arrivals))
    points = 0
    for number, at in enumerate(order.tolist()):
        if past and number % (len(arrivals) // plans) == 0:
            left = 1 - number / len(arrivals)
            engine.prices = to_come(engine, past, left)
        points += _take_best(engine, arrivals[at])
    return points


def to_come(engine: Matcher, past: list[Person], left: float) -> dict[str, int]:
    """Prices where this share of a year is still to come."""
    futures = replace(
        engine.policy.futures,
        draws=3,
        horizon_days=round(YEAR_DAYS * left),
        rate_days=YEAR_DAYS,
        recent=len(past),
    )
    policy = replace(engine.policy, futures=futures)
    return expected_prices(engine.pool, policy, past, YEAR_DAYS * DAY_MS, seed=1)


def _take_best(engine: Matcher, person: Person) -> int:
    """The first of the ranking is accepted, unless the seat is worth more to others."""
    best = engine.what_if(person, 1)
    if not best or best[0].value < 0:
        return 0
    engine.pool.arrive(person)
    engine.pool.accept(person.id, best[0].need)
    return best[0].points


def turnover(seed: int, size: tuple[int, int] = LARGE) -> Iterator[Bar]:
    """A twentieth of people and needs goes, as many come; what was proposed has the keep bonus."""
    made = make_pool(*size, seed)
    fresh = make_pool(size[0] // 20, size[1] // 20, seed + 500)
    engine = filled(made)
    before = engine.run_pass({}, 0).seats
    after = _after_turnover(made, fresh)
    pending = {
        one: need
        for one, need in before.items()
        if one in after.pool.person_of and need in after.pool.need_of
    }
    free = after.run_pass({}, 0).points
    result = after.run_pass(pending, 0)
    yield at_most(
        "5 % turnover: pending offers that change",
        result.changes.churn,
        0.025,
        unit="share",
        beside=f"{len(pending):,} pending",
    )
    yield at_least("5 % turnover: points ÷ without keeping", result.points / free, 0.995)


def _after_turnover(made: Made, fresh: Made) -> Matcher:
    people = [replace(one, id=f"new-{one.id}") for one in fresh.people]
    needs = [replace(one, id=f"new-{one.id}") for one in fresh.needs]
    stay = Made(made.people[len(people) :] + people, made.needs[len(needs) :] + needs)
    return filled(stay)


def two_orders(seed: int, size: tuple[int, int] = SMALL) -> Bar:
    """The pool told backwards, and as single events."""
    made = make_pool(*size, seed)
    one = filled(made).run_pass({}, 0).seats
    other = empty()
    for need in reversed(made.needs):
        other.open(need)
    for person in reversed(made.people):
        other.arrive(person)
    two = other.run_pass({}, 0).seats
    return at_most(
        "offers that differ between two orders of arrival", _differing(one, two), 0, unit="offers"
    )


def parts_and_codes(seed: int, sample: int = 20_000) -> Iterator[Bar]:
    """Every proposal's parts against its points; random pairs that are not allowed, their codes."""
    engine = filled(make_pool(*SMALL, seed))
    offers = engine.run_pass({}, 0).seats
    wrong = sum(_parts_differ(engine, one, need) for one, need in offers.items())
    yield at_most("proposals whose parts do not add up", wrong, 0, unit="proposals")
    problem = plan(engine, {}, 0).problem
    allowed = set(zip(problem.person.tolist(), problem.need.tolist(), strict=True))
    rng = np.random.default_rng(seed)
    pairs = zip(
        rng.integers(0, 1000, sample).tolist(), rng.integers(0, 200, sample).tolist(), strict=True
    )
    uncoded = sum(
        bool(engine.why_not(engine.pool.people.id_at(one), engine.pool.needs.id_at(need)))
        == ((one, need) in allowed)
        for one, need in pairs
    )
    yield at_most(
        "pairs where the codes and the pass disagree",
        uncoded,
        0,
        unit="pairs",
        beside=f"{sample:,}",
    )


def _parts_differ(engine: Matcher, person_id: str, need_id: str) -> bool:
    lines = engine.what_if(engine.pool.person(person_id), 10_000)
    line = next(one for one in lines if one.need == need_id)
    return sum(line.parts.values()) != line.points


def _differing(one: dict[str, str], other: dict[str, str]) -> int:
    return sum(one.get(person) != other.get(person) for person in one.keys() | other.keys())


def rule_costs(seed: int, size: tuple[int, int] = SMALL) -> Iterator[Bar]:
    """What each rule of the packaged policy gives up, when a tenth has waited too long."""
    policy = packaged_policy()
    engine = filled(make_pool(*size, seed), policy)
    now = policy.fairness.deadline_days * DAY_MS + YEAR_DAYS * DAY_MS // 10
    result = engine.run_pass({}, now, price_rules=True)
    for rule, cost in result.rule_costs.items():
        share = cost / (result.points + sum(result.rule_costs.values()))
        yield Bar(f"cost of the rule {rule}", share, "share", "of the points", "", True)
    ratio = result.served_ratio
    yield Bar("served rate, little Swedish ÷ others", ratio, "×", "no rule on", "", True)
