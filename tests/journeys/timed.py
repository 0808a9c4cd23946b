"""`python -m tests.journeys.timed`: as `make run`, under a clock that a test moves on.

The services themselves keep one clock, which they are given; this one is ahead of the machine's by
what stands in a file of the data folder. Loops run as ever, so what falls due is done by itself.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Final

from deploy.embedded import opened
from deploy.run import main
from deploy.running import server
from shared.holidays import is_holiday
from shared.service import Clock, utc_now
from shared.settings import Settings
from shared.web.languages import STOCKHOLM, day_of
from tests.journeys.lotsa import Lotsa, embedded
from tests.journeys.post import Post

PROGRAM: Final = "tests.journeys.timed"
AHEAD: Final = "clock-ahead"
SECOND_MS: Final = 1000
DAY_MS: Final = 24 * 3600 * SECOND_MS
MONDAY: Final = 0
MORNING: Final = time(10)


def ahead(folder: Path) -> int:
    """By how many milliseconds the clock of this Lotsa is ahead."""
    file = folder / AHEAD
    return int(file.read_text()) if file.exists() else 0


def set_ahead(folder: Path, ms: int) -> None:
    """Moves the clock in one moment: a reader finds the old time or the new one."""
    fresh = folder / f"{AHEAD}.new"
    fresh.write_text(str(ms))
    fresh.rename(folder / AHEAD)


def clock(folder: Path) -> Clock:
    return lambda: utc_now() + ahead(folder)


async def serve(settings: Settings) -> None:
    """Serves until a signal comes."""
    async with opened(settings, clock(settings.data)) as app:
        await server(app, settings.host, settings.port).serve()


def timed(folder: Path, post: Post, **more: str) -> Lotsa:
    """A Lotsa in one process, not started yet, whose clock can be moved on."""
    lotsa = embedded(folder, post, **more)
    lotsa.processes["all"].words = [PROGRAM]
    return lotsa


def passes(lotsa: Lotsa, *, days: int = 0, seconds: int = 0) -> None:
    """Time passes at once. It never goes back."""
    set_ahead(lotsa.folder, ahead(lotsa.folder) + days * DAY_MS + seconds * SECOND_MS)


def to_a_monday(lotsa: Lotsa, *then: int) -> None:
    """Moves the clock on to a Monday morning that fits what happens so many days after it: what
    people live through does not depend on the day and the hour in which it is told.
    """
    now = utc_now() + ahead(lotsa.folder)
    passes(lotsa, seconds=(monday_morning(now, then) - now) // SECOND_MS)


def monday_morning(now: int, then: Sequence[int]) -> int:
    """When (UTC ms) a story may begin next, after the day of `now`: early enough for what is sent in
    the mornings alone, on whichever side of a change of clocks.
    """
    days = (day_of(now) + timedelta(days) for days in count(1))
    day = next(day for day in days if fits(day, then))
    return int(datetime.combine(day, MORNING, STOCKHOLM).timestamp()) * SECOND_MS


def fits(day: date, then: Sequence[int]) -> bool:
    """Whether a story with something to do so many days later may begin on this day."""
    on = [day + timedelta(days) for days in (0, *then)]
    return day.weekday() == MONDAY and not any(map(is_holiday, on))


if __name__ == "__main__":
    main(serve)
