"""What a person reads about their case: where it is, what happens next, by when, and why. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from services.intake.people.person import CaseSeen, OfferSeen, Person
from services.intake.people.register import guardian_answers_by
from services.intake.status_words import (
    ASKING_PARENT,
    FELL,
    INTRODUCED,
    PARENT_ANSWERS,
    PARENT_SAYS_YES,
    TELL,
    WAY,
    WORDS,
)
from shared.contracts.matching import ANSWER_MS, ASK_AGAIN_MS, HEAR_BY_MS, LATER
from shared.patience import waited_until
from shared.web.languages import say_later

DAY_MS: Final = 24 * 3_600_000
ASK_MS: Final = 14 * DAY_MS
"""How long after the introduction, and after the first meeting, we ask how it went."""
SILENCE_MS: Final = 7 * DAY_MS
"""How long such a question stands before the guide gets in touch."""
MET: Final = frozenset({"introduced", "started", "active"})
OFFERLESS: Final = frozenset({"registered", "proposed", "ended"})

Mark = Literal["done", "now", "next"]


@dataclass(frozen=True)
class Saying:
    """Message ids: what is, and what comes next. `by` is UTC ms, or None where nothing is due;
    `by_when` is the sentence that says it.
    """

    title: str
    text: str
    by: int | None = None
    by_when: str = ""
    why: str | None = None
    helps: tuple[tuple[str, str], ...] = ()
    """What would help, each with the question of the form that it is about."""


WITHDRAWN: Final = Saying(
    say_later("You have stopped"),
    say_later("We have stopped looking for you. You can send a new form at any time."),
)
WHY: Final[Mapping[str, str]] = {
    "age": say_later("What is open now is for another age."),
    "women_only": say_later("What is open now is for women only."),
    "men_only": say_later("What is open now is for men only."),
    "register_check": say_later("They ask to see a register extract, and you said no to that."),
    "skill": say_later("They ask for a skill that you have not named."),
    "swedish": say_later("It takes more Swedish. A language café can be a good first step."),
    "kind": say_later("They look for other help just now."),
    "step_free": say_later("There are stairs where it is."),
    "cost": say_later("What is open now costs money."),
    "slots": say_later("They meet at times when you are not free."),
    "distance": say_later("It is too far from where you live."),
    "failed_before": say_later("We have tried what there is."),
}
# What would help where nothing fits yet: what to say, and at which question of the form.
HELPS: Final[Mapping[str, tuple[str, str]]] = {
    "register_check": (say_later("Say that a paper from the police is fine"), "skills"),
    "skill": (say_later("Tell us more of what you can do"), "skills"),
    "swedish": (say_later("Do you speak more Swedish now? Tell us"), "languages"),
    "kind": (say_later("Choose something else that you want to do"), "kind"),
    "step_free": (say_later("Are stairs fine? Take away what you need"), "hopes"),
    "cost": (say_later("May it cost something? Take away what you need"), "hopes"),
    "slots": (say_later("Choose more times when you are free"), "when"),
    "distance": (say_later("Choose another part of the city"), "district"),
    "women_only": (say_later("Choose which groups are right for you"), "hopes"),
    "men_only": (say_later("Choose which groups are right for you"), "hopes"),
}
MORE_LIKED: Final[tuple[str, str]] = (say_later("Choose more things that you like"), "interests")
HEAR: Final = say_later("You will hear from us by %(day)s.")
YOU_ANSWER: Final = say_later("Answer by %(day)s. After that we look for something else.")
ASKED_LATER: Final = say_later("We ask you again on %(day)s. You may answer now, too.")
THEY_ANSWER: Final = say_later("The association answers by %(day)s. If not, we look further.")
ASK: Final = say_later("By %(day)s we ask you how it went.")
YOU_TELL: Final = say_later("Answer by %(day)s. After that your guide gets in touch.")
NO_NEED: Final = say_later("No association has asked for somebody like you just now.")


def saying(person: Person) -> Saying:
    """What is to be said about the person's case."""
    if person.withdrawn_at is not None:
        return WITHDRAWN
    if person.waits_for_guardian:
        return Saying(*ASKING_PARENT, by=guardian_answers_by(person), by_when=PARENT_ANSWERS)
    _, title, text = words_of(person)
    text = introduced(person) or fallen(person) or text
    by, by_when = due_by(person)
    case = person.case
    if case is None or case.waiting != "need":
        return Saying(title, text, by, by_when)
    why = WHY.get(case.reason or "", NO_NEED)
    return Saying(title, text, why=why, helps=helps_for(case.reason or ""))


