"""What a person reads about their case: where it is, what happens next, by when, and why. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from services.intake.people.person import Person
from shared.web.languages import say_later

DAY_MS: Final = 24 * 3_600_000
HEAR_BY_MS: Final = 7 * DAY_MS
"""Within this time of the last move a person hears from us; a guide's board shows who waits."""

Mark = Literal["done", "now", "next"]


@dataclass(frozen=True)
class Saying:
    """Message ids: what is, and what comes next. `by` is UTC ms, or None where nothing is due."""

    title: str
    text: str
    by: int | None = None
    why: str | None = None


WAY: Final = (
    say_later("We have your form"),
    say_later("We look for something that fits"),
    say_later("You get a question: yes or no"),
    say_later("The association answers"),
    say_later("You meet"),
)
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
        say_later("We have written to you. Open the link there and say yes or no."),
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
NO_NEED: Final = say_later("No association has asked for somebody like you just now.")


def saying(person: Person) -> Saying:
    """What is to be said about the person's case."""
    if person.withdrawn_at is not None:
        return WITHDRAWN
    _, title, text = words_of(person)
    case = person.case
    since = case.moved_at if case else person.registered_at
    waits = case is None or case.state in {"registered", "proposed", "agreed"}
    stuck = case is not None and case.waiting == "need"
    return Saying(
        title=title,
        text=text,
        by=since + HEAR_BY_MS if waits and not stuck else None,
        why=WHY.get(case.reason or "", NO_NEED) if case and stuck else None,
    )


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
