import pytest
from hypothesis import given

from services.matching.engine.rows import Need, Person
from services.matching.engine.rules import Blocked
from services.matching.engine.words import (
    CONSENT,
    MAN,
    MEN_ONLY,
    REGISTER_CHECK,
    STEP_FREE,
    WOMAN,
    WOMEN_ONLY,
)
from shared.contracts.codes import BLOCKS
from tests.matching.engine.pools import any_need, any_person, matcher, plain_need, plain_person

CASES = [
    ({"ages": 16}, {"ages": 8}, Blocked("age", ("18-25",))),
    ({}, {"flags": WOMEN_ONLY}, Blocked("women_only")),
    ({"musts": WOMEN_ONLY}, {}, Blocked("women_only")),
    ({"flags": CONSENT | WOMAN}, {"flags": MEN_ONLY}, Blocked("men_only")),
    ({"flags": CONSENT | MAN}, {"register_check": True}, Blocked("register_check")),
    ({"skills": 2}, {"skills_required": 3}, Blocked("skill", ("coach",))),
    ({"swedish": 1}, {"swedish": 3}, Blocked("swedish", ("very_good",))),
    ({"kinds": 3}, {"kind": 3}, Blocked("kind", ("referee",))),
    ({"musts": STEP_FREE}, {}, Blocked("step_free")),
    ({"cost_limit": 0}, {"cost": 2}, Blocked("cost", ("2",))),
    ({"slots": 1}, {"slots": 3, "slots_needed": 2}, Blocked("slots", ("1", "mon_midday"))),
    ({"travel_limit": 20}, {"area": 2}, Blocked("distance", ("30",))),
    ({"flags": 0}, {}, Blocked("consent")),
]


@pytest.mark.parametrize(("person", "need", "expected"), CASES)
def test_every_rule_has_a_code_and_says_what_would_change_it(
    person: dict[str, int], need: dict[str, int], expected: Blocked
) -> None:
    engine = matcher()
    engine.arrive(plain_person("p", **person))
    engine.open(plain_need("n", **need))
    assert engine.why_not("p", "n") == (expected,)
    assert engine.rank_for_person("p", 5) == []


def test_the_cases_above_and_a_failed_pair_are_all_the_codes() -> None:
    assert {case[2].code for case in CASES} | {"failed_before"} == set(BLOCKS)


def test_a_failed_pair_is_blocked_for_good() -> None:
    engine = matcher()
    engine.arrive(plain_person("p"))
    engine.open(plain_need("n"))
    assert [line.need for line in engine.rank_for_person("p", 5)] == ["n"]
    engine.drop("p", "n")
    assert engine.rank_for_person("p", 5) == engine.rank_for_need("n", 5) == []
    engine.change(plain_person("p", interests=3))
    assert engine.why_not("p", "n") == (Blocked("failed_before"),)


def test_what_meets_every_rule_is_allowed() -> None:
    engine = matcher()
    engine.arrive(
        plain_person(
            "p", ages=8, flags=CONSENT | WOMAN | REGISTER_CHECK, musts=WOMEN_ONLY | STEP_FREE,
            skills=1, swedish=2, cost_limit=1,
        )
    )  # fmt: skip
    engine.open(
        plain_need(
            "n", ages=8, flags=WOMEN_ONLY | STEP_FREE, register_check=True,
            skills_required=1, swedish=2, cost=1,
        )
    )  # fmt: skip
    assert engine.why_not("p", "n") == ()
    assert [line.person for line in engine.rank_for_need("n", 5)] == ["p"]


@given(any_person(), any_need())
def test_a_pair_is_ranked_exactly_when_no_code_stands_against_it(
    person: Person, need: Need
) -> None:
    engine = matcher()
    engine.arrive(person)
    engine.open(need)
    free = need.seats > 0 and not engine.why_not("p", "n")
    assert bool(engine.rank_for_person("p", 1)) == free
    assert bool(engine.rank_for_need("n", 1)) == free
