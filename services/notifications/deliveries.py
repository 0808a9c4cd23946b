"""Deliveries: queued → sending → sent | failed | unknown | call, each letter at most once.

Handing a letter to a provider is the one effect that cannot be made atomic. So the state is
*sending* before the hand-over; a crash in between ends as *unknown*, which a person looks at and
which is never sent again by itself.
"""

import contextlib
from typing import Final

from services.notifications.addresses import (
    Address,
    address_of,
    is_unknown_yet,
    with_details,
)
from services.notifications.channels import Doubtful, Never, NotYet, Parcel
from services.notifications.desk import Desk
from services.notifications.documents import (
    CONTACTS,
    DELIVERIES,
    FORGET,
    RESTORED,
    THREADS,
    Contact,
    Delivery,
    Order,
    Restored,
    State,
    Thread,
    delivery_id,
    forgotten_at,
)
from services.notifications.erasing import drop, is_erased
from services.notifications.letters import write
from services.notifications.metrics import DELIVERED, HAND_OVER
from services.notifications.paper import Letter, Writer
from services.notifications.quiet import Quiet
from services.notifications.speakers import has_left, to_speakers
from shared.store.document import Conflict, Due
from shared.web.languages import SWEDISH, language
from shared.web.visits import operator

MINUTE_MS: Final = 60_000
# Longer than a hand-over can take: whoever is still "sending" then has crashed.
STUCK_MS: Final = 2 * MINUTE_MS
RETRY_MS: Final = tuple(minutes * MINUTE_MS for minutes in (1, 5, 30, 120, 720))
# Woken by the contact; looked at again by itself, in case the contact never comes.
NO_CONTACT_MS: Final = 10 * MINUTE_MS
MASKED: Final = "•••"


async def write_orders(thread: Thread, desk: Desk) -> None:
    """Due "write": a delivery for each order; one that is there already stays as it is."""
    orders = [one for order in thread.orders for one in await to_speakers(order, desk)]
    wanted = [order for order in orders if not await is_erased(order.person, desk)]
    restored = await desk.store.get(RESTORED, Restored.ID)
    for order in [await with_page(order, desk) for order in wanted]:
        delivery = queued(order, thread.region, desk)
        if restored is not None and restored.covers(order):
            perhaps = {"state": "unknown", "reason": Restored.REASON}
            delivery = delivery.model_copy(update=perhaps).without_due("send")
        with contextlib.suppress(Conflict):
            await desk.store.save(DELIVERIES, delivery)
    done = thread.model_copy(update={"orders": ()}).without_due("write")
    await desk.store.save(THREADS, done)


async def with_page(order: Order, desk: Desk) -> Order:
    """A letter without a link of its own leads to the page of the person whom it is about."""
    if order.link or order.person is None:
        return order
    person = await desk.store.get(THREADS, order.person)
    if person is None or person.generation is None:
        return order
    link = ("person", order.person, str(person.generation))
    return order.model_copy(update={"link": link})


def queued(order: Order, region: str, desk: Desk) -> Delivery:
    now = desk.now()
    quiet = Quiet.parse(desk.settings.quiet_hours).ending_by(order.from_hour)
    at = quiet.send_at(now, order.own_act_at)
    return Delivery(
        id=delivery_id(order),
        region=region,
        state="queued",
        order=order,
        recipient=order.recipient,
        person=order.person,
        queued_at=now,
        changed_at=now,
        due=(Due(what="send", at=at), forgotten_at(order, now)),
    )


async def wake(contact: Contact, desk: Desk) -> None:
    """Due "wake" on a contact: what waited for it is sent now."""
    where = {"recipient": contact.id, "state": "queued"}
    for delivery in await desk.store.find(DELIVERIES, where):
        if delivery.reason == "no-contact":
            woken = delivery.model_copy(update={"reason": None})
            with contextlib.suppress(Conflict):
                due = Due(what="send", at=desk.now())
                await desk.store.save(DELIVERIES, woken.with_due(due))
    await desk.store.save(CONTACTS, contact.without_due("wake"))


