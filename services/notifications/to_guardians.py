"""What the guardian of a child under 13 is written: the question, and once a reminder.

The contact is the guardian's, and its name the child's: so these letters greet nobody by name.
"""

from collections.abc import Callable, Mapping
from typing import Final

from services.notifications.paper import Facts, Said, Writer


def ask_guardian(facts: Facts, to: Writer) -> Said:
    return (
        to.say("May %(name)s take part?", name=to.name),
        (
            to.say("%(name)s has asked us to look for an association.", name=to.name),
            to.say("The child is under 13, so you decide."),
            to.say("Open the link. There you read what the child wrote, and say yes or no."),
            *without_a_yes(facts, to),
        ),
        to.say("Read it, and answer"),
    )


def remind_guardian(facts: Facts, to: Writer) -> Said:
    _, paragraphs, label = ask_guardian(facts, to)
    return (
        to.say("Please answer: may %(name)s take part?", name=to.name),
        (to.say("We asked you some days ago."), *paragraphs),
        label,
    )


def without_a_yes(facts: Facts, to: Writer) -> tuple[str, ...]:
    day = to.language.day(facts["answer_by"])
    return (
        to.say("We look for nothing before you have said yes."),
        to.say("If we hear nothing by %(day)s, we erase everything.", day=day),
    )


LETTERS: Final[Mapping[str, Callable[[Facts, Writer], Said]]] = {
    "ask_guardian": ask_guardian,
    "remind_guardian": remind_guardian,
}
