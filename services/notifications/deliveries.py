"""Deliveries: queued → sending → sent | failed | unknown | call, each letter at most once.

Handing a letter to a provider is the one effect that cannot be made atomic. So the state is
*sending* before the hand-over; a crash in between ends as *unknown*, which a person looks at and
which is never sent again by itself.
"""

import contextlib
from collections.abc import Sequence
from typing import Final

from services.notifications import gathering
from services.notifications.addresses import Address, address_of, is_unknown_yet, with_details
from services.notifications.calls import to_be_called
from services.notifications.channels import Doubtful, Never, NotYet, Parcel
from services.notifications.desk import Desk
from services.notifications.documents import (
    CONTACTS,
    DELIVERIES,
    GUIDES,
    RESTORED,
    THREADS,
    Contact,
    Delivery,
    GuideOf,
    Order,
    Restored,
    State,
    Thread,
)
from services.notifications.erasing import drop, is_erased
from services.notifications.kept import forget_name
from services.notifications.metrics import DAILY, HAND_OVER
from services.notifications.moving import moved, queued
from services.notifications.news import news_of
from services.notifications.paper import Letter
from services.notifications.quiet import Quiet
from services.notifications.speakers import to_speakers
from services.notifications.timely import is_pointless
from services.notifications.writing import letter_for
from shared.store.document import Conflict, Due

MINUTE_MS: Final = 60_000
# Longer than a hand-over can take: whoever is still "sending" then has crashed.
STUCK_MS: Final = 2 * MINUTE_MS
RETRY_MS: Final = tuple(minutes * MINUTE_MS for minutes in (1, 5, 30, 120, 720))
# Woken by the contact; looked at again by itself, in case the contact never comes.
NO_CONTACT_MS: Final = 10 * MINUTE_MS


async def write_orders(thread: Thread, desk: Desk) -> None:
    """Due "write" on a thread."""
    await write(thread.orders, thread.region, desk)
    done = thread.model_copy(update={"orders": ()}).without_due("write")
    await desk.store.save(THREADS, done)


async def write_of_case(walks: GuideOf, desk: Desk) -> None:
    """Due "write" on what is known of a person's case."""
    await write(walks.orders, walks.region, desk)
    done = walks.model_copy(update={"orders": ()}).without_due("write")
    await desk.store.save(GUIDES, done)


async def write(wanted: Sequence[Order], region: str, desk: Desk) -> None:
    """A delivery for each order; one that is there already stays as it is."""
    orders = [one for order in wanted for one in await to_speakers(order, desk)]
    orders = [order for order in orders if not await is_erased(order.person, desk)]
    restored = await desk.store.get(RESTORED, Restored.ID)
    for order in [await with_page(order, desk) for order in orders]:
        delivery = queued(order, region, desk)
        if restored is not None and restored.covers(order):
            perhaps = {"state": "unknown", "reason": Restored.REASON}
            delivery = delivery.model_copy(update=perhaps).without_due("send")
        with contextlib.suppress(Conflict):
            await desk.store.save(DELIVERIES, delivery, news_of(delivery, None))


async def with_page(order: Order, desk: Desk) -> Order:
    """A letter without a link of its own leads to the page of the person whom it is about."""
    if order.link or order.person is None:
        return order
    person = await desk.store.get(THREADS, order.person)
    if person is None or person.generation is None:
        return order
    link = ("person", order.person, str(person.generation))
    return order.model_copy(update={"link": link})


async def wake(contact: Contact, desk: Desk) -> None:
    """Due "wake" on a contact: what waited for it is sent now, and what waited for a morning where
    that is wanted no more. Once it is erased, no letter that is kept says the name.
    """
    now = desk.now()
    by_day = Quiet.parse(desk.settings.quiet_hours).send_at(now, None)
    woken_at = {"no-contact": now, gathering.HELD: by_day}
    where = {"recipient": contact.id, "state": "queued"}
    for delivery in await desk.store.find(DELIVERIES, where):
        if delivery.reason in woken_at:
            woken = delivery.model_copy(update={"reason": None})
            with contextlib.suppress(Conflict):
                due = Due(what="send", at=woken_at[delivery.reason])
                await desk.store.save(DELIVERIES, woken.with_due(due))
    if contact.sealed is None:
        await forget_name(contact.id, desk)
    await desk.store.save(CONTACTS, contact.without_due("wake"))