async def send(delivery: Delivery, desk: Desk) -> None:
    """Due "send": hands the letter over, only while the stored state says so."""
    if delivery.state != "queued":
        await desk.store.save(DELIVERIES, delivery.without_due("send"))
        return
    if await is_pointless(delivery, desk):
        await drop(delivery, desk)
        return
    address = await address_of(delivery.recipient, desk)
    if address is None or await is_unknown_yet(delivery.order, desk):
        await wait_for_contact(delivery, desk)
        return
    if not address.email or address.reach == "guide":
        await moved(delivery, desk, "call", channel="call")
        return
    letter = letter_for(await with_details(delivery.order, desk), address, desk)
    stuck = Due(what="stuck", at=desk.now() + STUCK_MS)
    sending = await moved(delivery, desk, "sending", due=stuck, channel=desk.email.name)
    parcel = Parcel(
        id=delivery.id, at=desk.now(), to=address.email, name=address.name, letter=letter
    )
    await hand_over(sending, parcel, desk)


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
    return order.only_while is not None and (thread is None or thread.standing != order.only_while)


async def hand_over(delivery: Delivery, parcel: Parcel, desk: Desk) -> None:
    """Sends what is marked as being sent, and notes how it ended."""
    try:
        await desk.email.send(parcel)
    except NotYet as no:
        await put_off(delivery, desk, str(no))
    except Never as no:
        await moved(delivery, desk, "failed", reason=str(no))
    except Doubtful as why:
        await moved(delivery, desk, "unknown", reason=str(why))
    else:
        HAND_OVER.observe(max(0, desk.now() - delivery.queued_at) / 1000)
        await moved(delivery, desk, "sent")


async def put_off(delivery: Delivery, desk: Desk, reason: str) -> None:
    """The provider took nothing: queued again with growing waits, at last failed and visible."""
    if delivery.tries >= len(RETRY_MS):
        await moved(delivery, desk, "failed", reason=reason)
        return
    again = Due(what="send", at=desk.now() + RETRY_MS[delivery.tries])
    tried = delivery.model_copy(update={"tries": delivery.tries + 1})
    await moved(tried, desk, "queued", due=again, reason=reason)


async def give_up_waiting(delivery: Delivery, desk: Desk) -> None:
    """Due "stuck": whoever was sending has crashed, and nobody knows whether it went."""
    state: State = "unknown" if delivery.state == "sending" else delivery.state
    await moved(delivery, desk, state, reason="crashed" if state == "unknown" else delivery.reason)


async def wait_for_contact(delivery: Delivery, desk: Desk) -> None:
    later = Due(what="send", at=desk.now() + NO_CONTACT_MS)
    waiting = delivery.model_copy(update={"reason": "no-contact"})
    saved = await desk.store.save(DELIVERIES, waiting.with_due(later))
    # A contact that came between look and save found nobody waiting.
    known = await address_of(delivery.recipient, desk) is not None
    if known and not await is_unknown_yet(delivery.order, desk):
        await send(saved, desk)


async def moved(
    delivery: Delivery,
    desk: Desk,
    state: State,
    *,
    due: Due | None = None,
    channel: str | None = None,
    reason: str | None = None,
) -> Delivery:
    """The delivery in another state; of what it waited for before, only its own end still counts."""
    now = desk.now()
    changes = {
        "state": state,
        "changed_at": now,
        "channel": channel or delivery.channel,
        "reason": reason,
        "sent_at": now if state == "sent" else delivery.sent_at,
        "due": (*([due] if due else []), *(one for one in delivery.due if one.what == FORGET)),
    }
    saved = await desk.store.save(DELIVERIES, delivery.model_copy(update=changes))
    DELIVERED.labels(state, delivery.order.template).inc()
    return saved


def letter_for(order: Order, to: Address, desk: Desk, *, masked: bool = False) -> Letter:
    """The letter as its receiver reads it; for other eyes its private link is `masked`."""
    chosen = language(to.language) or SWEDISH
    writer = Writer(
        language=chosen,
        name=to.name,
        link=link_of(order, chosen.code, desk, masked=masked),
        operator=operator(desk.settings),
    )
    return write(order.template, order.facts, writer)


def link_of(order: Order, code: str, desk: Desk, *, masked: bool) -> str:
    """Where a letter leads: a private page, the page to sign in on, or the start. Of a letter that
    says a code it is the code.
    """
    base = desk.settings.base_url
    if order.link[:1] == ("code",):
        return MASKED if masked else desk.keys.code(*order.link[1:])
    if not order.link:
        return f"{base}/?lang={code}"
    page = {"person": "my"}.get(order.link[0], order.link[0])
    if len(order.link) == 1:
        return f"{base}/{page}?lang={code}"
    key = MASKED if masked else desk.keys.link_key(*order.link)
    return f"{base}/{page}/{key}?lang={code}"
