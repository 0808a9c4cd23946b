"""One letter a day: who speaks for an association and wants it so reads a day's news together.

Every letter stays a delivery of its own, and waits by its own clock for the next morning. Whichever
wakes first then makes the letter of the day. Its id follows from reader and day, and it names what
is in it, so that there is one however often clocks come round, and nothing is in two: the others
find themselves in it, or wait for the next morning.
"""

import contextlib
from collections.abc import Sequence
from datetime import time
from typing import Final

from services.notifications import kept
from services.notifications.addresses import Address
from services.notifications.desk import Desk
from services.notifications.documents import (
    DELIVERIES,
    Delivery,
    Order,
    State,
    Template,
    delivery_id,
)
from services.notifications.erasing import drop, is_erased
from services.notifications.moving import moved, queued
from services.notifications.news import TROUBLE
from services.notifications.timely import is_pointless
from services.notifications.writing import letter_for
from shared.contracts.matching import ANSWER_MS
from shared.mornings import is_late, next_morning
from shared.patience import waited_until
from shared.store.collection import Where
from shared.store.document import Conflict, Due
from shared.web.languages import day_of

DAY: Final = "day"
AT: Final = time(8)
"""When the night is over for those who are not at work."""
NEWS: Final[frozenset[Template]] = frozenset(
    {
        "ask_association",
        "remind_association",
        "ask_met",
        "ask_still",
        "ask_report",
        "ended_association",
    }
)
"""What may wait. All else goes at once: links and codes, what answers the reader's own act, that
somebody speaks for the association, and an introduction, which the person reads at the same moment.
"""
TIME_TO_ANSWER_MS: Final = 24 * 3_600_000
"""How much time to answer a letter has to leave that waits for the morning."""
HELD: Final = "daily"
NEEDLESS: Final = "needless"
AT_MOST: Final = 8
"""So many fit into a letter of 20 kB, in every language; more come the next morning."""


async def waits(delivery: Delivery, address: Address, desk: Desk) -> bool:
    """Whether the letter does not go by itself now: it is in the letter of its day, or waits for it."""
    return await is_gathered(delivery, address, desk) or await is_held(delivery, address, desk)


async def is_gathered(delivery: Delivery, address: Address, desk: Desk) -> bool:
    """Whether the letter is in the letter of its day, which is made here once its morning is there."""
    if delivery.day is None:
        return False
    order = order_of(delivery.recipient, delivery.day)
    known = await desk.store.get(DELIVERIES, delivery_id(order))
    if known is None and address.letters == DAY and is_its_morning(delivery.day, desk.now()):
        known = await made(order, delivery, desk)
    if known is None or delivery.id not in known.order.facts["letters"]:
        return False
    lost = known.state if known.state in TROUBLE else None
    await moved(delivery, desk, lost or "gathered", reason=known.reason if lost else None)
    return True


def is_its_morning(day: str, now: int) -> bool:
    return day <= day_of(now).isoformat() and not is_late(now, clock=AT)


def order_of(recipient: str, day: str) -> Order:
    """The letter of this day (ISO), empty still."""
    return Order(
        message=day, template=DAY, recipient=recipient, link=("sign-in",), facts={"letters": []}
    )


async def made(order: Order, first: Delivery, desk: Desk) -> Delivery | None:
    """The letter of the day with what waits for it, the oldest first; one that is there stays."""
    where: Where = {"recipient": order.recipient, "state": "queued"}
    found = await desk.store.find(DELIVERIES, where)
    oldest = sorted(found, key=lambda one: (one.queued_at, one.id))
    waiting = [one.id for one in oldest if one.day == first.day]
    full = order.model_copy(update={"facts": {"letters": waiting[:AT_MOST]}})
    with contextlib.suppress(Conflict):
        return await desk.store.save(DELIVERIES, queued(full, first.region, desk))
    return await desk.store.get(DELIVERIES, delivery_id(order))


async def is_held(delivery: Delivery, address: Address, desk: Desk) -> bool:
    """Whether the letter waits for the next morning from now on, as its reader wants it."""
    morning = next_morning(desk.now(), clock=AT)
    if address.letters != DAY or not may_wait(delivery, morning):
        return False
    waiting = {"day": day_of(morning).isoformat(), "reason": HELD}
    held = delivery.model_copy(update=waiting).with_due(Due(what="send", at=morning))
    await desk.store.save(DELIVERIES, held)
    return True


def may_wait(delivery: Delivery, morning: int) -> bool:
    """Whether a letter is news, and leaves a day to answer when it comes at `morning` (UTC ms)."""
    order = delivery.order
    if order.association is None or order.template not in NEWS:
        return False
    told = order.facts.get("answer_by") or order.facts.get("closes_at")
    answer_by: int = told or waited_until(delivery.queued_at, ANSWER_MS)
    return morning + TIME_TO_ANSWER_MS <= answer_by


async def with_parts(order: Order, desk: Desk) -> Order:
    """The order of a day's letter with what is in it, for the one moment of writing; what was asked
    twice is in it as it was asked last. Any other stays as it is.
    """
    if order.template != DAY:
        return order
    parts = [one.order for one in latest(await parts_of(order, desk))]
    return order.model_copy(update={"facts": {**order.facts, "parts": parts}})


def latest(parts: Sequence[Delivery]) -> list[Delivery]:
    """What is read in a day's letter: of what was asked twice, the last."""
    return list({one.order.link: one for one in parts}.values())


async def as_it_goes(delivery: Delivery, to: Address, desk: Desk) -> Delivery:
    """The delivery with what its reader reads now sealed in it. Raises Conflict.

    What is in a day's letter keeps its words itself, before the letter goes: a crash between leaves
    only words that are not shown yet. A day with one letter has none of its own.
    """
    if delivery.order.template != DAY:
        return await kept.as_it_goes(delivery, to, desk)
    for one in await parts_of(delivery.order, desk):
        await desk.store.save(DELIVERIES, await kept.as_it_goes(one, to, desk))
    letter = letter_for(await with_parts(delivery.order, desk), to, desk, masked=True)
    return kept.sealed(delivery, kept.printed(letter) if letter.parts else None, desk)


async def drop_pointless(order: Order, desk: Desk) -> None:
    """What is of no use any more is not sent with the others; of what was told to be among them it
    is told that it is needed no more. Raises Conflict.
    """
    for one in await parts_of(order, desk):
        if not await is_pointless(one, desk):
            continue
        if one.state == "gathered" and not await is_erased(one.person, desk):
            await moved(one, desk, "called", reason=NEEDLESS)
        else:
            await drop(one, desk)


async def parts_of(order: Order, desk: Desk) -> list[Delivery]:
    """The letters that are in a day's letter, still there and of use; none for any other."""
    keys: Sequence[str] = order.facts.get("letters", ()) if order.template == DAY else ()
    found = [await desk.store.get(DELIVERIES, key) for key in keys]
    return [one for one in found if one is not None and one.reason != NEEDLESS]


async def state_of(delivery: Delivery, desk: Desk) -> State:
    """How a letter fared: one in a letter of the day as that did, unless all went well."""
    if delivery.state != "gathered" or delivery.day is None:
        return delivery.state
    day = await desk.store.get(DELIVERIES, delivery_id(order_of(delivery.recipient, delivery.day)))
    return day.state if day is not None and day.state in {"failed", "unknown"} else "gathered"
