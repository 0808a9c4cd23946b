"""Asking somebody later who wants to think first: at most twice, and the time to answer goes along."""

from typing import Final

from services.matching.desk import Desk
from services.matching.matches import MATCHES, Match, answer_by, facts, noted, with_answer_clocks
from shared.contracts.matching import ASK_AGAIN_MS, MatchAskedAgain, Side
from shared.store.document import Due

LATER_MS: Final = ASK_AGAIN_MS
MOST: Final = 2
AGAIN: Final = "again"


def may_wait(match: Match, side: Side) -> bool:
    """Whether this side may ask for more time: an association keeps somebody waiting by it."""
    return side == "person" == match.waits_for and match.later < MOST and not match.ask_again_at


def postponed(match: Match, now: int, by: str = "person") -> Match:
    """The match whose person is asked again later, and has as long to answer from then on."""
    at = now + LATER_MS
    told = {"later": match.later + 1, "ask_again_at": at}
    after = with_answer_clocks(match.model_copy(update=told), at).with_due(Due(what=AGAIN, at=at))
    return noted(after, "later", by, now)


async def ask_later(match: Match, side: Side, desk: Desk, *, account: str | None = None) -> bool:
    """Saves that somebody wants to be asked later; False where they may not. A second click finds
    the first, and changes nothing.
    """

    def wait(known: Match) -> Match:
        return postponed(known, desk.now(), account or side) if may_wait(known, side) else known

    known = await desk.change(MATCHES, match.id, wait)
    return known is not None and known.ask_again_at is not None


async def ask_again(match: Match, desk: Desk) -> None:
    """Due "again": the person is asked once more, unless they have answered meanwhile."""
    after = match.model_copy(update={"ask_again_at": None}).without_due(AGAIN)
    # The case hears of it, too: it waits as before.
    after = after.with_due(Due(what="tell", at=desk.now()))
    waits = match.waits_for == "person"
    told = MatchAskedAgain(**facts(match), answer_by=answer_by(match))
    await desk.keep(MATCHES, after, (told,) if waits else ())
