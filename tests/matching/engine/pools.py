"""Small pools for the tests, and strategies that make any people and needs."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from services.matching.engine.matcher import Matcher
from services.matching.engine.policy import Policy, packaged_policy
from services.matching.engine.rows import Need, Person
from services.matching.engine.words import (
    CONSENT,
    MAN,
    MEN_ONLY,
    REGISTER_CHECK,
    STEP_FREE,
    WOMAN,
    WOMEN_ONLY,
)

MINUTES = ((5, 12, 30), (12, 5, 45), (30, 45, 5))
POLICY = packaged_policy()


def matcher(policy: Policy = POLICY) -> Matcher:
    return Matcher("test", policy, MINUTES)


def words(width: int) -> st.SearchStrategy[int]:
    return st.integers(0, (1 << width) - 1)


@st.composite
def any_person(draw: st.DrawFn, name: str = "p") -> Person:
    """Anybody, with rules that hold often enough to be interesting."""
    return Person(
        id=name,
        kinds=draw(words(4)),
        interests=draw(words(6)),
        skills=draw(words(3)),
        languages=draw(words(3)),
        slots=draw(words(5)),
        area=draw(st.sampled_from([None, 0, 1, 2])),
        swedish=draw(st.integers(0, 4)),
        ages=draw(st.sampled_from([0, 8, 16])),
        travel_limit=draw(st.sampled_from([10, 30, 60])),
        cost_limit=draw(st.sampled_from([None, 0, 2])),
        flags=draw(st.sampled_from([0, CONSENT, CONSENT | WOMAN, CONSENT | MAN | REGISTER_CHECK])),
        musts=draw(st.sampled_from([0, 0, WOMEN_ONLY, STEP_FREE])),
    )


@st.composite
def any_need(draw: st.DrawFn, name: str = "n") -> Need:
    return Need(
        id=name,
        kind=draw(st.integers(0, 3)),
        activities=draw(words(6)),
        seats=draw(st.integers(0, 3)),
        slots=draw(words(5)),
        slots_needed=draw(st.integers(0, 2)),
        languages=draw(words(3)),
        area=draw(st.sampled_from([None, 0, 1, 2])),
        swedish=draw(st.integers(0, 2)),
        ages=draw(st.sampled_from([0, 8, 24])),
        skills_required=draw(st.sampled_from([0, 0, 1])),
        skills_useful=draw(words(3)),
        cost=draw(st.integers(0, 5)),
        flags=draw(st.sampled_from([0, WOMEN_ONLY, MEN_ONLY, STEP_FREE])),
        register_check=draw(st.booleans()),
    )


def plain_person(name: str, **facts: Any) -> Person:
    """Somebody whom `plain_need` takes."""
    return replace(Person(name, kinds=1, interests=1, slots=1, area=0), **facts)


def plain_need(name: str, **facts: Any) -> Need:
    return replace(Need(name, kind=0, activities=1, slots=1, area=0), **facts)
