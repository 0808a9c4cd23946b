"""Holidays are no days to answer in."""

from datetime import datetime

import pytest

from shared.holidays import is_holiday
from shared.patience import DAY_MS, waited_until
from shared.web.languages import STOCKHOLM, day_of


def at(text: str) -> int:
    """A clock time in Stockholm, as UTC ms."""
    return int(datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).timestamp() * 1000)


@pytest.mark.parametrize(
    ("asked", "days", "over"),
    [
        pytest.param("2026-11-09T10:00", 7, "2026-11-16T10:00", id="a week without any"),
        # The 24th to the 26th, New Year's Eve and New Year's Day are none.
        pytest.param("2026-12-23T20:00", 7, "2027-01-04T20:00", id="before Christmas"),
        pytest.param("2026-12-25T09:00", 4, "2026-12-30T09:00", id="on Christmas Day"),
        pytest.param("2027-03-25T12:00", 4, "2027-04-01T13:00", id="Easter, as clocks go forward"),
        pytest.param("2026-11-09T10:00", 0, "2026-11-09T10:00", id="no day at all"),
    ],
)
def test_so_many_days_that_are_no_holidays(asked: str, days: int, over: str) -> None:
    assert waited_until(at(asked), days * DAY_MS) == at(over)


def test_no_end_lies_on_a_holiday() -> None:
    """The control: by the calendar alone some would."""
    asked = [at("2027-01-01T12:00") + day * DAY_MS for day in range(365)]
    assert not any(is_holiday(day_of(waited_until(one, 7 * DAY_MS))) for one in asked)
    assert any(is_holiday(day_of(one + 7 * DAY_MS)) for one in asked)
