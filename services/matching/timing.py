"""The clocks of a match as due work: what `clocks` decides, kept in one write and told with it."""

from services.matching import clocks
from services.matching.desk import Desk
from services.matching.introducing import moved_on
from services.matching.matches import MATCHES, Match


async def remind(match: Match, desk: Desk) -> None:
    """A side has not answered yet."""
    after, told = clocks.remind(match, desk.now())
    await desk.keep(MATCHES, after, told)


async def expire(match: Match, desk: Desk) -> None:
    """Nobody answered in time: the offer is over, and may come again."""
    after = clocks.expire(match, desk.now())
    over = after.state == "ended" != match.state
    await desk.keep(MATCHES, after, (moved_on(after),) if over else ())


async def inquire(match: Match, desk: Desk) -> None:
    """It is time to ask how it goes."""
    after, told = clocks.inquire(match, desk.now())
    await desk.keep(MATCHES, after, told)


async def escalate(match: Match, desk: Desk) -> None:
    """Nobody said a word: the guide looks into it."""
    await desk.keep(MATCHES, clocks.escalate(match, desk.now()))


async def finish(match: Match, desk: Desk) -> None:
    """They go on there by themselves: the case is over, and it is told why."""
    after = clocks.finish(match, desk.now())
    over = after.state == "ended" != match.state
    await desk.keep(MATCHES, after, (moved_on(after),) if over else ())
