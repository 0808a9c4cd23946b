"""The outbox page: every letter as its receiver reads it, and the calls that a guide has to make.

A guide reads the letters about the people they walk with, a coordinator all. Links are masked,
except on a machine that only its owner reaches and from which nothing is sent, where they are
needed to try the whole way by hand.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict

from services.notifications.addresses import address_of, with_details
from services.notifications.calls import HOWS, How, end_call
from services.notifications.desk import AtDesk, Desk
from services.notifications.documents import DELIVERIES, GUIDES, STATES, Delivery, State
from services.notifications.gathering import state_of, with_parts
from services.notifications.letters import TEMPLATE_NAMES
from services.notifications.paper import Letter
from services.notifications.writing import letter_for
from shared.store.collection import OneOf, Where
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.sessions import Session
from shared.web.visits import Visit, Visiting, value

PAGE_SIZE: Final = 30
# A guide walks with at most this many people at a time; more would be nobody's guide.
PEOPLE_OF_A_GUIDE: Final = 500
LETTERS_OF_A_PERSON: Final = 200

STATE_NAMES: Final = {
    "queued": say_later("Waiting to be sent"),
    "sending": say_later("On its way"),
    "sent": say_later("Sent"),
    "failed": say_later("Could not be sent"),
    "unknown": say_later("Perhaps sent: look into it"),
    "call": say_later("Call, and read this out"),
    "called": say_later("Read out, or not needed any more"),
    "gathered": say_later("In the letter of the day"),
}

router: Final = APIRouter()


STATE_KINDS: Final = {
    "sent": "good",
    "called": "good",
    "gathered": "good",
    "call": "waiting",
    "unknown": "bad",
    "failed": "bad",
}


class DeliveryAnswer(BaseModel):
    """A delivery, for the API: no name, no address, no text."""

    id: str
    template: str
    state: State
    channel: str | None
    reason: str | None
    queued_at: int
    sent_at: int | None


@router.get("/outbox", include_in_schema=False)
async def show_outbox(visit: Visiting, desk: AtDesk, state: str = "", person: str = "") -> Response:
    """The newest letters first; `state` shows only those, `person` only those about one."""
    session = visit.reader.must_be("guide", "coordinator")
    found = await deliveries_for(session, state, desk, person=person)
    shown = [await as_read(delivery, visit, desk) for delivery in found]
    tabs = [("", visit.say("All")), *((one, visit.say(STATE_NAMES[one])) for one in STATES)]
    return visit.page(
        "outbox.html",
        shown=shown,
        tabs=[] if person else tabs,
        state=state,
        person=person,
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


def as_answer(one: Delivery) -> DeliveryAnswer:
    return DeliveryAnswer(template=one.order.template, **one.model_dump(include=ANSWERED))


class CallSent(BaseModel):
    """How a call ended."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    how: How


@router.post("/outbox/{key}/call", include_in_schema=False)
async def finish_call(visit: Visiting, desk: AtDesk, key: str) -> Response:
    """The letter was read out, or is needed no more; on to what else waits for the person."""
    session = visit.reader.must_be("guide", "coordinator")
    call = await call_for(session, key, desk)
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
    call = await call_for(session, key, desk)
    return as_answer(await end_call(call, sent.how, session.account, desk))


async def call_for(session: Session, key: str, desk: Desk) -> Delivery:
    """A letter about one of the reader's own people. Raises Refused."""
    delivery = await desk.store.get(DELIVERIES, key)
    if delivery is None or delivery.person is None:
        raise Refused("not-found")
    await must_walk_with(delivery.person, session, desk)
    return delivery


ANSWERED: Final = {"id", "state", "channel", "reason", "queued_at", "sent_at"}


async def must_walk_with(person: str, session: Session, desk: Desk) -> None:
    """Raises Refused where the person is not the reader's."""
    walks = await desk.store.get(GUIDES, person)
    own = walks is not None and walks.guide == session.account
    if not own and "coordinator" not in session.roles:
        raise Refused("not-found")


async def about(session: Session, person: str, desk: Desk) -> list[Delivery]:
    """Every letter about one person, to whomever. Raises Refused where they are not the reader's."""
    await must_walk_with(person, session, desk)
    return await desk.store.find(
        DELIVERIES, {"person": person}, order="-queued_at", limit=LETTERS_OF_A_PERSON
    )


async def deliveries_for(
    session: Session, state: str, desk: Desk, *, person: str = ""
) -> list[Delivery]:
    """Those that this session may read. Raises Refused."""
    if state and state not in STATES:
        raise Refused("not-found")
    if person:
        return [one for one in await about(session, person, desk) if state in {"", one.state}]
    if "coordinator" in session.roles:
        where: Where = {"state": state} if state else {}
        return await desk.store.find(DELIVERIES, where, order="-queued_at", limit=PAGE_SIZE)
    people = await desk.store.find(GUIDES, {"guide": session.account}, limit=PEOPLE_OF_A_GUIDE)
    if not people:
        return []
    own: Where = {"person": OneOf(tuple(person.id for person in people))}
    found = await desk.store.find(
        DELIVERIES, own, order="-queued_at", limit=PEOPLE_OF_A_GUIDE if state else PAGE_SIZE
    )
    return [one for one in found if not state or one.state == state][:PAGE_SIZE]


async def as_read(delivery: Delivery, visit: Visit, desk: Desk) -> Mapping[str, object]:
    """A delivery as the page prints it: the text stands there as long as the contact does."""
    masked = is_masked(delivery, desk)
    to = await address_of(delivery.recipient, desk)
    state = await state_of(delivery, desk)
    shown = {
        "channel": delivery.channel,
        "title": visit.say(TEMPLATE_NAMES[delivery.order.template]),
        "at": visit.language.time(delivery.changed_at),
        "state": visit.say(STATE_NAMES[state]),
        "state_kind": STATE_KINDS.get(state, "plain"),
        "end_call": f"/outbox/{delivery.id}/call" if state == "call" else None,
    }
    if to is None:
        return {**shown, **nobody(delivery, visit)}
    # What has to be read out on the phone is shown to who reads it out.
    order = await with_details(delivery.order, desk, hidden=masked and delivery.state != "call")
    letter = letter_for(await with_parts(order, desk), to, desk, masked=masked)
    return {
        **shown,
        "lang": letter.language,
        "dir": letter.dir,
        **as_printed(letter, letter.paragraphs, masked=masked),
        "parts": [as_printed(one, one.said, masked=masked) for one in letter.parts],
        "to": (to.phone if state == "call" else None) or to.email or to.phone or to.name,
    }


def as_printed(letter: Letter, said: Sequence[str], *, masked: bool) -> Mapping[str, object]:
    """A letter, or a part of one, with where it leads."""
    label, link = letter.action or (None, None)
    return {
        "subject": letter.subject,
        "paragraphs": said,
        "link": None if masked else link,
        "link_text": label,
    }


def is_masked(delivery: Delivery, desk: Desk) -> bool:
    """Whether other eyes may not read where a letter leads. A code that has to be read out is shown
    to who reads it out: it opens nothing without the person's own link.
    """
    if delivery.state == "call" and delivery.order.template == "code":
        return False
    return desk.settings.production or desk.settings.can_send


def nobody(delivery: Delivery, visit: Visit) -> Mapping[str, object]:
    """What stands there while the contact is not known, or after it was erased."""
    return {
        "lang": visit.language.code,
        "dir": visit.language.dir,
        "subject": visit.say(TEMPLATE_NAMES[delivery.order.template]),
        "paragraphs": (visit.say("We do not have this person's contact details."),),
        "link": None,
        "link_text": None,
        "to": "",
    }
