"""Pools that nobody would make on purpose, and a hundred thousand events in a row."""

import random
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from services.matching.engine.errors import EngineError
from services.matching.engine.matcher import Matcher
from services.matching.engine.reach import UNLIMITED
from services.matching.engine.rows import MOST_SEATS
from services.matching.engine.words import ALL_SLOTS, CONSENT, MAN, REGISTER_CHECK, WOMAN
from tests.matching.engine.oracles import best_by_flow, value_of
from tests.matching.engine.pools import POLICY, matcher, plain_need, plain_person
from tests.matching.engine.test_repair import PLAIN, life


def test_no_needs_and_no_people() -> None:
    engine = matcher()
    assert engine.run_pass({}, now=0).seats == {}
    engine.arrive(plain_person("p"))
    assert engine.rank_for_person("p", 5) == []
    assert engine.run_pass({}, now=0).seats == {}
    engine.leave("p")
    engine.open(plain_need("n"))
    assert engine.rank_for_need("n", 5) == []
    assert engine.run_pass({}, now=0).seats == {}


def test_everybody_the_same_fills_every_seat_the_same_way_each_time() -> None:
    seatings = set()
    for seed in range(3):
        engine = matcher()
        for number in random.Random(seed).sample(range(30), 30):
            engine.arrive(plain_person(f"p{number}"))
        for number in random.Random(seed).sample(range(5), 5):
            engine.open(plain_need(f"n{number}", seats=4))
        assert engine.seats() == engine.run_pass({}, now=0).seats
        seatings.add(tuple(sorted(engine.seats().items())))
    (seating,) = seatings
    assert len(seating) == 20


def test_nobody_allowed_anywhere() -> None:
    engine = matcher()
    for number in range(10):
        engine.arrive(plain_person(f"p{number}", flags=0))
        engine.open(plain_need(f"n{number}"))
    assert engine.run_pass({}, now=0).seats == {}
    assert {one.code for one in engine.why_not("p0", "n0")} == {"consent"}


def test_no_seat_and_five_hundred_seats() -> None:
    engine = matcher()
    engine.open(plain_need("none", seats=0))
    engine.open(plain_need("many", seats=MOST_SEATS))
    for number in range(520):
        engine.arrive(plain_person(f"p{number}"))
    assert len(engine.seats()) == MOST_SEATS
    assert set(engine.run_pass({}, now=0).seats.values()) == {"many"}
    with pytest.raises(EngineError, match="no_seat"):
        engine.lock("p0", "none")


def test_a_person_with_every_wish() -> None:
    everything = plain_person(
        "p", kinds=15, interests=(1 << 64) - 1, skills=(1 << 32) - 1, languages=(1 << 64) - 1,
        slots=ALL_SLOTS, swedish=4, travel_limit=255,
        flags=CONSENT | WOMAN | MAN | REGISTER_CHECK,
    )  # fmt: skip
    engine = matcher()
    engine.arrive(everything)
    engine.open(plain_need("n", activities=(1 << 64) - 1, kind=3, swedish=4, register_check=True))
    (line,) = engine.rank_for_person("p", 5)
    assert line.parts["interests"] == POLICY.weights.interests


@pytest.mark.parametrize(
    "minutes",
    [
        [],
        [[1, 2]],
        [[-1]],
        [[1, 2], [3, 4], [5, 6]],
        [[float("nan")]],
        [[10**30]],
        np.zeros((255, 255), dtype=np.int64),
    ],
)
def test_minutes_that_are_no_square_of_areas_are_refused(minutes: list[list[int]]) -> None:
    with pytest.raises(EngineError, match="bad_region"):
        Matcher("test", POLICY, minutes)


def test_huge_minutes_are_far_and_no_more() -> None:
    engine = Matcher("test", POLICY, [[0, 10**9], [10**9, 0]])
    engine.arrive(plain_person("p", area=0, travel_limit=255))
    engine.open(plain_need("n", area=1))
    assert engine.rank_for_person("p", 1)[0].parts["travel"] == 0


def test_a_refused_event_changes_nothing() -> None:
    lived = life(3)
    for _ in range(60):
        lived.event()
    before = lived.engine.seats()
    wrong = plain_person("new", travel_limit=10**9)
    waiting = next(
        one for one in lived.engine.pool.person_of if one not in lived.engine.pool.accepted
    )
    for event in (
        partial(lived.engine.arrive, wrong),
        partial(lived.engine.change, replace(wrong, id=waiting)),
        partial(lived.engine.expire, waiting, "n"),
    ):
        with pytest.raises(EngineError):
            event()
    assert lived.engine.seats() == before
    assert value_of(lived.engine, before) == best_by_flow(lived.engine)


def held_in(thing: object, seen: set[int]) -> int:
    """How many entries all containers hold that can be reached from here."""
    if id(thing) in seen or isinstance(thing, type | str | bytes | int | float):
        return 0
    seen.add(id(thing))
    if isinstance(thing, np.ndarray):
        return int(thing.size)
    if isinstance(thing, dict):
        inside = [*thing.keys(), *thing.values()]
    elif isinstance(thing, list | tuple | set | frozenset):
        inside = list(thing)
    else:
        slots = getattr(type(thing), "__slots__", ())
        fields = {name: getattr(thing, name) for name in slots} | getattr(thing, "__dict__", {})
        return sum(held_in(one, seen) for one in fields.values())
    return len(inside) + sum(held_in(one, seen) for one in inside)


def test_a_hundred_thousand_events_in_a_row() -> None:
    """Memory stays bounded and nothing drifts: the seating is still exactly the best."""
    lived = life(11, PLAIN, UNLIMITED)
    lived.most_people, lived.most_needs = 20, 8
    early, late = 0, 0
    for event in range(100_000):
        lived.event()
        if event % 1_000 == 999:
            held = held_in(lived.engine, set())
            early, late = (max(early, held), 0) if event < 20_000 else (early, max(late, held))
        if event % 5_000 == 4_999:
            assert value_of(lived.engine, lived.engine.seats()) == best_by_flow(lived.engine)
            assert not lived.engine.dirty
    assert late <= 2 * early
    # The control: one entry kept of each event would be seen.
    assert held_in([lived.engine, list(range(100_000))], set()) > 2 * early
    pool = lived.engine.pool
    assert pool.people.size <= 2 * len(pool.people) + 257
    assert pool.needs.size <= 2 * len(pool.needs) + 257
    assert not [one for one in (pool.failed, pool.failed_at, pool.accepted_at) if len(one) > 20]
