"""Nobody is written to on a Swedish holiday."""

from datetime import date, datetime

import pytest

from services.notifications.quiet import Quiet
from shared.holidays import easter, holidays, is_holiday
from shared.web.languages import STOCKHOLM

NIGHT = Quiet.parse("20-8")


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).timestamp() * 1000)


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, "03-31"), (2025, "04-20"), (2026, "04-05"), (2027, "03-28"), (2038, "04-25")],
)
def test_easter(year: int, day: str) -> None:
    assert easter(year).isoformat() == f"{year}-{day}"


def test_the_holidays_of_a_year() -> None:
    """As the almanac of 2026 has them, Sundays left out."""
    assert sorted(f"{day:%m-%d}" for day in holidays(2026)) == [
        "01-01", "01-06", "04-03", "04-05", "04-06", "05-01", "05-14", "05-24", "06-06",
        "06-19", "06-20", "10-31", "12-24", "12-25", "12-26", "12-31",
    ]  # fmt: skip


def test_a_weekday_and_a_sunday_are_none() -> None:
    assert not is_holiday(date(2026, 6, 18))
    assert not is_holiday(date(2026, 6, 21))


@pytest.mark.parametrize(
    ("ready", "sent"),
    [
        ("2026-06-19 12:00", "2026-06-21 08:00"),
        ("2026-06-18 21:00", "2026-06-21 08:00"),
        ("2026-12-24 03:00", "2026-12-27 08:00"),
        ("2026-12-31 23:00", "2027-01-02 08:00"),
        ("2026-06-18 12:00", "2026-06-18 12:00"),
    ],
)
def test_what_is_ready_on_a_holiday_goes_the_morning_after(ready: str, sent: str) -> None:
    assert NIGHT.send_at(at(ready), None) == at(sent)


def test_an_answer_to_ones_own_act_goes_at_once() -> None:
    now = at("2026-12-24 12:00")
    assert NIGHT.send_at(now, now) == now


def test_where_nothing_is_quiet_a_holiday_is_not() -> None:
    now = at("2026-12-24 12:00")
    assert Quiet.parse("0-0").send_at(now, None) == now
