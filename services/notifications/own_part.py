"""What notifications holds of a person, for that person: how they are reached, and every letter.

Of a letter about them to somebody else, who is greeted by name there, the words are not given.
"""

import json
from typing import Any, Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from services.notifications.desk import AtDesk, Desk
from services.notifications.documents import CONTACTS, DELIVERIES, Contact, Delivery
from services.notifications.kept import Printed, opened
from shared.contracts.own_part import OwnPart, exported, part_of
from shared.own_pass import as_file, holder_of
from shared.store.collection import Where
from shared.store.paging import every
from shared.web.refusals import Refused
from shared.web.visits import visited

SERVICE: Final = "notifications"
GIVEN: Final = (Contact, Delivery, Printed)
"""The documents of which somebody gets something, with all that stands in them, sealed or not."""
router = APIRouter(
    prefix="/notifications/api/v1/everything", tags=["people"], dependencies=[Depends(visited)]
)


@router.get(
    "/{token}", summary="All that notifications holds of a person, for the pass that intake gave"
)
async def read_part(desk: AtDesk, token: str, response: Response) -> OwnPart:
    """A pass that is over, or made up, is not found."""
    person = holder_of(token, desk.now(), desk.keys)
    if person is None:
        raise Refused("not-found")
    response.headers.update(as_file(SERVICE))
    return await own_part(person, desk)


async def own_part(person: str, desk: Desk) -> OwnPart:
    """The part: the contact, opened, and the letters to them and about them, calls among them."""
    asked: tuple[Where, ...] = ({"person": person}, {"recipient": person})
    found = {one.id: one for where in asked async for one in every(desk.store, DELIVERIES, where)}
    ordered = sorted(found.values(), key=lambda one: (one.queued_at, one.id))
    letters = [letter_of(one, person, desk) for one in ordered]
    contact = await contact_of(person, desk)
    return part_of(SERVICE, {"contact": contact, "letters": letters}, desk.now())


async def contact_of(person: str, desk: Desk) -> dict[str, Any] | None:
    """The contact with what is sealed in it opened, since it is their own; None where there is none,
    or its key is not here any more.
    """
    contact = await desk.store.get(CONTACTS, person)
    if contact is None or contact.sealed is None:
        return None
    try:
        told = desk.keys.unseal(contact.key_id, contact.sealed, contact.id)
    except KeyError:
        return None
    return {"sealed": json.loads(told)}


def letter_of(delivery: Delivery, person: str, desk: Desk) -> dict[str, Any]:
    """A letter with what is sealed in it opened, where it was written to the person."""
    words = opened(delivery, desk) if delivery.recipient == person else None
    return {**exported(delivery), "sealed": words}
