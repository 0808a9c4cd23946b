"""Mornings: at seven on a working day in Stockholm, and when one is so late that it helps no more."""

from datetime import datetime, time

import pytest

from shared.mornings import is_late, next_morning
from shared.web.languages import STOCKHOLM


def at(text: str) -> int:
    """UTC ms of a clock time in Malmö, as "2026-05-28 07:00"."""
    return int(datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).timestamp() * 1000)


@pytest.mark.parametrize(
    ("now", "next_one"),
    [
        ("2026-05-27 06:59", "2026-05-27 07:00"),
        ("2026-05-27 07:00", "2026-05-28 07:00"),
        # Friday, and a weekend.
        ("2026-05-29 12:00", "2026-06-01 07:00"),
        # Good Friday and Easter Monday; the clocks went forward before.
        ("2026-04-02 12:00", "2026-04-07 07:00"),
        # In the night in which the clocks go back.
        ("2026-10-24 23:00", "2026-10-26 07:00"),
    ],
)
def test_the_next_morning_is_a_working_day_at_seven(now: str, next_one: str) -> None:
    assert next_morning(at(now)) == at(next_one)


@pytest.mark.parametrize(
    ("now", "late"),
    [
        ("2026-05-28 07:00", False),
        ("2026-05-28 15:59", False),
        ("2026-05-28 16:00", True),
        ("2026-05-30 09:00", True),
        ("2026-05-28 06:00", True),
    ],
)
def test_when_it_would_help_no_more(now: str, late: bool) -> None:
    assert is_late(at(now)) is late


def test_another_hour_is_another_morning() -> None:
    eight = time(8)
    assert next_morning(at("2026-05-27 07:30"), clock=eight) == at("2026-05-27 08:00")
    assert is_late(at("2026-05-27 07:30"), clock=eight)
    assert not is_late(at("2026-05-27 08:00"), clock=eight)
