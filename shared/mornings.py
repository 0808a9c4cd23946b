"""The mornings on which people are told together what needs them: working days in Stockholm. Pure.

Who is told so keeps one due entry at `next_morning`, so that a day is told once however often its
clock comes round.
"""

from datetime import date, datetime, time, timedelta
from typing import Final

from shared.holidays import is_working_day
from shared.web.languages import STOCKHOLM

AT: Final = time(7)
LATE_HOUR: Final = 16


def next_morning(now: int, told_day: str | None = None, *, clock: time = AT) -> int:
    """When it is `clock` on a working day in Stockholm next, UTC ms; after `told_day` (ISO)."""
    here = datetime.fromtimestamp(now / 1000, STOCKHOLM)
    day = here.date() if here.time() < clock else here.date() + timedelta(days=1)
    if told_day is not None:
        day = max(day, date.fromisoformat(told_day) + timedelta(days=1))
    while not is_working_day(day):
        day += timedelta(days=1)
    return int(datetime.combine(day, clock, STOCKHOLM).timestamp() * 1000)


def is_late(now: int, *, clock: time = AT) -> bool:
    """Whether a morning's clock comes round so late that its mail would be no help any more, or on a
    day that is none of work: a machine was off.
    """
    here = datetime.fromtimestamp(now / 1000, STOCKHOLM)
    return here.hour >= LATE_HOUR or here.time() < clock or not is_working_day(here.date())
