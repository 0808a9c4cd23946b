"""Ties that the hash leaves are settled by ids alone, and counted."""

import random
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.engine import fits, problem
from services.matching.engine.arrays import Ints, Words
from services.matching.engine.matcher import Matcher
from services.matching.engine.policy import Policy
from services.matching.engine.rings import rings, way
from services.matching.engine.rooms import room_left
from services.matching.engine.ties import LOW_BITS
from tests.matching.engine.oracles import bonus_of, weights
from tests.matching.engine.pools import MINUTES, matcher, plain_need, plain_person
from tests.matching.engine.test_repair import FALLING
from tests.matching.engine.test_rooms import capped

Pairs = tuple[tuple[str, str], ...]


def no_hash(people: Words, needs: Words) -> Ints:
    return np.zeros(np.broadcast_shapes(np.shape(people), np.shape(needs)), dtype=np.int64)


@pytest.fixture
def hashless(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the hash of every pair were the same, so that ties in points remain."""
    monkeypatch.setattr(problem, "hash20", no_hash)
    monkeypatch.setattr(fits, "hash20", no_hash)


def best_lists(engine: Matcher) -> list[Pairs]:
    """Every best seating of a tiny pool, as a sorted list of pairs."""
    found = {pair: weight >> LOW_BITS for pair, weight in weights(engine).items()}
    people = sorted({person for person, _ in found})
    choices = [[need for one, need in found if one == person] + [""] for person in people]
    valued: dict[Pairs, int] = {}
    for seats in product(*choices):
        pairs = tuple((one, need) for one, need in zip(people, seats, strict=True) if need)
        if fits_in(engine, pairs):
            valued[pairs] = sum(found[pair] for pair in pairs) + bonuses(engine, pairs)
    best = max(valued.values())
    return sorted(pairs for pairs, value in valued.items() if value == best)


def fits_in(engine: Matcher, pairs: Pairs) -> bool:
    cap, pool = engine.policy.fairness.offers_per_association, engine.pool
    needs = [need for _, need in pairs]
    clubs = [pool.need_of[need].association for need in needs]
    seated = all(needs.count(need) <= pool.seats_left(need) for need in needs)
    rooms = {club: room_left(pool.offered, club, cap) for club in clubs} if cap else {}
    return seated and all(clubs.count(club) <= room for club, room in rooms.items())


def bonuses(engine: Matcher, pairs: Pairs) -> int:
    needs = [need for _, need in pairs]
    counts = {need: needs.count(need) for need in needs}
    return sum(
        bonus_of(engine, seat + 1) >> LOW_BITS for need in counts for seat in range(counts[need])
    )


def pool_of(seed: int, policy: Policy, order: int) -> Matcher:
    """A few who are much alike; the same for a seed, arrived in another order."""
    rng = random.Random(seed)
    people = [plain_person(f"p{at}", interests=rng.choice([0, 1, 3])) for at in range(5)]
    needs = [
        plain_need(
            f"n{at}",
            association=rng.choice("ab"),
            seats=rng.choice([1, 1, 2]),
            activities=rng.choice([1, 1, 2]),
        )
        for at in range(4)
    ]
    engine = Matcher("test", policy, MINUTES)
    for need in random.Random(order).sample(needs, 4):
        engine.pool.open(need)
    for person in random.Random(order).sample(people, 5):
        engine.pool.arrive(person)
    return engine


@pytest.mark.usefixtures("hashless")
@pytest.mark.parametrize("policy", [FALLING, capped(FALLING, 2)], ids=["plain", "capped"])
@settings(max_examples=40)
@given(seed=st.integers(0, 1 << 32), order=st.integers(0, 100))
def test_of_equal_seatings_the_smallest_list_of_pairs_is_taken(
    policy: Policy, seed: int, order: int
) -> None:
    engine = pool_of(seed, policy, order)
    result = engine.run_pass({}, now=0)
    lists = best_lists(engine)
    assert tuple(sorted(result.seats.items())) == lists[0]
    assert (result.tied > 0) == (len(lists) > 1)
    assert result.gap == 0
    assert engine.value() == engine.proof.value


@pytest.mark.usefixtures("hashless")
def test_such_ties_do_occur() -> None:
    """The control for the test above: without the hash, some of its pools are tied."""
    tied = [pool_of(seed, FALLING, 0).run_pass({}, now=0).tied for seed in range(20)]
    assert len([number for number in tied if number]) > 5


def two_alike() -> Matcher:
    engine = matcher()
    for name in ("q", "p"):
        engine.arrive(plain_person(name))
    for name in ("n", "m"):
        engine.open(plain_need(name))
    return engine


@pytest.mark.usefixtures("hashless")
def test_two_who_could_change_places_are_counted() -> None:
    result = two_alike().run_pass({}, now=0)
    assert (result.seats, result.tied) == ({"p": "m", "q": "n"}, 2)


def test_the_hash_leaves_no_tie_between_them() -> None:
    assert two_alike().run_pass({}, now=0).tied == 0


def test_rings_and_ways() -> None:
    arcs = [(1, 2), (2, 3), (3, 1), (3, 4), (4, 5)]
    found = rings(arcs)
    assert found[1] == found[2] == found[3]
    assert len({found[1], found[4], found[5]}) == 3
    assert way(arcs, 1, 5) == [0, 1, 3, 4]
    assert way(arcs, 5, 1) is None
    assert way(arcs, 2, 2) == []