def due_by(person: Person) -> tuple[int | None, str]:
    """Until when something is to happen (UTC ms), and the sentence that says what."""
    case = person.case
    if case is None:
        return person.registered_at + HEAR_BY_MS, HEAR
    if case.state == "asked":
        return answer_due(case, person.offer)
    if case.waiting == "person" and case.state in MET:
        return waited_until(case.moved_at, SILENCE_MS), YOU_TELL
    if case.waiting == "none" and case.state in {"introduced", "started"}:
        return case.moved_at + ASK_MS, ASK
    waits = case.state in {"registered", "proposed", "agreed"} or case.waiting == "guide"
    return (case.moved_at + HEAR_BY_MS, HEAR) if waits else (None, "")


def answer_due(case: CaseSeen, offer: OfferSeen | None) -> tuple[int, str]:
    """Until when a side answers, or when somebody is asked again who wants to think first."""
    if (case.waiting, case.reason) == ("person", LATER):
        return case.moved_at + ASK_AGAIN_MS, ASKED_LATER
    theirs = case.waiting == "association"
    if theirs or offer is None:
        return waited_until(case.moved_at, ANSWER_MS), THEY_ANSWER if theirs else YOU_ANSWER
    # Who was asked again has as long from then on.
    return waited_until(max(case.moved_at, offer.asked_at), ANSWER_MS), YOU_ANSWER


def introduced(person: Person) -> str | None:
    """How the two come together, while nobody has said more."""
    case, offer = person.case, person.offer
    if case is None or offer is None or offer.level is None:
        return None
    fresh = (case.state, case.waiting) == ("introduced", "none")
    return INTRODUCED[offer.level] if fresh else None


def fallen(person: Person) -> str | None:
    """That the association could not, while nothing else has come."""
    case, offer = person.case, person.offer
    if case is None or offer is None or case.state != "registered":
        return None
    return FELL if offer.state == "ended" and offer.fell else None


def helps_for(reason: str) -> tuple[tuple[str, str], ...]:
    """What would help; to like more things helps against every reason but one's age."""
    if reason == "age":
        return ()
    return (HELPS[reason], MORE_LIKED) if reason in HELPS else (MORE_LIKED,)


def to_tell(person: Person) -> str | None:
    """What the person can say behind their answer link now; None where nothing is asked."""
    case, offer = person.case, person.offer
    if case is None or offer is None or person.withdrawn_at is not None:
        return None
    asked = case.waiting == "person" or offer.question is not None
    if may_answer(person) or case.state == "introduced" or (case.state in MET and asked):
        return TELL[case.state]
    return None


def may_answer(person: Person) -> bool:
    """Whether the question is theirs to answer now."""
    case, offer = person.case, person.offer
    asked = case is not None and (case.state, case.waiting) == ("asked", "person")
    return asked and offer is not None and offer.state == "asked"


def may_take_back(person: Person) -> bool:
    """Whether they have said yes and can take that back behind their answer link."""
    if person.case is None or not has_offer(person):
        return False
    state, waiting = person.case.state, person.case.waiting
    return state == "agreed" or (state, waiting) == ("asked", "association")


def has_offer(person: Person) -> bool:
    """Whether what they were asked about still stands."""
    if person.offer is None or person.case is None or person.withdrawn_at is not None:
        return False
    return person.offer.state != "ended" and person.case.state not in OFFERLESS


def words_of(person: Person) -> tuple[int, str, str]:
    """How far the case has come on the way, and its words."""
    if person.case is None:
        return WORDS["registered", ""]
    state = person.case.state
    how = person.case.reason if state == "ended" else person.case.waiting
    return WORDS.get((state, how or "")) or WORDS[state, ""]


def marks(person: Person) -> list[tuple[str, Mark]]:
    """The steps of the way, and whether each is done, now, or next; none once it is over."""
    ended = person.case is not None and person.case.state == "ended"
    if person.withdrawn_at is not None or ended:
        return []
    if person.waits_for_guardian:
        return [(PARENT_SAYS_YES, "now"), *((step, "next") for step in WAY[1:])]
    at = words_of(person)[0]

    def mark(place: int) -> Mark:
        return "done" if place < at else "now" if place == at else "next"

    return [(step, mark(place)) for place, step in enumerate(WAY)]
