"""Forgetting a person who was erased: their letters go, and then it is told that nothing is left."""

from typing import Final

from services.notifications.desk import Desk
from services.notifications.documents import CONTACTS, DELIVERIES, THREADS, Delivery, Thread
from shared.contracts.notifications import PersonForgotten
from shared.store.collection import Where
from shared.store.document import Due

ERASE: Final = "erase"
WAIT_MS: Final = 5_000


async def erase(thread: Thread, desk: Desk) -> None:
    """Due "erase" on a person's thread. It waits for the erased contact, which has its own topic."""
    contact = await desk.store.get(CONTACTS, thread.id)
    if contact is not None and contact.sealed is not None:
        later = Due(what=ERASE, at=desk.now() + WAIT_MS)
        await desk.store.save(THREADS, thread.with_due(later))
        return
    # Those about the person as well as those to them: an association's letter holds their facets.
    await erase_deliveries({"person": thread.id}, desk)
    await erase_deliveries({"recipient": thread.id}, desk)
    forgotten = PersonForgotten(person=thread.id)
    await desk.store.save(THREADS, thread.without_due(ERASE), (forgotten,))


async def erase_deliveries(where: Where, desk: Desk) -> None:
    """Raises Conflict where one is being sent; then it is done again."""
    while found := await desk.store.find(DELIVERIES, where):
        for delivery in found:
            await desk.store.erase(DELIVERIES, delivery)


async def is_erased(person: str | None, desk: Desk) -> bool:
    """Whether a letter is about somebody of whom nothing is to be written any more."""
    thread = await desk.store.get(THREADS, person) if person else None
    return thread is not None and thread.erased


async def drop(delivery: Delivery, desk: Desk) -> None:
    """A letter that was written while its person was being erased. Raises Conflict."""
    await desk.store.erase(DELIVERIES, delivery)
