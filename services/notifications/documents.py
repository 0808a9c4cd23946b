"""What notifications keeps: contacts (sealed), what is to be written about whom, deliveries."""

from typing import Any, ClassVar, Final, Literal
from uuid import NAMESPACE_OID, UUID, uuid5

from pydantic import BaseModel, ConfigDict

from shared.bus.listening import Here
from shared.contracts.matching import Side
from shared.store.collection import Collection
from shared.store.document import Document, Due

Template = Literal[
    "receipt",
    "ask_person",
    "ask_association",
    "agreed",
    "sign_in",
    "verified",
    "code",
    "ask_still",
    "speaks",
    "remind_person",
    "remind_association",
    "introduced_person",
    "introduced_association",
    "ask_met",
    "ask_going_on",
    "ask_hopes",
    "my_day",
    "ask_guardian",
    "remind_guardian",
    "leaving",
    "day",
    "ask_report",
    "associations_wait",
    "erasure_waits",
    "association_reported",
    "unverified",
    "ended_person",
    "ended_association",
    "ended_case",
]
State = Literal["queued", "sending", "sent", "failed", "unknown", "call", "called", "gathered"]
STATES: Final[tuple[State, ...]] = (
    "queued", "call", "called", "unknown", "failed", "sending", "sent", "gathered",
)  # fmt: skip


class Contact(Document):
    """How somebody is reached, as it came: encrypted until the moment of sending."""

    key_id: str
    sealed: str | None


class Order(BaseModel):
    """A letter to be written: `template` to `recipient`, because of one message."""

    model_config = ConfigDict(frozen=True)

    message: str
    template: Template
    recipient: str
    link: tuple[str, ...]
    """What the letter's private link is derived from; empty where it leads to no private page."""
    facts: dict[str, Any]
    person: str | None = None
    """The person whom the letter is about, for the guide who may read it."""
    association: str | None = None
    """The association whose contacts get it: those that it has when the letter is written."""
    own_act_at: int | None = None
    """When the reader did what this answers; such a letter may go at night."""
    match: str | None = None
    """The match that the letter is about."""
    only_while: str | None = None
    """Where that match, or else the person or association, has to stand for the letter still to be
    sent; where it may be one of several, they are parted by blanks."""
    once: str | None = None
    """What the letter is written once for, where several messages ask for the same."""
    from_hour: int | None = None
    """From which hour it may go, where its reader is at work earlier than others are written to."""
    good_until: int | None = None
    """When it is of no use any more, UTC ms."""
    after: Template | None = None
    """The letter about the same match that its reader must have got, else this one says nothing."""
    while_case: Literal["open", "over"] | None = None
    """How the person's case has to stand for the letter still to be sent."""
    shares: Side | None = None
    """Whose name and address the letter gives, put in when it is written: after both said yes."""


class GuideOf(Document):
    """Which guide walks with a person (id is the person's): decides who may read their letters.

    `ended` is why the person's case is over, and `orders` what is to be written about that.
    """

    guide: str | None = None
    ended: str | None = None
    orders: tuple[Order, ...] = ()


class Thread(Document):
    """What is to be written about one subject: a listener's one write, with its sequence."""

    orders: tuple[Order, ...] = ()
    generation: int | None = None
    """Which private link of a person is the present one, where the subject is a person."""
    speakers: tuple[str, ...] | None = None
    """Who speaks for the association, where the subject is one."""
    standing: str | None = None
    """Where the match or the person stands, where the subject is one."""
    calls: tuple[int, ...] = ()
    """Since when letters wait to be read out to the person, as it was told last; UTC ms."""
    erased: bool = False
    """The subject is a person who was erased: nothing is written about them any more."""


class Delivery(Document):
    """One letter to one recipient. It is sent only while its state says so."""

    state: State
    order: Order
    recipient: str
    person: str | None
    queued_at: int
    changed_at: int
    channel: str | None = None
    reason: str | None = None
    tries: int = 0
    sent_at: int | None = None
    by: str | None = None
    """The account that has read it out, or says that it is needed no more."""
    day: str | None = None
    """The morning (ISO date in Stockholm) whose one letter it is to be in, where its reader wants so."""
    key_id: str | None = None
    sealed: str | None = None
    """Its words as they were handed over or read out last, masked as for other eyes, sealed about
    the id; None before, and for what an older release sent.
    """


class Restored(Document):
    """This store came out of a backup: what was announced until then may have been sent since."""

    ID: ClassVar[str] = "restored"
    REASON: ClassVar[str] = "restored"
    until: int
    """The moment of the backup, UTC ms."""

    def covers(self, order: Order) -> bool:
        """Whether its message was announced before: a UUIDv7 begins with its time."""
        return UUID(order.message).int >> 80 <= self.until


CONTACTS: Final = Collection("notifications", "contacts", Contact)
GUIDES: Final = Collection("notifications", "guides", GuideOf, indexes=(("guide",),))
RESTORED: Final = Collection("notifications", "restored", Restored)
THREADS: Final = Collection("notifications", "threads", Thread)
DELIVERIES: Final = Collection(
    "notifications",
    "deliveries",
    Delivery,
    indexes=(
        ("recipient", "state"),
        ("state", "queued_at"),
        ("queued_at",),
        ("region", "queued_at"),
        ("region", "state", "queued_at"),
        ("person", "queued_at"),
    ),
)


FORGET: Final = "forget"
DAY_MS: Final = 24 * 3_600_000
PERSONS_LETTER_MS: Final = 365 * DAY_MS
OTHER_LETTER_MS: Final = 90 * DAY_MS
"""A letter about nobody but its reader: a link to sign in, news of an association."""
SUBJECT_MS: Final = 400 * DAY_MS
"""Longer than any clock waits between two messages about one match or need."""
LINK_MS: Final = 30 * DAY_MS
ERASED_MS: Final = 90 * DAY_MS
"""As long as intake says that somebody was erased; longer than any topic keeps a message."""


def forgotten_at(order: Order, now: int) -> Due:
    """When the letter that is queued now goes."""
    kept = PERSONS_LETTER_MS if order.person else OTHER_LETTER_MS
    return Due(what=FORGET, at=now + kept)


def delivery_id(order: Order) -> str:
    """One per message, recipient and template: a message that comes again sends nothing again."""
    return str(
        uuid5(NAMESPACE_OID, f"{order.once or order.message}|{order.recipient}|{order.template}")
    )


def ordered(known: Thread | None, here: Here, *orders: Order) -> Thread:
    """The subject's thread with these letters to be written."""
    doc = known or Thread(id=here.envelope.subject, region=here.envelope.region)
    if not orders:
        return doc
    waiting = doc.model_copy(update={"orders": (*doc.orders, *orders)})
    return waiting.with_due(Due(what="write", at=here.now))
