from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from services.matching.engine.policy import FULL_POINTS
from services.matching.engine.rows import Need, Person
from shared.contracts.codes import POINT_PARTS
from tests.matching.engine.pools import any_need, any_person, matcher, plain_need, plain_person


def test_the_worked_example() -> None:
    """2 of 4 activities, 30 minutes, no useful skills named, 1 of 2 slots, a language, free."""
    person = plain_person("p", interests=0b0111, languages=4, slots=0b01, area=0)
    need = plain_need("n", activities=0b11011, languages=6, slots=0b11, area=2)
    assert matcher().parts_of(person, need) == {
        "interests": 175_000,
        "travel": 120_000,
        "skills": 150_000,
        "times": 75_000,
        "language": 100_000,
        "cost": 50_000,
    }


def test_a_perfect_pair_has_all_the_points() -> None:
    parts = matcher().parts_of(plain_person("p", languages=1), plain_need("n", languages=1))
    assert sum(parts.values()) == FULL_POINTS


@given(any_person(), any_need())
def test_parts_are_named_never_negative_and_add_up_to_at_most_a_million(
    person: Person, need: Need
) -> None:
    parts = matcher().parts_of(person, need)
    assert tuple(parts) == POINT_PARTS
    assert all(points >= 0 for points in parts.values())
    assert sum(parts.values()) <= FULL_POINTS


@given(any_person(), any_need(), st.integers(0, 5))
def test_more_in_common_never_lowers_the_points(person: Person, need: Need, bit: int) -> None:
    engine = matcher()
    before = sum(engine.parts_of(person, need).values())
    for field in ("interests", "skills", "languages", "slots"):
        more = replace(person, **{field: getattr(person, field) | 1 << bit})
        assert sum(engine.parts_of(more, need).values()) >= before


@given(any_person(), any_need())
def test_what_both_sides_gain_in_common_never_lowers_the_points(person: Person, need: Need) -> None:
    """An activity that the person likes is added to the need."""
    engine = matcher()
    wider = replace(need, activities=need.activities | person.interests)
    before, after = engine.parts_of(person, need), engine.parts_of(person, wider)
    assert after["interests"] >= before["interests"]


@given(any_person(), any_need())
def test_a_shorter_way_and_a_lower_cost_never_lower_the_points(person: Person, need: Need) -> None:
    engine = matcher()
    here = replace(need, area=person.area if person.area is not None else need.area)
    cheaper = replace(need, cost=max(0, need.cost - 1))
    before = sum(engine.parts_of(person, need).values())
    assert sum(engine.parts_of(person, cheaper).values()) >= before
    if person.area is not None:
        assert sum(engine.parts_of(person, here).values()) >= before
