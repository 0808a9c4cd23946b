"""How long notifications keeps what it has written, and what only says that somebody is gone.

Letters of a person go with the person, and after a year at the latest. What is left of somebody
erased is an id, which has to outlast every message about them that may still come.
"""

from services.notifications.calls import told
from services.notifications.desk import Desk
from services.notifications.documents import (
    CONTACTS,
    DELIVERIES,
    FORGET,
    GUIDES,
    THREADS,
    Contact,
    Delivery,
    GuideOf,
    Thread,
)


async def forget_letter(delivery: Delivery, desk: Desk) -> None:
    """Due "forget" on a delivery; one that was to be read out waits no more. Raises Conflict."""
    if delivery.state == "call":
        await told(delivery, desk, without=True)
    await desk.store.erase(DELIVERIES, delivery)


async def forget_thread(thread: Thread, desk: Desk) -> None:
    """Due "forget" on a thread: nothing more is told of its subject. Raises Conflict, StillTelling."""
    await desk.store.erase(THREADS, thread)


async def forget_contact(contact: Contact, desk: Desk) -> None:
    """Due "forget" on an erased contact. Raises Conflict."""
    if contact.sealed is not None:
        await desk.store.save(CONTACTS, contact.without_due(FORGET))
        return
    await desk.store.erase(CONTACTS, contact)


async def forget_guide(walks: GuideOf, desk: Desk) -> None:
    """Due "forget" on who walked with somebody erased. Raises Conflict."""
    await desk.store.erase(GUIDES, walks)
