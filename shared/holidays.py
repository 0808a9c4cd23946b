"""The days on which Sweden rests: public holidays by law (1989:253), and the eves that count as such.

Pure. Sundays are not among them here: people who work unpaid read their letters then.
"""

from datetime import date, timedelta
from functools import cache
from typing import Final

FIXED: Final = ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31))
# Counted from Easter Sunday: Good Friday, Easter Sunday and Monday, Ascension Day, Pentecost.
FROM_EASTER: Final = (-2, 0, 1, 39, 49)
SATURDAY: Final = 5


def is_holiday(day: date) -> bool:
    return day in holidays(day.year)


def is_working_day(day: date) -> bool:
    """Whether people who are paid for it are at work: Monday to Friday, but for holidays."""
    return day.weekday() < SATURDAY and not is_holiday(day)


@cache
def holidays(year: int) -> frozenset[date]:
    """All of them in a year."""
    fixed = [date(year, month, day) for month, day in FIXED]
    moving = [easter(year) + timedelta(days=days) for days in FROM_EASTER]
    midsummer = first_saturday(date(year, 6, 20))
    saints = first_saturday(date(year, 10, 31))
    return frozenset([*fixed, *moving, midsummer - timedelta(days=1), midsummer, saints])


def first_saturday(day: date) -> date:
    """The first Saturday on this day or after it."""
    return day + timedelta(days=(SATURDAY - day.weekday()) % 7)


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus, Jones, Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (
        19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)
