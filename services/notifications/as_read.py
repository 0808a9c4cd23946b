"""A letter as the outbox page prints it: as its receiver read it, or would read it now.

What was handed over stands there in the words of then. What waits is made anew each time, and so is
what an older release sent, or whose key is gone.

Links are masked, except on a machine that only its owner reaches and from which nothing is sent,
where they are needed to try the whole way by hand: a letter that says a code, or name and address of
the other side, is made anew there as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from services.notifications.addresses import Address, address_of, with_details
from services.notifications.again import FROM
from services.notifications.calls import ENDED_BY_WORD
from services.notifications.desk import Desk
from services.notifications.documents import Delivery, Order, State
from services.notifications.gathering import latest, parts_of, state_of, with_parts
from services.notifications.kept import Printed, opened
from services.notifications.paper import Letter
from services.notifications.writing import letter_for, link_of
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
    """A delivery as the page prints it: what was never handed over stands there as long as the
    contact does.
    """
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
    letter = await as_kept(delivery, desk, masked=masked, whole=not masked and to is not None)
    if letter is None and to is not None:
        letter = await as_now(delivery, to, desk, masked=masked)
    if letter is None:
        return {**shown, **nobody(delivery, visit)}
    return {
        **shown,
        "lang": letter.language,
        "dir": letter.dir,
        **as_printed(letter, letter.paragraphs, masked=masked),
        "parts": [as_printed(one, one.said, masked=masked) for one in letter.parts],
        "to": reached(to, state),
    }


async def as_now(delivery: Delivery, to: Address, desk: Desk, *, masked: bool) -> Letter:
    """As it would be written now."""
    # What has to be read out on the phone is shown to who reads it out.
    order = await with_details(delivery.order, desk, hidden=masked and delivery.state != "call")
    return letter_for(await with_parts(order, desk), to, desk, masked=masked)


async def as_kept(delivery: Delivery, desk: Desk, *, masked: bool, whole: bool) -> Letter | None:
    """As it was handed over, a day's letter with what is still there of its letters; None where that
    was not kept, or hides something and has to be `whole`.
    """
    if delivery.state in {"queued", "call"}:
        return None
    parts = []
    for one in latest(await parts_of(delivery.order, desk)):
        words = opened(one, desk)
        if words is None or (whole and words.hides):
            return None
        parts.append(again(words, one.order, desk, masked=masked))
    words = opened(delivery, desk)
    if words is None:
        return parts[0] if len(parts) == 1 else None
    if whole and words.hides:
        return None
    return replace(again(words, delivery.order, desk, masked=masked), parts=tuple(parts))


def again(words: Printed, order: Order, desk: Desk, *, masked: bool) -> Letter:
    """The words of then, with where the link leads now."""
    link = link_of(order, words.language, desk, masked=masked)
    return Letter(
        language=words.language,
        dir=words.dir,
        subject=words.subject,
        paragraphs=(words.greeting, *words.paragraphs),
        action=(words.label, link) if words.label else None,
        signature=(),
    )


def reached(to: Address | None, state: State) -> str:
    """Where the letter went, or the number to ring; empty where that is known no more."""
    if to is None:
        return ""
    return (to.phone if state == "call" else None) or to.email or to.phone or to.name


def as_printed(letter: Letter, said: Sequence[str], *, masked: bool) -> Mapping[str, object]:
    """A letter, or a part of one, with where it leads."""
    label, link = letter.action or (None, None)
    return {
        "subject": letter.subject,
        "paragraphs": [one for one in said if one],
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
