"""How the table reads."""

import json

import pytest

from bench.matcher.setting import Bar
from bench.table import as_json, as_text, figure, in_ms

KEPT = Bar("a page", 12.34, "ms", "1.0 ms empty", "≤ 50", holds=True)
MISSED = Bar("another", 61.0, "ms", "", "≤ 50", holds=False)
SHOWN = Bar("forms", 9.0, "×", "", "", holds=True)


def test_every_bar_has_a_line_and_a_missed_one_says_so() -> None:
    head, kept, missed, shown = as_text([KEPT, MISSED, SHOWN]).splitlines()
    assert "beside" in head
    assert "12.3 ms" in kept
    assert kept.endswith("holds")
    assert missed.endswith("MISSED")
    assert shown.endswith("9 ×")


def test_the_columns_stand_below_each_other() -> None:
    head, *lines = as_text([KEPT, MISSED]).splitlines()
    assert {line.index("≤") for line in lines} == {head.index("wanted")}


def test_json_has_what_the_table_has() -> None:
    (bar,) = json.loads(as_json([KEPT]))
    assert bar == {
        "bar": "a page",
        "value": 12.34,
        "unit": "ms",
        "beside": "1.0 ms empty",
        "wanted": "≤ 50",
        "holds": True,
    }


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (1.2345, "1.23"), (99.94, "99.9"), (12345.6, "12,346")]
)
def test_figures_have_three_digits(value: float, text: str) -> None:
    assert figure(value) == text


def test_seconds_are_shown_as_milliseconds() -> None:
    assert in_ms(0.01234) == "12.3 ms"
