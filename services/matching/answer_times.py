"""How long an association takes to answer when it is asked about somebody."""

from collections.abc import Iterable
from math import ceil
from statistics import median
from typing import Final

from services.matching.desk import Desk
from services.matching.matches import MATCHES, Match
from shared.store.paging import every
from shared.web.languages import Language

LAST: Final = 10
FEWEST: Final = 3
HOUR_MS: Final = 3_600_000
Said = tuple[str, str]


def median_hours(answered: Iterable[tuple[int, int]]) -> float | None:
    """The median hours of the last ten answers; each is when it was asked, and answered (UTC ms).

    None where there are fewer than three, which would say more of chance than of the association.
    """
    last = sorted(answered, key=lambda pair: pair[1])[-LAST:]
    if len(last) < FEWEST:
        return None
    return median(at - asked for asked, at in last) / HOUR_MS


def times_in(matches: Iterable[Match]) -> list[tuple[int, int]]:
    """When an association was asked and when it answered, of those that it answered itself."""
    return [
        (match.passed_on_at, match.association_at)
        for match in matches
        if match.passed_on_at is not None and match.association_at is not None
    ]


def ours_said(hours: float | None, language: Language) -> str:
    """What an association reads of it; nothing where it is not known yet."""
    if hours is None:
        return ""
    return language.say_many(
        "Half of your last answers came within %(number)s hour.",
        "Half of your last answers came within %(number)s hours.",
        whole(hours),
    )


def theirs_said(hours: float, language: Language) -> str:
    """What a guide reads of it."""
    return language.say_many(
        "Half of their last answers came within %(number)s hour.",
        "Half of their last answers came within %(number)s hours.",
        whole(hours),
    )


def whole(hours: float) -> int:
    return max(1, ceil(hours))


async def answers_at(case: str, desk: Desk, language: Language) -> list[Said]:
    """How fast the associations answer that a case is proposed to or has asked, as pairs of name
    and sentence; one of which too little is known is left out.
    """
    found = await desk.store.find(MATCHES, {"case": case}, limit=200)
    names = {one.association: one.about.association_name for one in found if one.ended is None}
    known = [(name, await hours_of(key, desk)) for key, name in names.items()]
    return [(name, theirs_said(hours, language)) for name, hours in known if hours is not None]


async def hours_of(association: str, desk: Desk) -> float | None:
    """The median hours of one association."""
    found = [one async for one in every(desk.store, MATCHES, {"association": association})]
    return median_hours(times_in(found))
