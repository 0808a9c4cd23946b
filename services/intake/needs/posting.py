"""Posting, changing and closing needs, by the association or for it."""

from collections.abc import Callable, Sequence
from typing import Final

from services.intake.associations.association import ASSOCIATIONS, Association
from services.intake.associations.speaking import speaker_for
from services.intake.desk import Desk
from services.intake.needs.asked import NeedAsked, is_area
from services.intake.needs.need import (
    NEEDS,
    Need,
    Reason,
    changed,
    closed,
    need_id,
    posted,
    told_changed,
    told_closed,
    told_posted,
)
from shared.contracts.message import Message
from shared.contracts.need_details import NeedDetails
from shared.store.document import Conflict
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.sessions import Session

NO_AREA: Final = say_later("Choose one of the areas.")
NOT_VERIFIED: Final = say_later("A coordinator has to verify the association first.")
Decide = Callable[[Need], tuple[Need, Sequence[Message]]]


async def need_for(desk: Desk, session: Session, key: str) -> Need:
    """A need that this reader may change. Raises Refused as `speaker_for`."""
    need = await desk.store.get(NEEDS, key)
    if need is None:
        raise Refused("not-found")
    await speaker_for(desk, session, need.association)
    return need


def checked(asked: NeedAsked, region: str) -> NeedDetails:
    """Raises Refused for an area that the region does not have."""
    if not is_area(asked.area, region):
        raise Refused("invalid", fields={"area": NO_AREA})
    return asked.details()


async def post(desk: Desk, asked: NeedAsked, association: Association, form_id: str) -> Need:
    """Posts the need of a verified association; the same form again is the same need."""
    if association.state != "verified":
        raise Refused("invalid", fields={"association": NOT_VERIFIED})
    details = checked(asked, association.region)
    need = posted(details, association, need_id(association.id, form_id), desk.now())
    try:
        return await desk.store.save(NEEDS, need, [told_posted(need)])
    except Conflict:
        known = await desk.store.get(NEEDS, need.id)
        if known is None:
            raise
        return known


async def change(desk: Desk, key: str, asked: NeedAsked) -> Need:
    """Raises Refused where the need is closed: what ended is not asked for again."""

    def decide(need: Need) -> tuple[Need, Sequence[Message]]:
        after = changed(need, checked(asked, need.region), desk.now())
        return after, (told_changed(after),)

    return await while_open(desk, key, decide)


async def close(desk: Desk, key: str, reason: Reason) -> Need:
    """Raises Refused where it is closed already."""

    def decide(need: Need) -> tuple[Need, Sequence[Message]]:
        return closed(need, reason, desk.now()), (told_closed(need, reason),)

    return await while_open(desk, key, decide)


async def while_open(desk: Desk, key: str, decide: Decide) -> Need:
    """Saves what `decide` makes of an open need. Raises Refused where it is closed, or not there."""

    def if_open(need: Need) -> tuple[Need, Sequence[Message]]:
        if need.state != "open":
            raise Refused("conflict")
        return decide(need)

    return await desk.change(NEEDS, key, if_open)


async def look_again(need: Need, desk: Desk) -> None:
    """Due work: closes a need whose association was blocked while it was being posted."""
    association = await desk.store.get(ASSOCIATIONS, need.association)
    done = need.without_due("look_again")
    if need.state == "open" and (association is None or association.state != "verified"):
        after = closed(done, "blocked", desk.now())
        await desk.store.save(NEEDS, after, [told_closed(need, "blocked")])
    else:
        await desk.store.save(NEEDS, done)


async def close_needs(association: Association, desk: Desk) -> None:
    """Due work: a blocked association asks for nobody."""
    open_ones = {"association": association.id, "state": "open"}
    while needs := await desk.store.find(NEEDS, open_ones, order="posted_at"):
        for need in needs:
            await desk.store.save(
                NEEDS, closed(need, "blocked", desk.now()), [told_closed(need, "blocked")]
            )
    await desk.store.save(ASSOCIATIONS, association.without_due("close_needs"))


async def own_needs(desk: Desk, association: str) -> list[Need]:
    """Everything that an association asks or asked for, the newest first."""
    return await desk.store.find(NEEDS, {"association": association}, order="-posted_at", limit=200)


async def open_needs(desk: Desk) -> list[Need]:
    """What is asked for now, by all who are verified, the newest first."""
    here = {"region": desk.region, "state": "open"}
    return await desk.store.find(NEEDS, here, order="-posted_at", limit=500)
