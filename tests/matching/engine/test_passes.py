"""A pass: best, proven, the same from any order, and adopted as the seating that events go on from."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.engine.bonuses import Bonuses
from services.matching.engine.matcher import Matcher
from services.matching.engine.passes import changes
from services.matching.engine.planning import plan_with
from services.matching.engine.policy import Policy
from services.matching.engine.prices import proof
from services.matching.engine.reach import Reach
from tests.matching.engine.oracles import best_by_flow, value_of
from tests.matching.engine.pools import MINUTES, POLICY, matcher, plain_need, plain_person
from tests.matching.engine.test_repair import FALLING, PLAIN, life, random_need, random_person

FEW = replace(FALLING, passing=replace(POLICY.passing, all_up_to=0, per_person=1, per_need=1))
DAY = 86_400_000


def lived_pool(seed: int, policy: Policy, reach: Reach | None = None) -> Matcher:
    lived = life(seed, policy) if reach is None else life(seed, policy, reach)
    lived.most_people, lived.most_needs = 30, 9
    for _ in range(90):
        lived.event()
    return lived.engine


@pytest.mark.parametrize("policy", [PLAIN, FALLING, FEW], ids=["plain", "falling", "few"])
@settings(max_examples=15)
@given(seed=st.integers(0, 1 << 32))
def test_a_pass_is_best_and_proves_it(policy: Policy, seed: int) -> None:
    engine = lived_pool(seed, policy)
    result = engine.run_pass({}, now=0)
    assert result.gap == 0
    assert result.value == result.bound
    assert engine.seats() == result.seats
    assert value_of(engine, result.seats) == best_by_flow(engine)


@settings(max_examples=15)
@given(seed=st.integers(0, 1 << 32))
def test_the_bound_holds_for_any_prices(seed: int) -> None:
    engine = lived_pool(seed, FALLING)
    planned = plan_with(engine.pool, FALLING, {}, 0, last_prices={})
    rng = np.random.default_rng(seed % 1000)
    prices = planned.solved.prices + rng.integers(-(1 << 36), 1 << 36, len(planned.solved.prices))
    proven, _ = proof(planned.problem, planned.solved.seating, prices)
    assert proven.bound >= proven.value == planned.solved.proof.value


@settings(max_examples=12)
@given(seed=st.integers(0, 1 << 32))
def test_after_a_pass_a_limited_engine_is_best_and_stays_exact(seed: int) -> None:
    engine = lived_pool(seed, FALLING, Reach(1, 0))
    engine.run_pass({}, now=0)
    assert not engine.dirty
    assert value_of(engine, engine.seats()) == best_by_flow(engine)
    engine.arrive(random_person(random.Random(seed), "late"))
    assert engine.dirty or value_of(engine, engine.seats()) == best_by_flow(engine)


@settings(max_examples=12)
@given(seed=st.integers(0, 1 << 32), other=st.integers(0, 1 << 32))
def test_two_orders_of_arrival_give_the_same_offers_and_prices(seed: int, other: int) -> None:
    rng = random.Random(seed)
    people = [random_person(rng, f"p{at}") for at in range(25)]
    needs = [random_need(rng, f"n{at}") for at in range(8)]
    results = []
    for order in (random.Random(seed), random.Random(other)):
        engine = matcher(FALLING)
        for need in order.sample(needs, len(needs)):
            engine.open(need)
        for person in order.sample(people, len(people)):
            engine.arrive(person)
        results.append(engine.run_pass({}, now=0))
    assert results[0].seats == results[1].seats
    assert results[0].prices == results[1].prices


def test_a_pass_over_nothing_is_empty_and_proven() -> None:
    engine = matcher()
    assert engine.run_pass({}, now=0).seats == {}
    engine.open(plain_need("n"))
    assert engine.run_pass({}, now=0).gap == 0


def test_what_is_proposed_is_kept_unless_much_is_gained() -> None:
    """Two needs a little apart in points: the keep bonus holds the lower one."""
    engine = matcher(PLAIN)
    engine.arrive(plain_person("p"))
    engine.open(plain_need("near"))
    engine.open(plain_need("far", area=1))
    assert engine.run_pass({}, now=0).seats == {"p": "near"}
    held = engine.run_pass({"p": "far"}, now=0)
    assert held.changes.kept == {"p": "far"}
    assert held.changes.churn == 0
    without = replace(PLAIN, stability=replace(PLAIN.stability, keep_bonus=0))
    loose = Matcher("test", without, MINUTES)
    loose.arrive(plain_person("p"))
    loose.open(plain_need("near"))
    loose.open(plain_need("far", area=1))
    assert loose.run_pass({"p": "far"}, now=0).changes.replaced == {"p": "far"}


def test_whoever_waited_too_long_goes_first() -> None:
    engine = matcher()
    engine.arrive(plain_person("good", interests=1, since=100 * DAY))
    engine.arrive(plain_person("late", interests=0, since=0))
    engine.open(plain_need("n"))
    assert engine.run_pass({}, now=89 * DAY).seats == {"good": "n"}
    assert engine.run_pass({}, now=90 * DAY).seats == {"late": "n"}


def test_every_need_gets_its_first_person_before_any_its_second() -> None:
    """Both fit "liked" better; one goes to the other need all the same, unless the rule is off."""
    for policy, spread in ((POLICY, 2), (PLAIN, 1)):
        engine = matcher(policy)
        for name in ("p", "q"):
            engine.arrive(plain_person(name))
        engine.open(plain_need("liked", seats=2))
        engine.open(plain_need("plain", activities=2))
        assert len(set(engine.run_pass({}, now=0).seats.values())) == spread


def test_the_cost_of_every_rule_is_told() -> None:
    engine = matcher()
    for name in ("p", "q"):
        engine.arrive(plain_person(name))
    engine.open(plain_need("liked", seats=2))
    engine.open(plain_need("plain", activities=2))
    costs = engine.run_pass({}, now=0, price_rules=True).rule_costs
    assert costs.pop("first_seat") == 350_000
    assert set(costs) == {"deadline", "served_ratio", "later_seat", "association_cap"}
    assert not any(costs.values())


def test_a_served_ratio_is_reached_where_it_is_asked_for() -> None:
    even = replace(POLICY, fairness=replace(POLICY.fairness, served_ratio=0.9))
    ratios = []
    for policy in (POLICY, even):
        engine = matcher(policy)
        for at in range(10):
            engine.arrive(plain_person(f"a{at}", swedish=4, interests=1))
            engine.arrive(plain_person(f"b{at}", swedish=0, interests=0))
        engine.open(plain_need("n", seats=10))
        ratios.append(engine.run_pass({}, now=0).served_ratio)
    assert ratios[0] == 0
    assert ratios[1] >= 0.9


def test_changes_name_what_is_kept_new_and_replaced() -> None:
    changed = changes({"p": "a", "q": "b", "r": "c"}, {"p": "a", "q": "c", "s": "b"})
    assert changed.kept == {"p": "a"}
    assert changed.new == {"q": "c", "s": "b"}
    assert changed.replaced == {"q": "b", "r": "c"}
    assert changed.churn == pytest.approx(2 / 3)


def test_bonuses_are_of_people_and_of_kept_pairs() -> None:
    bonuses = Bonuses()
    bonuses.set({"p": 5}, {"p": "n"}, 7)
    assert (bonuses.of("p", "n"), bonuses.of("p", "m"), bonuses.of("q", "n")) == (12, 5, 0)
