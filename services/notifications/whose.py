"""Which letters somebody may read: a guide those about the people they walk with, a coordinator all
of their regions.
"""

from typing import Final

from services.notifications.desk import Desk
from services.notifications.documents import DELIVERIES, GUIDES, STATES, Delivery
from shared.store.collection import OneOf, Where
from shared.web.refusals import Refused
from shared.web.sessions import Session

PAGE_SIZE: Final = 30
# A guide walks with at most this many people at a time; more would be nobody's guide.
PEOPLE_OF_A_GUIDE: Final = 500
LETTERS_OF_A_PERSON: Final = 200


async def letter_for_staff(session: Session, key: str, desk: Desk) -> Delivery:
    """A letter about one of the reader's own people. Raises Refused."""
    delivery = await desk.store.get(DELIVERIES, key)
    if delivery is None or delivery.person is None:
        raise Refused("not-found")
    if not await walks_with(delivery.person, session, desk) and not session.leads(delivery.region):
        raise Refused("not-found")
    return delivery


async def walks_with(person: str, session: Session, desk: Desk) -> bool:
    """Whether the reader has the person's case."""
    walks = await desk.store.get(GUIDES, person)
    return walks is not None and walks.guide == session.account


async def about(session: Session, person: str, desk: Desk) -> list[Delivery]:
    """Every letter about one person, to whomever. Raises Refused where they are not the reader's."""
    own = await walks_with(person, session, desk)
    if not own and "coordinator" not in session.roles:
        raise Refused("not-found")
    found = await desk.store.find(
        DELIVERIES, {"person": person}, order="-queued_at", limit=LETTERS_OF_A_PERSON
    )
    return [one for one in found if own or session.leads(one.region)]


async def deliveries_for(
    session: Session, state: str, desk: Desk, *, person: str = ""
) -> list[Delivery]:
    """Those that this session may read. Raises Refused."""
    if state and state not in STATES:
        raise Refused("not-found")
    if person:
        return [one for one in await about(session, person, desk) if state in {"", one.state}]
    if "coordinator" in session.roles:
        here: Where = {"region": OneOf(session.regions)}
        where: Where = {**here, "state": state} if state else here
        return await desk.store.find(DELIVERIES, where, order="-queued_at", limit=PAGE_SIZE)
    people = await desk.store.find(GUIDES, {"guide": session.account}, limit=PEOPLE_OF_A_GUIDE)
    if not people:
        return []
    own: Where = {"person": OneOf(tuple(person.id for person in people))}
    found = await desk.store.find(
        DELIVERIES, own, order="-queued_at", limit=PEOPLE_OF_A_GUIDE if state else PAGE_SIZE
    )
    return [one for one in found if not state or one.state == state][:PAGE_SIZE]
