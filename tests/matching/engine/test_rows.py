from dataclasses import replace
from typing import Any

import pytest

from services.matching.engine.errors import EngineError
from tests.matching.engine.pools import matcher, plain_need, plain_person


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", ""), ("kinds", 16), ("interests", 1 << 64), ("interests", -1), ("skills", 1 << 32),
        ("languages", 10**30), ("area", 3), ("swedish", 5), ("ages", 64),
        ("travel_limit", float("nan")), ("travel_limit", 1e9), ("cost_limit", 5), ("flags", 1),
        ("musts", 1 << 63), ("since", -5), ("slots", float("inf")),
    ],
)  # fmt: skip
def test_a_person_out_of_range_is_refused_and_leaves_no_trace(field: str, value: Any) -> None:
    engine = matcher()
    with pytest.raises(EngineError) as caught:
        engine.arrive(replace(plain_person("p"), **{field: value}))
    assert (caught.value.slug, caught.value.field) == ("bad_number", field)
    engine.arrive(plain_person("p"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", 4), ("activities", -1), ("seats", 501), ("seats", -1), ("slots_needed", 33),
        ("cost", 6), ("flags", 1), ("area", -1), ("swedish", float("nan")), ("opened", 1 << 60),
    ],
)  # fmt: skip
def test_a_need_out_of_range_is_refused_and_leaves_no_trace(field: str, value: Any) -> None:
    engine = matcher()
    with pytest.raises(EngineError) as caught:
        engine.open(replace(plain_need("n"), **{field: value}))
    assert (caught.value.slug, caught.value.field) == ("bad_number", field)
    engine.open(plain_need("n"))


def test_an_id_stands_for_one() -> None:
    engine = matcher()
    engine.arrive(plain_person("same"))
    engine.open(plain_need("same"))
    with pytest.raises(EngineError, match="duplicate_id: person"):
        engine.arrive(plain_person("same"))
    with pytest.raises(EngineError, match="duplicate_id: need"):
        engine.open(plain_need("same"))
