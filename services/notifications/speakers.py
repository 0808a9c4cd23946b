"""Letters to an association go to those who speak for it now, whoever did when they were ordered."""

from services.notifications.desk import Desk
from services.notifications.documents import THREADS, Order


async def speakers_of(order: Order, desk: Desk) -> tuple[str, ...] | None:
    """None where the letter is to nobody's contacts, or they were never told."""
    thread = await desk.store.get(THREADS, order.association) if order.association else None
    return thread.speakers if thread is not None else None


async def to_speakers(order: Order, desk: Desk) -> list[Order]:
    """The letter to each of them. Where there are several orders of one message, the deliveries
    have the same ids, so that each gets one letter all the same.
    """
    speakers = await speakers_of(order, desk)
    if speakers is None:
        return [order]
    return [order.model_copy(update={"recipient": one}) for one in speakers]


async def has_left(order: Order, desk: Desk) -> bool:
    """Whether the reader of a waiting letter does not speak for the association any more."""
    speakers = await speakers_of(order, desk)
    return speakers is not None and order.recipient not in speakers
