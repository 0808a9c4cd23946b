"""The cap of an association's offers: kept by every pass, by the best seating that keeps it."""

import random
from collections import Counter
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.engine.matcher import Matcher
from services.matching.engine.planning import plan_with
from services.matching.engine.policy import Policy
from services.matching.engine.prices import proof
from services.matching.engine.rooms import room_left
from tests.matching.engine.oracles import best_by_flow, bonus_of, value_of, weights
from tests.matching.engine.pools import MINUTES, POLICY, plain_need, plain_person
from tests.matching.engine.test_repair import FALLING, random_need, random_person


def capped(policy: Policy, cap: int) -> Policy:
    return replace(policy, fairness=replace(policy.fairness, offers_per_association=cap))


def some_pool(seed: int, policy: Policy) -> Matcher:
    """Seven people and five needs of two associations, one of which got an offer this week."""
    rng = random.Random(seed)
    engine = Matcher("test", policy, MINUTES)
    people = [random_person(rng, f"p{at}") for at in range(7)]
    needs = [replace(random_need(rng, f"n{at}"), association=rng.choice("ab")) for at in range(5)]
    engine.restore(people, needs, offered={"a": rng.choice([0, 0, 1, 2])})
    return engine


def best_within(engine: Matcher) -> int:
    """Every seating of a tiny pool that keeps the cap."""
    found, pool = weights(engine), engine.pool
    cap = engine.policy.fairness.offers_per_association
    people, needs = sorted({person for person, _ in found}), sorted(pool.need_of)
    association = [pool.need_of[need].association for need in needs]
    room = {one: room_left(pool.offered, one, cap) for one in association}

    @cache
    def best(at: int, filled: tuple[int, ...]) -> int:
        if at == len(people):
            return 0
        options = [best(at + 1, filled)]
        for place, need in enumerate(needs):
            given = sum(
                number
                for number, one in zip(filled, association, strict=True)
                if one == association[place]
            )
            full = filled[place] == pool.seats_left(need) or given == room[association[place]]
            if not full and (people[at], need) in found:
                rest = (*filled[:place], filled[place] + 1, *filled[place + 1 :])
                gain = found[people[at], need] + bonus_of(engine, filled[place] + 1)
                options.append(gain + best(at + 1, rest))
        return max(options)

    return best(0, (0,) * len(needs))


def given_out(engine: Matcher) -> Counter[str]:
    return Counter(engine.pool.need_of[need].association for need in engine.seats().values())


@pytest.mark.parametrize("cap", [1, 2, 3])
@settings(max_examples=40)
@given(seed=st.integers(0, 1 << 32))
def test_a_pass_is_the_best_that_keeps_the_cap_and_proves_it(seed: int, cap: int) -> None:
    engine = some_pool(seed, capped(FALLING, cap))
    result = engine.run_pass({}, now=0)
    assert value_of(engine, engine.seats()) == best_within(engine) == engine.proof.value
    assert result.gap == 0
    for association, number in given_out(engine).items():
        assert number <= room_left(engine.pool.offered, association, cap)


@settings(max_examples=25)
@given(seed=st.integers(0, 1 << 32))
def test_the_bound_holds_for_any_prices_with_a_cap(seed: int) -> None:
    policy = capped(FALLING, 2)
    engine = some_pool(seed, policy)
    planned = plan_with(engine.pool, policy, {}, 0, last_prices={})
    rng = np.random.default_rng(seed % 1000)
    prices = planned.solved.prices + rng.integers(-(1 << 36), 1 << 36, len(planned.solved.prices))
    proven, _ = proof(planned.problem, planned.solved.seating, prices)
    assert proven.bound >= proven.value == planned.solved.proof.value


def test_without_the_rule_some_pass_goes_over_it() -> None:
    """The control for the first test: these pools do want more than the cap."""
    over = 0
    for seed in range(20):
        engine = some_pool(seed, FALLING)
        engine.run_pass({}, now=0)
        over += any(number > 1 for number in given_out(engine).values())
        assert value_of(engine, engine.seats()) == best_by_flow(engine)
    assert over > 10


def two_clubs(cap: int, **offered: int) -> Matcher:
    """A club nearby with six seats and one further off, for four people."""
    engine = Matcher("test", capped(POLICY, cap), MINUTES)
    engine.open(plain_need("near", association="big", seats=4))
    engine.open(plain_need("too", association="big", seats=2))
    engine.open(plain_need("far", association="small", seats=1, area=1))
    for at in range(4):
        engine.arrive(plain_person(f"p{at}"))
    engine.note_offers(offered)
    return engine


def test_who_does_not_fit_under_the_cap_gets_the_next_best_and_its_cost_is_told() -> None:
    engine = two_clubs(2)
    result = engine.run_pass({}, now=0, price_rules=True)
    assert given_out(engine) == {"big": 2, "small": 1}
    assert result.rule_costs["association_cap"] > 0
    assert two_clubs(0).run_pass({}, now=0, price_rules=True).rule_costs["association_cap"] == 0


def test_an_association_that_has_had_enough_is_proposed_to_nobody() -> None:
    engine = two_clubs(2, big=2)
    engine.run_pass({}, now=0)
    assert given_out(engine) == {"small": 1}
    assert [line.need for line in engine.rank_for_person("p0", 5)] == ["far"]
    assert engine.rank_for_need("near", 5) == []
    engine.note_offers({"big": 1})
    assert {line.need for line in engine.rank_for_person("p0", 5)} == {"near", "too", "far"}


def test_an_offer_that_was_sent_all_the_same_has_its_seat() -> None:
    """A pass gave the need nothing; what a guide sent before it counted stands."""
    engine = two_clubs(1, big=1)
    engine.run_pass({}, now=0)
    engine.send("p0", "near")
    engine.send("p1", "too")
    assert engine.pool.accepted == {"p0": "near", "p1": "too"}
    engine.run_pass({}, now=0)
    assert given_out(engine) == {"small": 1}
