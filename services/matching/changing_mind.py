"""A person takes back their yes: while the association is asked, and until a guide introduces them.

It is a word of its own and no second answer, so that a page with yes and no that was left open
takes nothing back. The pair is over for good, and whatever yes comes after it changes nothing.
"""

from typing import Final

from services.matching import life
from services.matching.desk import Desk
from services.matching.life import Sayer
from services.matching.matches import Match, end, noted
from services.matching.onward import keep_decision, that_it_moved
from shared.contracts.matching import Side

CHANGED_MIND: Final = "person_changed_mind"
RECORDED: Final = "person_changed"
"""How the history calls it where a guide wrote it down."""


def may_take_back(match: Match, side: Side) -> bool:
    """Whether there is a yes of this side's that can be taken back."""
    return side == "person" and match.standing in life.ENDS[CHANGED_MIND].start


def taken_back(match: Match, why: str | None, by: Sayer, now: int) -> Match:
    """The match once its person does not come after all; the same where they have said so before.

    `why` is a code of a no. Raises NoWayError where there is no yes to take back.
    """
    if match.ended == CHANGED_MIND:
        return match
    over = end(match, CHANGED_MIND, now, actor=by.actor).model_copy(update={"no_why": why})
    return noted(over, "recorded", by.name, now, why=RECORDED) if by.actor == "guide" else over


async def take_back(match: Match, why: str | None, by: Sayer, desk: Desk) -> Match:
    """Keeps that, and tells it. Raises NotNow where there is nothing to take back any more."""
    now = desk.now()
    return await keep_decision(
        match, desk, lambda known: taken_back(known, why, by, now), that_it_moved
    )
