"""How long people are waited for: days on which Sweden rests do not count. Pure."""

from typing import Final

from shared.holidays import is_holiday
from shared.web.languages import day_of

DAY_MS: Final = 86_400_000


def waited_until(at: int, length_ms: int) -> int:
    """When somebody who was asked at `at` (UTC ms) has had so many whole days to answer, of which
    none is a holiday in Stockholm: nobody is written to on one, and few answer.
    """
    days = length_ms // DAY_MS
    while days > 0:
        at += DAY_MS
        days -= not is_holiday(day_of(at))
    return at
