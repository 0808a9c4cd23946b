"""What is written about a match, from the question to the person to how it is half a year later."""

from collections.abc import Mapping
from typing import Final

from services.notifications.documents import (
    FORGET,
    SUBJECT_MS,
    Order,
    Template,
    Thread,
    ordered,
)
from shared.bus.listening import Here
from shared.contracts.matching import (
    HEAR_BY_MS,
    MatchAnswered,
    MatchApproved,
    MatchAskedAgain,
    MatchFacts,
    MatchInquired,
    MatchIntroduced,
    MatchReminded,
    Question,
    Side,
)
from shared.store.document import Due

INQUIRES: Final[dict[Question, Template]] = {
    "met": "ask_met",
    "two_weeks": "ask_going_on",
    "three_months": "ask_hopes",
    "six_months": "ask_hopes",
}


AGREED: Final = "agreed introduced started active"
GOES_ON: Final = f"asked_person asked_association {AGREED}"


def standing(message: MatchFacts) -> str:
    """Where the match stands: its state and, while it is asked, whose answer is awaited."""
    if message.state != "asked":
        return message.state
    return "asked_person" if message.person_answer is None else "asked_association"


def kept(message: MatchFacts, known: Thread | None, here: Here, *orders: Order) -> Thread:
    """The match stands here now: letters that asked for what was before are no longer to be sent."""
    thread = ordered(known, here, *orders).model_copy(update={"standing": standing(message)})
    return thread.with_due(Due(what=FORGET, at=here.now + SUBJECT_MS))


def ask(message: MatchApproved | MatchAskedAgain, known: Thread | None, here: Here) -> Thread:
    order = about_match(message, here, "ask_person", message.person)
    facts = {**order.facts, "answer_by": message.answer_by}
    # Nobody is asked in the morning what is over since the night.
    told = {"facts": facts, "only_while": GOES_ON}
    return kept(message, known, here, order.model_copy(update=told))


def pass_on(message: MatchAnswered, known: Thread | None, here: Here) -> Thread:
    """A person's yes goes to the association, the association's yes back to the person."""
    orders: list[Order] = []
    if message.side == "person" and message.person_answer == "yes":
        asked = to_association(message, here, "ask_association")
        # It may wait for a morning, and is not sent where the match stands elsewhere by then.
        orders = [_timely(one, message, {"answer_by": message.answer_by}) for one in asked]
    if message.side == "association" and message.association_answer == "yes":
        agreed = about_match(message, here, "agreed", message.person)
        told = {**agreed.facts, "hear_by": here.envelope.at + HEAR_BY_MS}
        # Who takes back their yes in the night does not read in the morning that both said it.
        orders = [agreed.model_copy(update={"facts": told, "only_while": AGREED})]
    return kept(message, known, here, *orders)


def remind(message: MatchReminded, known: Thread | None, here: Here) -> Thread:
    """Who has not answered is asked to, while the answer is still awaited when the letter goes."""
    if message.side == "person":
        orders = [about_match(message, here, "remind_person", message.person)]
    else:
        orders = to_association(message, here, "remind_association")
    told = {"answer_by": message.answer_by}
    return kept(message, known, here, *(_timely(one, message, told) for one in orders))


def introduce(message: MatchIntroduced, known: Thread | None, here: Here) -> Thread:
    """Each side hears of the other; details are put in when the letter is written, if at all."""
    to_person = about_match(message, here, "introduced_person", message.person)
    to_them = to_association(message, here, "introduced_association")
    orders = [
        _with_help(to_person, message, "association"),
        *(_with_help(one, message, "person") for one in to_them),
    ]
    return kept(message, known, here, *orders)


def _with_help(order: Order, message: MatchIntroduced, whose: Side) -> Order:
    """The order with how much the guide helps, and whose details it gives where they are given."""
    facts = {
        "level": message.level,
        "web": message.web,
        "ask_at": message.ask_at,
        "association": message.association,
        "contacts": list(message.contacts),
    }
    shares = whose if message.details else None
    return order.model_copy(update={"facts": {**order.facts, **facts}, "shares": shares})


def inquire(message: MatchInquired, known: Thread | None, here: Here) -> Thread:
    """How it goes: both are asked whether they have met, and after two weeks; the person
    about everything after.
    """
    template = INQUIRES[message.question]
    orders = [about_match(message, here, template, message.person)]
    if message.question == "met":
        orders += to_association(message, here, template)
    told = {"question": message.question, "answer_by": message.answer_by}
    asked = [_timely(one, message, told) for one in orders]
    return kept(message, known, here, *asked, *_to_report(message, here))


def _to_report(message: MatchInquired, here: Here) -> list[Order]:
    """After two weeks the association says how it goes: also once the person has answered."""
    if message.question != "two_weeks":
        return []
    asked = to_association(message, here, "ask_report")
    return [one.model_copy(update={"only_while": "started active"}) for one in asked]


def _timely(order: Order, message: MatchFacts, facts: Mapping[str, object]) -> Order:
    """The order with more facts, sent only while the match stands where it does."""
    told = {"facts": {**order.facts, **facts}, "only_while": standing(message)}
    return order.model_copy(update=told)


def to_association(message: MatchFacts, here: Here, template: Template) -> list[Order]:
    """The letter to each who speaks for the association."""
    return [
        about_match(message, here, template, one, side="association") for one in message.contacts
    ]


def about_match(
    message: MatchFacts,
    here: Here,
    template: Template,
    recipient: str,
    *,
    side: Side = "person",
) -> Order:
    facts = {
        "about": message.about.model_dump(mode="json"),
        "alias": message.alias,
        "facets": list(message.facets) if side == "association" else [],
        "reasons": list(message.reasons) if side == "person" else [],
        "side": side,
    }
    return Order(
        message=here.envelope.id,
        template=template,
        recipient=recipient,
        link=() if template == "agreed" else ("answer", message.match, side),
        facts=facts,
        person=message.person,
        association=message.association if side == "association" else None,
        match=message.match,
    )
