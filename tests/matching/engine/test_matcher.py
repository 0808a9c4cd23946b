"""The questions and the events of the matcher, without prices."""

import random
from dataclasses import replace

import pytest

from services.matching.engine.errors import EngineError
from services.matching.engine.reasons import read_reason
from tests.matching.engine.pools import matcher, plain_need, plain_person


def test_the_better_fit_comes_first_with_its_reasons_and_the_policy() -> None:
    engine = matcher()
    engine.arrive(plain_person("p", interests=0b11, languages=4))
    engine.open(plain_need("near", activities=0b11, languages=4))
    engine.open(plain_need("far", activities=0b11, languages=4, area=1))
    near, far = engine.rank_for_person("p", 5)
    assert (near.need, far.need) == ("near", "far")
    assert near.points == sum(near.parts.values())
    assert near.reasons == ("interests:football+swimming", "travel:5", "times:mon_morning")
    assert read_reason(near.reasons[0]) == ("interests", ("football", "swimming"))
    assert near.policy == engine.policy.version


def test_a_price_moves_a_need_down_and_says_so() -> None:
    engine = matcher()
    engine.arrive(plain_person("p", interests=0b11))
    engine.open(plain_need("wanted", activities=0b11))
    engine.open(plain_need("quiet", activities=0b11, area=1))
    engine.prices["wanted"] = 500_000
    quiet, wanted = engine.rank_for_person("p", 5)
    assert (quiet.need, quiet.crowded, quiet.price) == ("quiet", False, 0)
    assert (wanted.need, wanted.crowded, wanted.price) == ("wanted", True, 500_000)
    assert wanted.points > quiet.points


def test_order_does_not_depend_on_arrival() -> None:
    names = [f"n{i}" for i in range(40)]
    rankings = set()
    for seed in range(5):
        engine = matcher()
        engine.arrive(plain_person("p"))
        for name in random.Random(seed).sample(names, 40):
            engine.open(plain_need(name))
        rankings.add(tuple(line.need for line in engine.rank_for_person("p", 10)))
    assert len(rankings) == 1


def test_accepting_takes_the_seat_and_the_person() -> None:
    engine = matcher()
    for name in ("p", "q"):
        engine.arrive(plain_person(name))
    engine.open(plain_need("n"))
    engine.lock("p", "n")
    assert engine.rank_for_person("p", 5) == []
    assert engine.rank_for_person("q", 5) == []
    assert engine.rank_for_need("n", 5) == []
    with pytest.raises(EngineError, match="no_seat"):
        engine.lock("q", "n")
    with pytest.raises(EngineError, match="already_locked"):
        engine.send("p", "n")


@pytest.mark.parametrize("event", ["leave", "drop"])
def test_an_accepted_person_who_goes_frees_the_seat(event: str) -> None:
    engine = matcher()
    for name in ("p", "q"):
        engine.arrive(plain_person(name))
    engine.open(plain_need("n"))
    engine.lock("p", "n")
    engine.leave("p") if event == "leave" else engine.drop("p", "n")
    assert [line.person for line in engine.rank_for_need("n", 5)] == ["q"]


def test_a_need_opened_again_keeps_its_accepted_people() -> None:
    engine = matcher()
    for name in ("p", "q", "r"):
        engine.arrive(plain_person(name))
    engine.open(plain_need("n", seats=2))
    engine.lock("p", "n")
    engine.close("n")
    engine.open(plain_need("n", seats=2))
    engine.lock("q", "n")
    with pytest.raises(EngineError, match="no_seat"):
        engine.lock("r", "n")


def test_what_if_changes_nothing() -> None:
    engine = matcher()
    person = plain_person("p", swedish=1)
    engine.arrive(person)
    engine.open(plain_need("n", swedish=2))
    assert engine.rank_for_person("p", 5) == []
    (line,) = engine.what_if(replace(person, swedish=2), 5)
    assert line.need == "n"
    assert [one.person for one in engine.what_if_need(plain_need("n", swedish=1), 5)] == ["p"]
    assert engine.rank_for_person("p", 5) == []


def test_events_about_nobody_are_refused() -> None:
    engine = matcher()
    engine.arrive(plain_person("p"))
    engine.open(plain_need("n"))
    for wrong in (
        lambda: engine.leave("x"),
        lambda: engine.close("x"),
        lambda: engine.change(plain_person("x")),
        lambda: engine.lock("x", "n"),
        lambda: engine.lock("p", "x"),
        lambda: engine.drop("p", "x"),
        lambda: engine.rank_for_person("x", 1),
        lambda: engine.rank_for_need("x", 1),
    ):
        with pytest.raises(EngineError, match="unknown_id"):
            wrong()
