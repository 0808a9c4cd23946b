"""A letter as the outbox page prints it: as its receiver reads it.

Links are masked, except on a machine that only its owner reaches and from which nothing is sent,
where they are needed to try the whole way by hand.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from services.notifications.addresses import address_of, with_details
from services.notifications.again import FROM
from services.notifications.calls import ENDED_BY_WORD
from services.notifications.desk import Desk
from services.notifications.documents import Delivery, State
from services.notifications.gathering import state_of, with_parts
from services.notifications.paper import Letter
from services.notifications.writing import letter_for
from shared.web import letter_names
from shared.web.languages import say_later
from shared.web.visits import Visit

STATE_KINDS: Final = {
    "sent": "good",
    "called": "good",
    "gathered": "good",
    "call": "waiting",
    "unknown": "bad",
    "failed": "bad",
}


LOST: Final[Mapping[State, str]] = {
    "failed": say_later(
        "The mail server did not take it. Ask for the right address, or ring them."
    ),
    "unknown": say_later("Nobody knows if it arrived. Ask them, before you send it again."),
}


async def as_read(delivery: Delivery, visit: Visit, desk: Desk) -> Mapping[str, object]:
    """A delivery as the page prints it: the text stands there as long as the contact does."""
    masked = is_masked(delivery, desk)
    to = await address_of(delivery.recipient, desk)
    state = await state_of(delivery, desk)
    shown = {
        "channel": delivery.channel,
        "title": visit.say(letter_names.LETTER[delivery.order.template]),
        "at": visit.language.time(delivery.changed_at),
        "state": visit.say(letter_names.STATE[state]),
        "state_kind": STATE_KINDS.get(state, "plain"),
        "end_call": f"/outbox/{delivery.id}/call" if state in ENDED_BY_WORD else None,
        "again": f"/outbox/{delivery.id}/again" if delivery.person and state in FROM else None,
        "person": f"/people/{delivery.person}" if delivery.recipient == delivery.person else None,
        "lost": visit.say(LOST[state]) if state in LOST else None,
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
        "subject": visit.say(letter_names.LETTER[delivery.order.template]),
        "paragraphs": (visit.say("We do not have this person's contact details."),),
        "link": None,
        "link_text": None,
        "to": "",
    }
