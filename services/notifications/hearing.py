"""What notifications hears, and what is to be written because of it."""

from typing import Final

from services.notifications import about_associations, about_days, about_ends, about_matches
from services.notifications.documents import (
    CONTACTS,
    ERASED_MS,
    FORGET,
    GUIDES,
    LINK_MS,
    SUBJECT_MS,
    THREADS,
    Contact,
    GuideOf,
    Order,
    Thread,
    ordered,
)
from shared.bus.listening import Here, hears
from shared.contracts.coordinators import AssociationReported, AssociationWaits, ErasureWaits
from shared.contracts.intake import (
    AssociationBlocked,
    AssociationChanged,
    AssociationErased,
    AssociationErasureAnnounced,
    AssociationVerified,
    CodeAsked,
    ContactChanged,
    ErasureAnnounced,
    GuardianAsked,
    NeedDoubted,
    PersonChanged,
    PersonRegistered,
    PersonWithdrawn,
    SessionEnded,
    SignInAsked,
)
from shared.contracts.matching import (
    HEAR_BY_MS,
    CaseClaimed,
    CaseMoved,
    DayBegan,
    MatchAnswered,
    MatchApproved,
    MatchAskedAgain,
    MatchInquired,
    MatchIntroduced,
    MatchMoved,
    MatchReminded,
)
from shared.store.document import Due
from shared.web.sessions import end, ended_of

REGISTERED: Final = "registered"
ASKED_GUARDIAN: Final = "asked_guardian"


def keep_contact(message: ContactChanged, known: Contact | None, here: Here) -> Contact:
    """The newest wins; what waited for it is woken."""
    fresh = Contact(
        id=message.contact,
        region=here.envelope.region,
        key_id=message.key_id,
        sealed=message.sealed,
    )
    kept = fresh if known is None else fresh.model_copy(update=carried(known))
    if message.sealed is None:
        kept = kept.with_due(Due(what=FORGET, at=here.now + ERASED_MS))
    return kept.with_due(Due(what="wake", at=here.now))


def carried(known: Contact) -> dict[str, object]:
    """What a newer document of the same id keeps of the older one."""
    return {"version": known.version, "heard": known.heard, "told": known.told}


def remember_guide(message: CaseMoved | CaseClaimed, known: GuideOf | None, here: Here) -> GuideOf:
    doc = known or GuideOf(id=message.person, region=here.envelope.region)
    if message.reason != "erased":
        return about_ends.of_case(message, doc, here).model_copy(update={"guide": message.guide})
    # Matching's last word about somebody erased: nobody walks with them any more.
    gone = Due(what=FORGET, at=here.now + ERASED_MS)
    blank = {"guide": None, "ended": "erased", "orders": ()}
    return doc.model_copy(update=blank).without_due("write").with_due(gone)


def thank(message: PersonRegistered, known: Thread | None, here: Here) -> Thread:
    thread = ordered(known, here, receipt(message, here))
    told = {"generation": message.generation, "standing": REGISTERED}
    return thread.model_copy(update=told)


def receipt(message: PersonRegistered, here: Here) -> Order:
    hear_by = message.registered_at + HEAR_BY_MS
    return Order(
        message=here.envelope.id,
        template="receipt",
        recipient=message.person,
        link=("person", message.person, str(message.generation)),
        facts={"kinds": list(message.wishes.kinds), "hear_by": hear_by},
        person=message.person,
        own_act_at=message.registered_at,
    )


def ask_guardian(message: GuardianAsked, known: Thread | None, here: Here) -> Thread:
    """A child's contact is the guardian's; the letter goes while the answer is awaited."""
    order = Order(
        message=here.envelope.id,
        template="remind_guardian" if message.again else "ask_guardian",
        recipient=message.person,
        link=("guardian", message.person),
        facts={"answer_by": message.answer_by},
        person=message.person,
        only_while=ASKED_GUARDIAN,
    )
    thread = ordered(known, here, order)
    return thread.model_copy(update={"standing": ASKED_GUARDIAN})


def follow_link(message: PersonChanged, known: Thread | None, here: Here) -> Thread:
    """Later letters lead to the link that is the present one."""
    thread = ordered(known, here)
    return thread.model_copy(update={"generation": message.generation})


def send_code(message: CodeAsked, known: Thread | None, here: Here) -> Thread:
    order = Order(
        message=here.envelope.id,
        template="code",
        recipient=message.person,
        link=("code", message.person, str(message.number)),
        facts={"expires_at": message.expires_at},
        person=message.person,
        own_act_at=here.envelope.at,
    )
    return ordered(known, here, order)


