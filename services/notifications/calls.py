"""Letters that a guide has to read out: how many wait of each person, and that one is made.

A letter becomes a call where no e-mail may reach its reader. Matching is told of each person how
many wait, so that a guide's day shows it; what is to be read out stands on the outbox page alone.
"""

from collections.abc import Sequence
from typing import Final, Literal

from services.notifications import kept
from services.notifications.addresses import address_of
from services.notifications.desk import Desk
from services.notifications.documents import DELIVERIES, THREADS, Delivery
from services.notifications.moving import moved
from services.notifications.news import TROUBLE
from shared.contracts.notifications import CallEnd, CallsChanged
from shared.store.collection import Where
from shared.store.document import Due

TELL: Final = "tell"
WAIT_MS: Final = 10_000
MOST: Final = 1_000
"""More letters than are ever written to one person."""
ENDED_BY_WORD: Final = frozenset({"call", *TROUBLE})
How = Literal["called", "needless"]
HOWS: Final[tuple[How, ...]] = ("called", "needless")


def telling(delivery: Delivery, now: int) -> Due | None:
    """What follows once a letter to a person becomes a call, or is one no more."""
    return Due(what=TELL, at=now) if delivery.recipient == delivery.person else None


async def to_be_called(delivery: Delivery, desk: Desk) -> None:
    """The letter waits for somebody to read it out. Raises Conflict."""
    await moved(delivery, desk, "call", channel="call", due=telling(delivery, desk.now()))


async def end_call(delivery: Delivery, how: How, account: str, desk: Desk) -> Delivery:
    """It was read out, or is needed no more, as one that could not be sent may be, too; what is
    neither stays as it is. Raises Conflict.
    """
    if delivery.state not in ENDED_BY_WORD:
        return delivery
    done = delivery.model_copy(update={"by": account})
    if how == "called" and delivery.state == "call":
        done = await kept.as_it_goes(done, await address_of(done.recipient, desk), desk)
    return await moved(done, desk, "called", reason=how, due=telling(delivery, desk.now()))


async def tell(delivery: Delivery, desk: Desk) -> None:
    """Due "tell": how many calls wait for the person now. Raises Conflict."""
    if not await told(delivery, desk, ended=ended(delivery)):
        later = Due(what=TELL, at=desk.now() + WAIT_MS)
        await desk.store.save(DELIVERIES, delivery.with_due(later))
        return
    await desk.store.save(DELIVERIES, delivery.without_due(TELL))


def ended(delivery: Delivery) -> CallEnd | None:
    """How this call ended, and who says so."""
    if delivery.state != "called" or delivery.by is None:
        return None
    how: How = "needless" if delivery.reason == "needless" else "called"
    return CallEnd(how=how, by=delivery.by)


async def told(
    delivery: Delivery, desk: Desk, *, ended: CallEnd | None = None, without: bool = False
) -> bool:
    """Tells it where it is another number than was told last; False while the person is not known.

    `without`: this letter is going, and counts no more. Raises Conflict where somebody counted at
    the same time.
    """
    thread = await desk.store.get(THREADS, delivery.recipient)
    if thread is None or thread.erased:
        return thread is not None
    where: Where = {"recipient": thread.id, "state": "call"}
    found = await desk.store.find(DELIVERIES, where, limit=MOST)
    waiting = sinces(found, but=delivery.id if without else None)
    if waiting != thread.calls:
        after = thread.model_copy(update={"calls": waiting})
        since = waiting[0] if waiting else None
        news = CallsChanged(person=thread.id, number=len(waiting), since=since, ended=ended)
        await desk.store.save(THREADS, after, (news,))
    return True


def sinces(found: Sequence[Delivery], *, but: str | None) -> tuple[int, ...]:
    """Since when each of them waits, UTC ms, the oldest first."""
    return tuple(sorted(one.changed_at for one in found if one.id != but))
