"""Whether a letter that waits is still of use."""

from typing import Final

from services.notifications.calls import MOST
from services.notifications.desk import Desk
from services.notifications.documents import DELIVERIES, GUIDES, THREADS, Delivery, Order
from services.notifications.erasing import is_erased
from services.notifications.speakers import has_left
from shared.store.collection import Where

WENT: Final = ("sending", "sent", "unknown", "called", "gathered")
"""Where a letter stands that its reader has, or may have."""


async def is_pointless(delivery: Delivery, desk: Desk) -> bool:
    """Whether a letter that waits is not to be sent any more: nobody is there to read it, or what
    it asks has been answered meanwhile.
    """
    order = delivery.order
    if order.good_until is not None and desk.now() >= order.good_until:
        return True
    if await is_erased(delivery.person, desk) or await has_left(order, desk):
        return True
    if await was_never_asked(order, desk) or await has_other_case(order, desk):
        return True
    about = order.match or order.person or order.association
    thread = await desk.store.get(THREADS, about) if about else None
    return order.only_while is not None and (
        thread is None or thread.standing not in order.only_while.split()
    )


async def was_never_asked(order: Order, desk: Desk) -> bool:
    """Whether the letter is about the end of a question that never came to its reader."""
    if order.after is None:
        return False
    about: Where = {"person": order.person}
    found = await desk.store.find(DELIVERIES, about, order="-queued_at", limit=MOST)
    went = [one.order for one in found if one.state in WENT]
    wanted = (order.recipient, order.match, order.after)
    return wanted not in [(one.recipient, one.match, one.template) for one in went]


async def has_other_case(order: Order, desk: Desk) -> bool:
    """Whether the person's case is over meanwhile, or open again, so that this would be wrong."""
    if order.while_case is None or order.person is None:
        return False
    walks = await desk.store.get(GUIDES, order.person)
    over = walks is not None and walks.ended is not None
    return over is not (order.while_case == "over")
