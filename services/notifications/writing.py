"""A letter as its receiver reads it, put together in the moment of writing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from services.notifications.addresses import Address
from services.notifications.desk import Desk
from services.notifications.documents import Order
from services.notifications.letters import write
from services.notifications.paper import Letter, Writer
from shared.web.languages import SWEDISH, language
from shared.web.visits import operator

MASKED: Final = "•••"


def letter_for(order: Order, to: Address, desk: Desk, *, masked: bool = False) -> Letter:
    """The letter as its receiver reads it; for other eyes its private link is `masked`.

    A day with one letter is that letter.
    """
    orders: Sequence[Order] = order.facts.get("parts", ())
    parts = tuple(letter_for(one, to, desk, masked=masked) for one in orders)
    if len(parts) == 1:
        return parts[0]
    chosen = language(to.language) or SWEDISH
    writer = Writer(
        language=chosen,
        name=to.name,
        link=link_of(order, chosen.code, desk, masked=masked),
        operator=operator(desk.settings),
    )
    return replace(write(order.template, order.facts, writer), parts=parts)


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
