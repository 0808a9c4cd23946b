"""What happens in the six weeks of the demo, and when. Pure: the same dice, the same weeks.

Nothing is decided here that Lotsa decides: a guide approves whatever proposal stands first then,
and where there is none nothing is approved.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Final, Literal

from deploy.demo_associations import DemoAssociation, associations
from deploy.demo_people import DemoPerson, people
from shared.web.languages import STOCKHOLM

What = Literal[
    "found",
    "verify",
    "post",
    "close",
    "confirm",
    "block",
    "plan gathering",
    "register",
    "claim",
    "approve",
    "approve and undo",
    "dismiss",
    "person yes",
    "person no",
    "association yes",
    "association no",
    "leave",
]
Way = tuple[What, ...]
DAYS: Final = 42
MINUTE_MS: Final = 60_000
DAY_MS: Final = 24 * 60 * MINUTE_MS
OPENS: Final = 8
CLOSES: Final = 19
# How cases go, and how many of a hundred go so.
WAYS: Final[dict[str, tuple[int, Way]]] = {
    "waits": (19, ()),
    "claimed": (7, ("claim",)),
    "dismissed": (5, ("claim", "dismiss")),
    "undone": (3, ("approve and undo",)),
    "asked": (14, ("approve",)),
    "said yes": (12, ("approve", "person yes")),
    "agreed": (18, ("approve", "person yes", "association yes")),
    "no": (8, ("approve", "person no")),
    "refused": (4, ("approve", "person yes", "association no")),
    "second try": (5, ("approve", "person no", "approve", "person yes", "association yes")),
    "left": (5, ("leave",)),
}
# Days since the last step: whoever waits for an answer has not waited for weeks.
LATE_WAYS: Final = frozenset({"waits", "claimed", "asked", "said yes"})
LATE: Final = (1, 6)
EARLY: Final = (2, 24)
LONG_AGO: Final = DAYS
"""Days since the first associations came; people come once there is something to find."""
LAST_MINUTES: Final = (185, 96, 41, 7)
"""So long before now the last people send their form."""
AT_LAST: Final = len(LAST_MINUTES)
# By number: who still waits to be verified, whose first need is closed again, who is blocked.
WAITING: Final = frozenset({57, 58, 59})
CLOSING: Final = frozenset({3, 17, 29, 41, 52})
BLOCKED: Final = frozenset({36})
# After 30 days most say that they are still looking; each of so many does not.
SILENT: Final = 10
CONFIRMED: Final = 8
GATHERINGS: Final = 6


@dataclass(frozen=True, order=True)
class Happening:
    """At `at` (UTC ms) this happens to the association, need or person of this number."""

    at: int
    number: int
    order: int
    what: What
    guide: int = 0


@dataclass(frozen=True)
class Weeks:
    """The whole demo up to `now` (UTC ms): who there is, and what happens in its order."""

    seed: int
    now: int
    associations: tuple[DemoAssociation, ...]
    people: tuple[DemoPerson, ...]
    happenings: tuple[Happening, ...]


@dataclass(frozen=True)
class Calendar:
    """Days counted back from the day of `now` (UTC ms), as clocks in Stockholm show them."""

    now: int

    def at(self, days_ago: int, hour: float) -> int:
        """UTC ms."""
        today = datetime.fromtimestamp(self.now / 1000, UTC).astimezone(STOCKHOLM).date()
        clock = time(int(hour), int(hour * 60) % 60)
        there = datetime.combine(today - timedelta(days=days_ago), clock, STOCKHOLM)
        return int(there.timestamp() * 1000)


def weeks(seed: int, now: int, region: str, guides: int) -> Weeks:
    """All that happens up to `now` (UTC ms), with the work shared among so many guides."""
    dice, calendar = Random(seed), Calendar(now)  # noqa: S311 - a game, not a secret
    town, crowd = associations(dice, region), people(dice, region)
    happenings = [
        *(Happening(calendar.at(DAYS - 7, 9), n, 0, "plan gathering") for n in range(GATHERINGS)),
        *(one for n, who in enumerate(town) for one in founding(n, who, calendar, dice)),
        *(one for n in range(len(crowd) - AT_LAST) for one in life(n, guides, calendar, dice)),
        *(
            Happening(now - minutes * MINUTE_MS, len(crowd) - AT_LAST + n, 0, "register")
            for n, minutes in enumerate(LAST_MINUTES)
        ),
    ]
    return Weeks(seed, now, town, crowd, tuple(sorted(happenings)))


def founding(
    number: int, who: DemoAssociation, calendar: Calendar, dice: Random
) -> list[Happening]:
    """An association registers, is verified and asks; the last few still wait."""

    def on(days_ago: int, what: What, order: int = 0) -> Happening:
        return Happening(calendar.at(days_ago, some_hour(dice)), number, order, what)

    if number in WAITING:
        return [on(dice.randint(1, 4), "found")]
    asked = [on(LONG_AGO - 2 - max(0, 9 * n), "post", n) for n in range(len(who.needs))]
    closed = [on(dice.randint(4, 12), "close")] if number in CLOSING else []
    blocked = [on(12, "block")] if number in BLOCKED else []
    held = [] if number in CLOSING | BLOCKED or number % SILENT == 0 else [CONFIRMED]
    # At a fixed hour: what is thrown for the others stays as it was.
    confirmed = [Happening(calendar.at(ago, 12), number, 0, "confirm") for ago in held]
    known = [on(LONG_AGO, "found"), on(LONG_AGO - 1, "verify")]
    return [*known, *asked, *closed, *blocked, *confirmed]


def life(number: int, guides: int, calendar: Calendar, dice: Random) -> list[Happening]:
    """A person comes, and this and that happens to their case, each on a day of its own."""
    name = dice.choices(list(WAYS), [share for share, _ in WAYS.values()])[0]
    whats: Way = ("register", *WAYS[name][1])
    guide = dice.randrange(guides)
    days_ago = dice.randint(*(LATE if name in LATE_WAYS else EARLY))
    happenings = []
    for order, what in reversed(list(enumerate(whats))):
        at = calendar.at(days_ago, some_hour(dice))
        happenings.append(Happening(at, number, order, what, guide))
        days_ago += dice.randint(1, 2)
    return happenings


def some_hour(dice: Random) -> float:
    """When people are up and offices open."""
    return OPENS + (CLOSES - OPENS) * dice.random()