def warn(message: ErasureAnnounced, known: Thread | None, here: Here) -> Thread:
    """The person is told that everything goes, and leads to the page where they can keep it."""
    order = Order(
        message=here.envelope.id,
        template="leaving",
        recipient=message.person,
        link=(),
        facts={"at": message.at, "why": message.why},
        person=message.person,
    )
    return ordered(known, here, order)


def ask_second(message: ErasureWaits, known: Thread | None, here: Here) -> Thread:
    """Each other coordinator is asked to agree; the letter says of nobody who it is, and is no line
    of that person's case: a guide reads no letter to a coordinator.
    """
    orders = (
        Order(
            message=here.envelope.id,
            template="erasure_waits",
            recipient=one,
            link=("erasures",),
            facts={},
        )
        for one in message.coordinators
    )
    return ordered(known, here, *orders)


def forget(message: PersonWithdrawn, known: Thread | None, here: Here) -> Thread | None:
    """Of somebody erased no letter stays, and none is written."""
    if message.reason != "erased":
        return known
    thread = ordered(known, here).without_due("write")
    blank = {"orders": (), "generation": None, "calls": (), "erased": True}
    gone = Due(what=FORGET, at=here.now + ERASED_MS)
    return thread.model_copy(update=blank).with_due(Due(what="erase", at=here.now), gone)


def send_link(message: SignInAsked, known: Thread | None, here: Here) -> Thread:
    order = Order(
        message=here.envelope.id,
        template="sign_in",
        recipient=message.account,
        link=("sign-in", message.sign_in),
        facts={},
        own_act_at=here.envelope.at,
    )
    return ordered(known, here, order).with_due(Due(what=FORGET, at=here.now + LINK_MS))


def ask_still(message: NeedDoubted, known: Thread | None, here: Here) -> Thread:
    thread = ordered(known, here, *(about_need(message, here, one) for one in message.contacts))
    return thread.with_due(Due(what=FORGET, at=here.now + SUBJECT_MS))


def about_need(message: NeedDoubted, here: Here, recipient: str) -> Order:
    facts = {
        "title": message.details.title,
        "posted_at": message.posted_at,
        "closes_at": message.closes_at,
    }
    return Order(
        message=here.envelope.id,
        template="ask_still",
        recipient=recipient,
        link=("still", message.need, str(message.number)),
        facts=facts,
        association=message.association,
    )


HEARS: Final = (
    hears(ContactChanged, keep_contact, of=CONTACTS),
    hears(PersonRegistered, thank, of=THREADS),
    hears(GuardianAsked, ask_guardian, of=THREADS),
    hears(PersonChanged, follow_link, of=THREADS),
    hears(CodeAsked, send_code, of=THREADS),
    hears(ErasureAnnounced, warn, of=THREADS),
    hears(ErasureWaits, ask_second, of=THREADS),
    hears(PersonWithdrawn, forget, of=THREADS),
    hears(SignInAsked, send_link, of=THREADS),
    hears(AssociationVerified, about_associations.welcome, of=THREADS),
    hears(AssociationChanged, about_associations.follow_speakers, of=THREADS),
    hears(AssociationBlocked, about_associations.refuse, of=THREADS),
    hears(AssociationWaits, about_associations.remind, of=THREADS),
    hears(AssociationReported, about_associations.report, of=THREADS),
    hears(AssociationErasureAnnounced, about_associations.warn, of=THREADS),
    hears(AssociationErased, about_associations.forget, of=THREADS),
    hears(NeedDoubted, ask_still, of=THREADS),
    hears(MatchApproved, about_matches.ask, of=THREADS),
    hears(MatchAskedAgain, about_matches.ask, of=THREADS),
    hears(MatchAnswered, about_ends.answered, of=THREADS),
    hears(MatchReminded, about_matches.remind, of=THREADS),
    hears(MatchIntroduced, about_matches.introduce, of=THREADS),
    hears(MatchInquired, about_matches.inquire, of=THREADS),
    hears(MatchMoved, about_ends.moved, of=THREADS),
    hears(DayBegan, about_days.begin, of=THREADS),
    hears(CaseMoved, remember_guide, of=GUIDES, key=lambda message: message.person),
    hears(CaseClaimed, remember_guide, of=GUIDES, key=lambda message: message.person),
    hears(SessionEnded, end, of=ended_of("notifications")),
)
