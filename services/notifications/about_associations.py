"""What is written because of what becomes of an association."""

from collections.abc import Iterable
from typing import Final

from services.notifications.documents import ERASED_MS, FORGET, Order, Template, Thread, ordered
from shared.bus.listening import Here
from shared.contracts.coordinators import AssociationReported, AssociationWaits
from shared.contracts.intake import (
    AssociationBlocked,
    AssociationChanged,
    AssociationErased,
    AssociationErasureAnnounced,
    AssociationFacts,
    AssociationVerified,
)
from shared.store.document import Due
from shared.web.languages import day_of

UNVERIFIED: Final = "unverified"
FROM_HOUR: Final = 7


def welcome(message: AssociationVerified, known: Thread | None, here: Here) -> Thread:
    orders = to_sign_in(message, "verified", message.contacts, here)
    thread = standing(begun(known, here, *orders), "verified")
    return speaking(thread, message)


def follow_speakers(message: AssociationChanged, known: Thread | None, here: Here) -> Thread:
    """Later letters go to those who speak for it now; who has just come is told so."""
    orders = to_sign_in(message, "speaks", message.arrived, here)
    return speaking(ordered(known, here, *orders), message)


def to_sign_in(
    message: AssociationFacts, template: Template, contacts: Iterable[str], here: Here
) -> list[Order]:
    """A letter to each of them that leads to where they sign in."""
    return [
        Order(
            message=here.envelope.id,
            template=template,
            recipient=contact,
            link=("sign-in",),
            facts={"name": message.name},
        )
        for contact in contacts
    ]


def speaking(thread: Thread, message: AssociationFacts) -> Thread:
    return thread.model_copy(update={"speakers": message.contacts})


def begun(known: Thread | None, here: Here, *orders: Order) -> Thread:
    """The association's thread with these letters; one that was erased has come again."""
    return ordered(known, here, *orders).without_due(FORGET)


def standing(thread: Thread, where: str) -> Thread:
    return thread.model_copy(update={"standing": where})


def refuse(_message: AssociationBlocked, known: Thread | None, _here: Here) -> Thread | None:
    """A letter that waits says nothing more that would hold."""
    return None if known is None else standing(known, "blocked")


def remind(message: AssociationWaits, known: Thread | None, here: Here) -> Thread:
    """However many associations remind of themselves on a day, a coordinator reads one letter."""
    reminders = (reminder(message, here, one) for one in message.coordinators)
    return standing(begun(known, here, *reminders), UNVERIFIED)


def reminder(message: AssociationWaits, here: Here, recipient: str) -> Order:
    return Order(
        message=here.envelope.id,
        once=day_of(here.envelope.at).isoformat(),
        template="associations_wait",
        recipient=recipient,
        link=("associations",),
        facts={"number": message.number},
        from_hour=FROM_HOUR,
    )


def report(message: AssociationReported, known: Thread | None, here: Here) -> Thread:
    """However much is said of it on a day, a coordinator reads one letter about it."""
    return ordered(known, here, *(reported(message, here, one) for one in message.coordinators))


def reported(message: AssociationReported, here: Here, recipient: str) -> Order:
    return Order(
        message=here.envelope.id,
        once=f"{message.association}|{day_of(here.envelope.at).isoformat()}",
        template="association_reported",
        recipient=recipient,
        link=("associations",),
        facts={},
        from_hour=FROM_HOUR,
    )


def warn(message: AssociationErasureAnnounced, known: Thread | None, here: Here) -> Thread:
    warnings = (warning(message, here, one) for one in message.contacts)
    return standing(begun(known, here, *warnings), UNVERIFIED)


def warning(message: AssociationErasureAnnounced, here: Here, recipient: str) -> Order:
    return Order(
        message=here.envelope.id,
        template="unverified",
        recipient=recipient,
        link=(),
        facts={"registered_at": message.registered_at, "at": message.at},
        association=message.association,
        only_while=UNVERIFIED,
        good_until=message.at,
    )


def forget(_message: AssociationErased, known: Thread | None, here: Here) -> Thread | None:
    """Nothing more is written about it; its id goes when no message about it can come any more."""
    if known is None:
        return None
    blank = {"orders": (), "speakers": None, "standing": "erased"}
    over = Due(what=FORGET, at=here.now + ERASED_MS)
    return known.model_copy(update=blank).without_due("write").with_due(over)
