"""Who has looked at a person's name, contact or case, for that person to read."""

from collections.abc import AsyncIterator
from typing import Final

from services.intake.desk import Desk
from services.intake.people.person import ACCESSES, Access, Person
from shared.web.languages import say_later

PAGE: Final = 200
WHO: Final = {
    "guide": say_later("Your guide"),
    "coordinator": say_later("The office"),
}
SOMEBODY: Final = say_later("Somebody who works with us")
# The same codes as a guide chooses from, in the words of the one who was looked at.
WHY: Final = {
    "asked": say_later("You had asked for it"),
    "call": say_later("To ask you something"),
    "meet": say_later("To bring you together with an association"),
    "mend": say_later("Something was wrong in your form"),
    "complaint": say_later("Somebody had complained"),
    "cover": say_later("Your guide was away"),
    "quality": say_later("To check how well we work"),
    "given": say_later("To find you a guide"),
    "export": say_later("In a list of everybody, two of us agreed"),
}
WHAT: Final = {
    "": say_later("Your name or number"),
    "person": say_later("Your name and answers"),
    "case": say_later("How it goes for you here"),
    "answers": say_later("Your answers: they wrote down what you said"),
    "contact": say_later("How we reach you: they wrote down what you said"),
}
NO_REASON: Final = say_later("No reason is noted")


async def looks_at(desk: Desk, person: Person) -> AsyncIterator[Access]:
    """All looks, the newest first."""
    after: tuple[int, str] | None = None
    while True:
        where = {"person": person.id}
        page = await desk.store.find(ACCESSES, where, order="-at", limit=PAGE, after=after)
        for look in page:
            yield look
        if len(page) < PAGE:
            return
        after = (page[-1].at, page[-1].id)


def who(look: Access) -> str:
    """Who looked, as a message id: their work, never their name."""
    return WHO.get(look.role, SOMEBODY)


def what(look: Access) -> str:
    """What was looked at, as a message id."""
    return WHAT[look.what]


def why(look: Access) -> str:
    return WHY.get(look.reason, NO_REASON)
