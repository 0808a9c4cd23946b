"""Whether a letter that waits is still of use."""

from services.notifications.desk import Desk
from services.notifications.documents import THREADS, Delivery
from services.notifications.erasing import is_erased
from services.notifications.speakers import has_left


async def is_pointless(delivery: Delivery, desk: Desk) -> bool:
    """Whether a letter that waits is not to be sent any more: nobody is there to read it, or what
    it asks has been answered meanwhile.
    """
    order = delivery.order
    if order.good_until is not None and desk.now() >= order.good_until:
        return True
    if await is_erased(delivery.person, desk) or await has_left(order, desk):
        return True
    about = order.match or order.person
    thread = await desk.store.get(THREADS, about) if about else None
    return order.only_while is not None and (
        thread is None or thread.standing not in order.only_while.split()
    )
