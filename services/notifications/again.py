"""Sending a letter again, as a guide asks for it: one that could not go, perhaps went, or got lost.

It is the same letter under the same id, so that a mail program that has both shows one. Nothing is
sent again by itself.
"""

from typing import Final

from services.notifications.desk import Desk
from services.notifications.documents import Delivery, State
from services.notifications.moving import moved
from services.notifications.news import TROUBLE
from services.notifications.quiet import Quiet
from services.notifications.timely import is_pointless
from shared.store.document import Due

FROM: Final[frozenset[State]] = TROUBLE | {"sent"}
"""What can be sent again; what waits, or is read out, is on its way already."""


class OfNoUse(Exception):
    """What the letter asks was answered meanwhile, or nobody is there to read it."""


async def send_again(delivery: Delivery, account: str, desk: Desk) -> Delivery:
    """The letter waits to be sent, from now on or once the night is over; one that is on its way
    stays as it is. Raises OfNoUse, Conflict.
    """
    if delivery.state not in FROM:
        return delivery
    if await is_pointless(delivery, desk):
        raise OfNoUse
    at = Quiet.parse(desk.settings.quiet_hours).send_at(desk.now(), None)
    anew = delivery.model_copy(update={"by": account, "tries": 0, "day": None})
    return await moved(anew, desk, "queued", due=Due(what="send", at=at))
