"""Keeping what is said after both yeses, by either side's link or by a guide: one write each."""

from collections.abc import Callable, Mapping
from typing import Final, Literal

from services.matching import introducing
from services.matching.approvals import NotNow
from services.matching.desk import Desk
from services.matching.introducing import moved_on
from services.matching.life import NoWayError, Report, Sayer
from services.matching.matches import MATCHES, Match
from shared.contracts.message import Message
from shared.web.refusals import Refused

Telling = Literal["met", "going_on", "stopped", "rated"]
TELLING: Final[tuple[Telling, ...]] = ("met", "going_on", "stopped", "rated")
RATINGS: Final = ("1", "2", "3", "4", "5")
Decide = Callable[[Match], Match]
Tell = Callable[[Match], tuple[Message, ...]]


def that_it_moved(match: Match) -> tuple[Message, ...]:
    return (moved_on(match),)


async def keep_decision(
    match: Match, desk: Desk, decide: Decide, tell: Tell = lambda _: ()
) -> Match:
    """The match as decided, kept and told; read and decided again while others are faster.

    Where `decide` returns what it got, nothing is written. Raises NotNow where it is not the time.
    """
    try:
        return await desk.change(MATCHES, match.id, decide, tell) or match
    except NoWayError:
        raise NotNow("passed") from None


async def meet(match: Match, by: Sayer, desk: Desk) -> Match:
    """They have met. Raises NotNow."""
    now = desk.now()
    return await keep_decision(
        match, desk, lambda known: introducing.meet(known, by, now), that_it_moved
    )


async def go_on(match: Match, by: Sayer, desk: Desk) -> Match:
    """The person still goes there. Raises NotNow."""
    now = desk.now()
    return await keep_decision(
        match, desk, lambda known: introducing.go_on(known, by, now), that_it_moved
    )


async def stop(match: Match, by: Sayer, desk: Desk) -> Match:
    """The person goes there no more. Raises NotNow."""
    now = desk.now()
    return await keep_decision(
        match, desk, lambda known: introducing.stop(known, by, now), that_it_moved
    )


async def rate(match: Match, hopes: Mapping[str, int | None], by: Sayer, desk: Desk) -> Match:
    """How the hopes are, 1 to 5 each. Raises NotNow, and Refused for what is no such figure."""
    now = desk.now()
    try:
        return await keep_decision(
            match, desk, lambda known: introducing.rate(known, hopes, by, now)
        )
    except ValueError:
        raise Refused("invalid", fields={"hopes": "1-5"}) from None


def figures(said: Mapping[str, str]) -> dict[str, int | None]:
    """What was chosen on a page: "1" to "5", or nothing. Raises Refused."""
    if any(one not in {"", *RATINGS} for one in said.values()):
        raise Refused("invalid", fields={"hopes": "1-5"})
    return {hope: int(one) if one else None for hope, one in said.items()}


async def report(match: Match, said: Report, why: str | None, desk: Desk) -> Match:
    """How it goes, as the association says. Raises NotNow."""
    now = desk.now()
    return await keep_decision(match, desk, lambda known: introducing.report(known, said, why, now))


async def say_on(
    match: Match, by: Sayer, said: str, desk: Desk, *, hopes: Mapping[str, int | None]
) -> Match:
    """What one side tells behind its link, one of TELLING. Raises NotNow, Refused."""
    if said == "rated":
        return await rate(match, hopes, by, desk)
    if said == "stopped" and match.standing not in {"started", "active"}:
        raise NotNow("passed")
    return await {"met": meet, "going_on": go_on, "stopped": stop}[said](match, by, desk)
