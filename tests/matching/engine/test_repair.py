"""The seating after every event, against oracles that know nothing of how it was kept."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.engine.matcher import Matcher
from services.matching.engine.policy import Policy
from services.matching.engine.reach import UNLIMITED, Reach
from services.matching.engine.rows import Need, Person
from tests.matching.engine.oracles import best_by_flow, best_by_trying, value_of
from tests.matching.engine.pools import MINUTES, POLICY

PLAIN = replace(POLICY, fairness=replace(POLICY.fairness, first_seat=0, later_seat=0))
FALLING = replace(POLICY, fairness=replace(POLICY.fairness, first_seat=300_000, later_seat=90_000))


def random_person(rng: random.Random, name: str) -> Person:
    return Person(
        name,
        kinds=rng.choice([1, 1, 3]),
        interests=rng.getrandbits(4),
        languages=rng.getrandbits(2),
        slots=rng.getrandbits(3),
        area=rng.choice([None, 0, 1, 2]),
        swedish=rng.randrange(3),
        travel_limit=rng.choice([20, 40]),
    )


def random_need(rng: random.Random, name: str) -> Need:
    return Need(
        name,
        kind=rng.choice([0, 0, 1]),
        activities=rng.getrandbits(4),
        seats=rng.choice([0, 1, 1, 2, 3]),
        slots=rng.getrandbits(3),
        slots_needed=rng.choice([0, 1]),
        area=rng.choice([None, 0, 1, 2]),
        swedish=rng.choice([0, 0, 1]),
        cost=rng.randrange(3),
    )


@dataclass
class Life:
    """A pool that lives through random events of every kind."""

    engine: Matcher
    rng: random.Random
    most_people: int = 7
    most_needs: int = 4
    heard: int = 0
    happened: set[str] = field(default_factory=set)

    def event(self) -> None:
        pool, rng = self.engine.pool, self.rng
        choices: list[Callable[[], None]] = []
        waiting = [one for one in pool.person_of if one not in pool.accepted]
        if len(pool.person_of) < self.most_people:
            choices += [self.arrive] * 3
        if len(pool.need_of) < self.most_needs:
            choices += [self.open] * 2
        if waiting:
            choices += [self.change, self.leave]
        if pool.need_of:
            choices += [self.close, self.revise]
        if pool.accepted:
            choices += [self.leave_accepted, self.fail_accepted]
        if waiting and pool.need_of:
            choices += [self.lock, self.decline]
        rng.choice(choices)()

    def arrive(self) -> None:
        self.heard += 1
        self.engine.arrive(random_person(self.rng, f"p{self.heard}"))

    def open(self) -> None:
        self.heard += 1
        self.engine.open(random_need(self.rng, f"n{self.heard}"))

    def change(self) -> None:
        self.engine.change(random_person(self.rng, self._waiting()))

    def leave(self) -> None:
        self.engine.leave(self._waiting())

    def close(self) -> None:
        self.engine.close(self._need())

    def revise(self) -> None:
        self.engine.revise(random_need(self.rng, self._need()))

    def lock(self) -> None:
        person, need = self._waiting(), self._need()
        held = self.engine.seats().get(person)
        need = held if held and self.rng.random() < 0.5 else need
        if self.engine.pool.seats_left(need):
            self.engine.lock(person, need)

    def decline(self) -> None:
        person = self._waiting()
        self.engine.drop(person, self.engine.seats().get(person, self._need()))

    def leave_accepted(self) -> None:
        self.engine.leave(self._accepted())

    def fail_accepted(self) -> None:
        person = self._accepted()
        need = self.engine.pool.accepted[person]
        if need in self.engine.pool.need_of:
            self.engine.drop(person, need)

    def _waiting(self) -> str:
        pool = self.engine.pool
        return self.rng.choice([one for one in pool.person_of if one not in pool.accepted])

    def _accepted(self) -> str:
        return self.rng.choice(list(self.engine.pool.accepted))

    def _need(self) -> str:
        return self.rng.choice(list(self.engine.pool.need_of))


def life(seed: int, policy: Policy = PLAIN, reach: Reach = UNLIMITED) -> Life:
    return Life(Matcher("test", policy, MINUTES, reach=reach), random.Random(seed))


@pytest.mark.parametrize("policy", [PLAIN, FALLING, POLICY], ids=["plain", "falling", "packaged"])
@settings(max_examples=30)
@given(seed=st.integers(0, 1 << 32))
def test_the_seating_is_best_after_every_event(policy: Policy, seed: int) -> None:
    lived = life(seed, policy)
    for _ in range(25):
        lived.event()
        value = value_of(lived.engine, lived.engine.seats())
        assert value == best_by_trying(lived.engine) == best_by_flow(lived.engine)
    assert not lived.engine.dirty


@settings(max_examples=25)
@given(seed=st.integers(0, 1 << 32), visits=st.integers(1, 12), chain=st.integers(0, 2))
def test_with_limits_it_is_never_above_the_best_and_dirty_where_below(
    seed: int, visits: int, chain: int
) -> None:
    lived = life(seed, FALLING, Reach(visits, chain))
    for _ in range(25):
        lived.event()
        value, best = value_of(lived.engine, lived.engine.seats()), best_by_flow(lived.engine)
        assert value <= best
        assert lived.engine.dirty or value == best


def test_limits_do_bite() -> None:
    """The control for the test above: with these limits some seating is below the best."""
    lived = life(5, FALLING, Reach(1, 0))
    below = 0
    for _ in range(200):
        lived.event()
        below += value_of(lived.engine, lived.engine.seats()) < best_by_flow(lived.engine)
    assert below > 0


@settings(max_examples=15)
@given(seed=st.integers(0, 1 << 32))
def test_larger_pools_are_best_too(seed: int) -> None:
    lived = life(seed, FALLING)
    lived.most_people, lived.most_needs = 40, 12
    for step in range(120):
        lived.event()
        if step % 15 == 14:
            assert value_of(lived.engine, lived.engine.seats()) == best_by_flow(lived.engine)
