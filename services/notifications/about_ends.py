"""What is written when a match or a case is over: to each side, of what was not its own word.

Nobody hears of a question that never came to them (`after`), and a person not of a match once their
whole case is over, nor of an ended case that is open again (`while_case`).
"""

from typing import Final

from services.notifications.about_matches import (
    about_match,
    kept,
    pass_on,
    standing,
    to_association,
)
from services.notifications.documents import GuideOf, Order, Template, Thread
from services.notifications.endings import WHY_ASSOCIATION, WHY_CASE, WHY_PERSON
from shared.bus.listening import Here
from shared.contracts.matching import (
    HEAR_BY_MS,
    CaseClaimed,
    CaseMoved,
    MatchAnswered,
    MatchFacts,
    MatchMoved,
)
from shared.store.document import Due

INTRODUCED: Final = frozenset({"introduced", "started", "active"})
THERE: Final = frozenset({"started", "active"})


def answered(message: MatchAnswered, known: Thread | None, here: Here) -> Thread:
    """A no of the association is an end that the person hears of; their own no is none."""
    if (message.side, message.association_answer) != ("association", "no"):
        return pass_on(message, known, here)
    told = to_person(message, "association_no", "asked_association", here)
    return kept(message, known, here, told)


def moved(message: MatchMoved, known: Thread | None, here: Here) -> Thread:
    """The match goes on, or is over: of that, each side hears what it did not say itself."""
    stood = before(message, known)
    if message.state != "ended" or message.why is None or stood in {"proposed", "ended"}:
        return kept(message, known, here)
    orders: list[Order] = []
    if message.why in WHY_PERSON and not is_own_word(message, stood):
        orders.append(to_person(message, message.why, stood, here))
    if message.why in WHY_ASSOCIATION and stood != "asked_person":
        orders += to_them(message, stood, here)
    return kept(message, known, here, *orders)


def is_own_word(message: MatchMoved, stood: str) -> bool:
    """Whether the person has said it, or let the day go by that the question named."""
    if message.why == "no_answer":
        return stood == "asked_person"
    return message.why == "stopped" and not message.by_guide


def before(message: MatchFacts, known: Thread | None) -> str:
    """Where the match stood when it ended; by its answers where nothing was heard of it before."""
    if known is not None and known.standing is not None:
        return known.standing
    asked = message.model_copy(update={"state": "asked"})
    return "agreed" if message.association_answer == "yes" else standing(asked)


def to_person(message: MatchFacts, why: str, stood: str, here: Here) -> Order:
    """The letter to the person, who has said yes, or at least has got the question."""
    facts = {"ended": why, "hear_by": here.envelope.at + HEAR_BY_MS}
    order = about_match(message, here, "ended_person", message.person)
    asked: Template | None = "ask_person" if stood == "asked_person" else None
    told = {"link": (), "facts": {**order.facts, **facts}, "while_case": "open", "after": asked}
    return order.model_copy(update=told)


def to_them(message: MatchFacts, stood: str, here: Here) -> list[Order]:
    """The letter to each who speaks for the association, and has got the question or said yes."""
    orders = to_association(message, here, "ended_association")
    asked: Template | None = "ask_association" if stood == "asked_association" else None
    said = {
        "said_yes": stood != "asked_association",
        "introduced": stood in INTRODUCED,
        "was_there": stood in THERE,
        "facets": [],
    }
    return [
        one.model_copy(update={"facts": {**one.facts, **said}, "after": asked}) for one in orders
    ]


def of_case(message: CaseMoved | CaseClaimed, known: GuideOf, here: Here) -> GuideOf:
    """A guide looks for nothing more: the person is told once, until the case is open again."""
    ended = (message.reason or "ended") if message.state == "ended" else None
    after = known.model_copy(update={"ended": ended})
    if ended not in WHY_CASE or known.ended is not None:
        return after
    order = Order(
        message=here.envelope.id,
        template="ended_case",
        recipient=message.person,
        link=(),
        facts={"case_ended": ended},
        person=message.person,
        while_case="over",
    )
    waiting = after.model_copy(update={"orders": (*known.orders, order)})
    return waiting.with_due(Due(what="write", at=here.now))
