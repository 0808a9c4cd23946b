"""What a person reads about their case: where it is, what happens next, by when, and why. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from services.intake.people.person import Person
from shared.web.languages import say_later

DAY_MS: Final = 24 * 3_600_000
HEAR_BY_MS: Final = 7 * DAY_MS
"""Within this time of the last move a person hears from us; a guide's board shows who waits."""
ANSWER_BY_MS: Final = 7 * DAY_MS
"""How long each side has to answer: matching's clock, which a test compares with this."""

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


WAY: Final = (
    say_later("We have your form"),
    say_later("We look for something that fits"),
    say_later("You get a question: yes or no"),
    say_later("The association answers"),
    say_later("You meet"),
)
OFFERLESS: Final = frozenset({"registered", "proposed", "ended"})
LOOKING: Final = (
    say_later("We are looking for you"),
    say_later("We look at which associations fit you. A guide reads it too. Then we write to you."),
)
# Where the case is on the way, and its words, by state of the case and whose move it is.
WORDS: Final[Mapping[tuple[str, str], tuple[int, str, str]]] = {
    ("registered", ""): (1, *LOOKING),
    ("registered", "need"): (
        1,
        say_later("Nothing fits yet"),
        say_later("We keep looking. As soon as something new fits you, we write to you."),
    ),
    ("proposed", ""): (
        1,
        say_later("We have found something"),
        say_later("A guide looks at it now. Then you get a question: yes or no."),
    ),
    ("asked", ""): (
        2,
        say_later("You have a question to answer"),
        say_later("We have found something for you. Say yes or no."),
    ),
    ("asked", "association"): (
        3,
        say_later("You said yes"),
        say_later("Now we ask the association. Then we write to you."),
    ),
    ("agreed", ""): (
        4,
        say_later("You both said yes"),
        say_later("Your guide helps you to meet. You hear from the guide."),
    ),
    ("introduced", ""): (
        4,
        say_later("You can meet now"),
        say_later("You have the details. Go there, or ask your guide to come along."),
    ),
    ("started", ""): (
        4,
        say_later("You have begun"),
        say_later("We will soon ask how it is going."),
    ),
    ("active", ""): (5, say_later("You take part"), say_later("We are glad. Have a good time!")),
    ("ended", ""): (
        5,
        say_later("This has ended"),
        say_later("You can send a new form at any time."),
    ),
}
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
THEY_ANSWER: Final = say_later("The association answers by %(day)s. If not, we look further.")
NO_NEED: Final = say_later("No association has asked for somebody like you just now.")


def saying(person: Person) -> Saying:
    """What is to be said about the person's case."""
    if person.withdrawn_at is not None:
        return WITHDRAWN
    _, title, text = words_of(person)
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
        theirs = case.waiting == "association"
        if theirs or person.offer is None:
            return case.moved_at + ANSWER_BY_MS, THEY_ANSWER if theirs else YOU_ANSWER
        # Who wanted to think first is asked again, and has as long from then on.
        return max(case.moved_at, person.offer.asked_at) + ANSWER_BY_MS, YOU_ANSWER
    waits = case.state in {"registered", "proposed", "agreed"}
    return (case.moved_at + HEAR_BY_MS, HEAR) if waits else (None, "")


def helps_for(reason: str) -> tuple[tuple[str, str], ...]:
    """What would help; to like more things helps against every reason but one's age."""
    if reason == "age":
        return ()
    return (HELPS[reason], MORE_LIKED) if reason in HELPS else (MORE_LIKED,)


def may_answer(person: Person) -> bool:
    """Whether the question is theirs to answer now."""
    case, offer = person.case, person.offer
    asked = case is not None and (case.state, case.waiting) == ("asked", "person")
    return asked and offer is not None and offer.state == "asked"


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
    return WORDS.get((state, person.case.waiting)) or WORDS[state, ""]


def marks(person: Person) -> list[tuple[str, Mark]]:
    """The steps of the way, and whether each is done, now, or next; none once it is over."""
    ended = person.case is not None and person.case.state == "ended"
    if person.withdrawn_at is not None or ended:
        return []
    at = words_of(person)[0]

    def mark(place: int) -> Mark:
        return "done" if place < at else "now" if place == at else "next"

    return [(step, mark(place)) for place, step in enumerate(WAY)]
