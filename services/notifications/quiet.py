"""Quiet hours: nobody is written to at night or on a holiday, but for an answer to what they just
did. Pure.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Final

from shared.holidays import is_holiday
from shared.web.languages import STOCKHOLM

OWN_ACT_MS: Final = 10 * 60_000


class Quiet:
    """The hours of the night, as local clock hours in Stockholm; start equal to end is no night."""

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end

    @classmethod
    def parse(cls, text: str) -> "Quiet":
        """From "20-8". Raises ValueError."""
        start, end = (int(part) for part in text.split("-"))
        if not (0 <= start < 24 and 0 <= end < 24):
            raise ValueError(text)
        return cls(start, end)

    def ending_by(self, hour: int | None) -> "Quiet":
        """The same night for a reader who is at work from `hour` on; there may be no night at all."""
        if hour is None or self.start == self.end:
            return self
        return Quiet(self.start, min(self.end, hour))

    def holds(self, at: int) -> bool:
        """Whether `at` (UTC ms) lies in the quiet hours, or on a holiday."""
        if self.start == self.end:
            return False
        here = local(at)
        hour = here.hour
        if is_holiday(here.date()):
            return True
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end

    def send_at(self, now: int, own_act_at: int | None) -> int:
        """When a letter may go that is ready at `now`: now, or the next working morning (UTC ms)."""
        fresh = own_act_at is not None and now - own_act_at <= OWN_ACT_MS
        if fresh or not self.holds(now):
            return now
        here = local(now)
        day = here.date() if here.hour < self.end else here.date() + timedelta(days=1)
        while is_holiday(day):
            day += timedelta(days=1)
        morning = datetime.combine(day, time(self.end), STOCKHOLM)
        return int(morning.timestamp() * 1000)


def local(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(STOCKHOLM)
