"""What others are told of a letter about a person: how it fares, and nothing of what it says. Pure."""

from typing import Final, cast

from services.notifications.documents import Delivery, State
from services.notifications.to_guardians import LETTERS as TO_GUARDIANS
from shared.contracts.notifications import Fate, LetterMoved, Reader

TROUBLE: Final[frozenset[State]] = frozenset({"failed", "unknown"})
"""A letter that its reader does not have, or perhaps does not have."""
ARRIVED: Final[frozenset[State]] = frozenset({"sent", "gathered"})
ON_ITS_WAY: Final[frozenset[State]] = frozenset({"sending", "call"})
"""Where a letter stands for a moment, or what is told of in another way (`calls`)."""


def news_of(after: Delivery, before: State | None) -> tuple[LetterMoved, ...]:
    """What is told once a letter is `after`: that it went, that it did not, and that this was mended.

    `before` is how it stood, None for a letter that is written now.
    """
    moves = {after.state, before} & (TROUBLE | ARRIVED) or is_over(after)
    if after.person is None or not moves or after.state in ON_ITS_WAY:
        return ()
    return (
        LetterMoved(
            letter=after.id,
            person=after.person,
            what=after.order.template,
            to=reader_of(after),
            state=cast("Fate", after.state),
            match=after.order.match,
            queued_at=after.queued_at,
        ),
    )


def is_over(after: Delivery) -> bool:
    """Whether somebody has read it out, or it is needed no more after all that was told of it."""
    return after.state == "called" and (after.reason == "called" or bool(after.told))


def reader_of(delivery: Delivery) -> Reader:
    """For whom a letter about a person is."""
    if delivery.recipient == delivery.person:
        return "guardian" if delivery.order.template in TO_GUARDIANS else "person"
    return "association" if delivery.order.association is not None else "guide"