async def send(delivery: Delivery, desk: Desk) -> None:
    """Due "send": hands the letter over, only while the stored state says so."""
    if delivery.state != "queued":
        await desk.store.save(DELIVERIES, delivery.without_due("send"))
        return
    if await is_pointless(delivery, desk):
        await let_go(delivery, desk)
        return
    address = await address_of(delivery.recipient, desk)
    if address is None or await is_unknown_yet(delivery.order, desk):
        await wait_for_contact(delivery, desk)
        return
    if not address.email or address.reach == "guide":
        await to_be_called(delivery, desk)
        return
    if await gathering.waits(delivery, address, desk):
        return
    letter = await put_together(delivery, address, desk)
    if letter is None:
        await drop(delivery, desk)
        return
    stuck = Due(what="stuck", at=desk.now() + STUCK_MS)
    kept = await gathering.as_it_goes(delivery, address, desk)
    sending = await moved(kept, desk, "sending", due=stuck, channel=desk.email.name)
    parcel = Parcel(
        id=delivery.id, at=desk.now(), to=address.email, name=address.name, letter=letter
    )
    await hand_over(sending, parcel, desk, before=delivery)


async def let_go(delivery: Delivery, desk: Desk) -> None:
    """A letter that is of no use any more: what was sent once before stays to be read.

    Raises Conflict.
    """
    if delivery.by is None or await is_erased(delivery.person, desk):
        await drop(delivery, desk)
        return
    await moved(delivery, desk, "called", reason=gathering.NEEDLESS)


async def put_together(delivery: Delivery, address: Address, desk: Desk) -> Letter | None:
    """The letter as it goes now; None for one of a day of which nothing is left. Raises Conflict."""
    await gathering.drop_pointless(delivery.order, desk)
    order = await gathering.with_parts(await with_details(delivery.order, desk), desk)
    if order.template == gathering.DAY and not order.facts["parts"]:
        return None
    return letter_for(order, address, desk)


async def hand_over(delivery: Delivery, parcel: Parcel, desk: Desk, *, before: Delivery) -> None:
    """Sends what is marked as being sent, and notes how it ended; what nobody took leaves the words
    of `before`, which its reader may have.
    """
    try:
        await desk.email.send(parcel)
    except NotYet as no:
        await put_off(delivery, desk, str(no), before=before)
    except Never as no:
        await lose(delivery, desk, "failed", str(no))
    except Doubtful as why:
        await lose(delivery, desk, "unknown", str(why))
    else:
        HAND_OVER.observe(max(0, desk.now() - delivery.queued_at) / 1000)
        if "letters" in delivery.order.facts:
            DAILY.observe(len(delivery.order.facts["letters"]))
        await moved(delivery, desk, "sent")


async def put_off(delivery: Delivery, desk: Desk, reason: str, *, before: Delivery) -> None:
    """The provider took nothing: queued again with growing waits, at last failed and visible."""
    if delivery.tries >= len(RETRY_MS):
        await lose(delivery, desk, "failed", reason)
        return
    again = Due(what="send", at=desk.now() + RETRY_MS[delivery.tries])
    words = {"key_id": before.key_id, "sealed": before.sealed}
    tried = delivery.model_copy(update={"tries": delivery.tries + 1, **words})
    await moved(tried, desk, "queued", due=again, reason=reason)


async def give_up_waiting(delivery: Delivery, desk: Desk) -> None:
    """Due "stuck": whoever was sending has crashed, and nobody knows whether it went."""
    if delivery.state == "sending":
        await lose(delivery, desk, "unknown", "crashed")
        return
    await desk.store.save(DELIVERIES, delivery.without_due("stuck"))


async def lose(delivery: Delivery, desk: Desk, state: State, reason: str) -> None:
    """The letter did not go, or nobody knows; what was in it shares its fate. Raises Conflict.

    The parts first: a crash between leaves the letter as it was, and its clock comes again.
    """
    for part in await gathering.parts_of(delivery.order, desk):
        if part.state == "gathered":
            await moved(part, desk, state, reason=reason)
    await moved(delivery, desk, state, reason=reason)


async def wait_for_contact(delivery: Delivery, desk: Desk) -> None:
    later = Due(what="send", at=desk.now() + NO_CONTACT_MS)
    waiting = delivery.model_copy(update={"reason": "no-contact"})
    saved = await desk.store.save(DELIVERIES, waiting.with_due(later))
    # A contact that came between look and save found nobody waiting.
    known = await address_of(delivery.recipient, desk) is not None
    if known and not await is_unknown_yet(delivery.order, desk):
        await send(saved, desk)
