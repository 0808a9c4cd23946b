"""The outbox page: every letter as its receiver reads it, the calls that a guide has to make, and
what can be done about a letter that did not arrive.
"""

from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict

from services.notifications.again import OfNoUse, send_again
from services.notifications.as_read import as_read
from services.notifications.calls import HOWS, How, end_call
from services.notifications.desk import AtDesk
from services.notifications.documents import STATES, Delivery, State
from services.notifications.whose import deliveries_for, letter_for_staff
from shared.web import letter_names
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.visits import Visiting, value

router: Final = APIRouter()
NO_USE: Final = say_later("This letter is of no use any more: what it is about has gone on.")
AGAIN: Final = say_later("It is on its way again. At night it waits for the morning.")
DONE: Final = {"again": AGAIN, "no_use": NO_USE}
ANSWERED: Final = {"id", "state", "channel", "reason", "queued_at", "sent_at"}


class DeliveryAnswer(BaseModel):
    """A delivery, for the API: no name, no address, no text."""

    id: str
    template: str
    state: State
    channel: str | None
    reason: str | None
    queued_at: int
    sent_at: int | None


def as_answer(one: Delivery) -> DeliveryAnswer:
    return DeliveryAnswer(template=one.order.template, **one.model_dump(include=ANSWERED))


@router.get("/outbox", include_in_schema=False)
async def show_outbox(
    visit: Visiting,
    desk: AtDesk,
    *,
    state: str = "",
    person: str = "",
    letter: str = "",
    done: str = "",
) -> Response:
    """The newest letters first; `state` shows only those, `person` only those about one, and of
    these `letter` the one of this id.
    """
    session = visit.reader.must_be("guide", "coordinator")
    found = await deliveries_for(session, state, desk, person=person)
    chosen = [one for one in found if letter in {"", one.id}]
    shown = [await as_read(delivery, visit, desk) for delivery in chosen]
    tabs = [("", visit.say("All")), *((one, visit.say(letter_names.STATE[one])) for one in STATES)]
    return visit.page(
        "outbox.html",
        shown=shown,
        tabs=[] if person else tabs,
        state=state,
        person=person,
        letter=letter,
        said=visit.say(DONE[done]) if done in DONE else None,
        can_send=desk.settings.can_send,
    )


@router.get("/notifications/api/v1/deliveries", summary="Letters and how they fared")
async def list_deliveries(
    visit: Visiting, desk: AtDesk, state: str = "", person: str = ""
) -> Sequence[DeliveryAnswer]:
    """The newest first. A guide sees those about their own people, a coordinator all."""
    session = visit.reader.must_be("guide", "coordinator")
    found = await deliveries_for(session, state, desk, person=person)
    return [as_answer(one) for one in found]


class CallSent(BaseModel):
    """How a call ended."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    how: How


@router.post("/outbox/{key}/call", include_in_schema=False)
async def finish_call(visit: Visiting, desk: AtDesk, key: str) -> Response:
    """The letter was read out, or is needed no more; on to what else waits for the person."""
    session = visit.reader.must_be("guide", "coordinator")
    call = await letter_for_staff(session, key, desk)
    said = value(await visit.form(), "how")
    how = next((one for one in HOWS if one == said), None)
    if how is None:
        raise Refused("invalid", fields={"how": "unknown"})
    delivery = await end_call(call, how, session.account, desk)
    return visit.go(f"/outbox?person={delivery.person}&state=call")


@router.post("/notifications/api/v1/deliveries/{key}/call", summary="Say how a call ended")
async def send_call(visit: Visiting, desk: AtDesk, key: str, sent: CallSent) -> DeliveryAnswer:
    """A letter that was no call any more stays as it is."""
    session = visit.reader.must_be("guide", "coordinator")
    call = await letter_for_staff(session, key, desk)
    return as_answer(await end_call(call, sent.how, session.account, desk))


@router.post("/outbox/{key}/again", include_in_schema=False)
async def have_sent_again(visit: Visiting, desk: AtDesk, key: str) -> Response:
    """The letter waits to be sent once more; says so where it is of no use any more."""
    session = visit.reader.must_be("guide", "coordinator")
    known = await letter_for_staff(session, key, desk)
    try:
        await send_again(known, session.account, desk)
    except OfNoUse:
        return visit.go(f"/outbox?person={known.person}&letter={key}&done=no_use")
    return visit.go(f"/outbox?person={known.person}&letter={key}&done=again")


@router.post("/notifications/api/v1/deliveries/{key}/again", summary="Have a letter sent again")
async def post_again(visit: Visiting, desk: AtDesk, key: str) -> DeliveryAnswer:
    """One that is on its way stays as it is; 409 where it is of no use any more."""
    session = visit.reader.must_be("guide", "coordinator")
    known = await letter_for_staff(session, key, desk)
    try:
        return as_answer(await send_again(known, session.account, desk))
    except OfNoUse:
        raise Refused("conflict") from None
