"""How people are reached, opened for the moment of writing: to them, or of them to whom both said yes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.notifications.desk import Desk
from services.notifications.documents import CONTACTS, THREADS, Order
from shared.web.languages import SWEDISH

SHARED: Final = "shared"
HIDDEN: Final = "•••"


@dataclass(frozen=True)
class Address:
    """How somebody is reached, opened for the moment of writing to them."""

    name: str
    language: str
    email: str | None
    phone: str | None
    reach: str | None = None
    """"guide" is: nothing but through the guide or teacher."""
    letters: str = "each"
    """"day" is: the news of a day in one letter."""


async def address_of(recipient: str, desk: Desk) -> Address | None:
    """The contact, opened; None where it is not known yet or has been erased."""
    contact = await desk.store.get(CONTACTS, recipient)
    if contact is None or contact.sealed is None:
        return None
    opened = json.loads(desk.keys.unseal(contact.key_id, contact.sealed, contact.id))
    return Address(
        name=opened.get("name") or "",
        language=opened.get("language") or SWEDISH.code,
        email=opened.get("email"),
        phone=opened.get("phone"),
        reach=opened.get("reach"),
        letters=opened.get("letters") or "each",
    )


async def with_details(order: Order, desk: Desk, *, hidden: bool = False) -> Order:
    """The order of an introduction with the other side's name and address, for the one moment of
    writing; any other stays as it is. `hidden`: other eyes read it.

    Nothing is given of somebody who is reached through a guide alone, or not known any more.
    """
    if order.shares is None:
        return order
    found = None
    for one in await others(order, desk):
        found = found or await address_of(one, desk)
    return order.model_copy(update={"facts": {**order.facts, SHARED: shown(found, hidden=hidden)}})


async def others(order: Order, desk: Desk) -> tuple[str, ...]:
    """Whose details the letter gives: the person's, or of those who speak for the association."""
    if order.shares != "association" or order.person is None:
        return (order.person,) if order.person else ()
    thread = await desk.store.get(THREADS, order.facts["association"])
    if thread is not None and thread.speakers is not None:
        return thread.speakers
    return tuple(order.facts["contacts"])


def shown(address: Address | None, *, hidden: bool) -> Mapping[str, str] | None:
    """What the other side may read."""
    if address is None or address.reach == "guide":
        return None
    said = {"name": address.name, "phone": address.phone, "email": address.email}
    return {name: HIDDEN if hidden else text for name, text in said.items() if text}


async def is_unknown_yet(order: Order, desk: Desk) -> bool:
    """Whether the letter gives details that have not come yet; those of somebody erased never do."""
    if order.shares is None:
        return False
    whose = await others(order, desk)
    return bool(whose) and not any([await desk.store.get(CONTACTS, one) for one in whose])
