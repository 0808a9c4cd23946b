"""Letters that tell that it came to nothing, or that the case is over, and what happens next. Pure.

Each end is told once: a person of what they had said yes to, an association of whom it was asked
about. The words blame nobody, and tell an association nothing of why.
"""

from collections.abc import Callable, Mapping
from typing import Final

from services.notifications.paper import Facts, Said, Writer, hear_by
from shared.web.languages import say_later

WHY_PERSON: Final[Mapping[str, str]] = {
    "association_no": say_later("They could not say yes this time."),
    "no_answer": say_later("They have not answered."),
    "full": say_later("All places are taken now."),
    "need_closed": say_later("They look for nobody just now."),
    "never_met": say_later("You have not met, as we have heard."),
    "stopped": say_later("You do not go there any more, as we have heard."),
    "not_right": say_later("It was not quite the right thing for you."),
    "association_cannot": say_later("It does not work for them just now."),
    "other": say_later("It did not come about this time."),
}
"""By the reason of an end that is not the person's own word."""
WHY_CASE: Final[Mapping[str, str]] = {
    "on_their_own": say_later("You find your way by yourself now. We are glad."),
    "found_elsewhere": say_later("You have found something somewhere else. We are glad."),
    "does_not_want": say_later("You do not want to go on now, as we have heard."),
    "not_reached": say_later("We have tried to reach you, and have not heard from you."),
    "left_town": say_later("You have moved away, as we have heard."),
}
"""By the reason for which a guide looks for nothing more."""
ENDED_WITH_CASE: Final = frozenset({*WHY_CASE, "own_wish", "moved", "placed"})
WHY_ASSOCIATION: Final = ENDED_WITH_CASE | {
    "never_met", "stopped", "not_right", "other", "person_changed_mind",
}  # fmt: skip
"""Ends that do not come from the association itself, which it is told of."""


def ended_person(facts: Facts, to: Writer) -> Said:
    about, why = facts["about"], WHY_PERSON[facts["ended"]]
    return (
        to.say("Nothing came of %(association)s", association=about["association_name"]),
        (
            to.say(
                "This is about %(association)s: %(title)s.",
                association=about["association_name"],
                title=about["title"],
            ),
            to.say(why),
            to.say("Now we look for something else for you."),
            *hear_by(facts, to),
            to.say("Does it take longer? Then your page says why."),
        ),
        to.say("Open my page"),
    )


def ended_association(facts: Facts, to: Writer) -> Said:
    alias = facts["alias"]
    subject = (
        to.say("%(alias)s does not come any more", alias=alias)
        if facts["was_there"]
        else to.say("%(alias)s will not come", alias=alias)
    )
    delete = to.say("Do you have the name and number? Then please erase them.")
    return (
        subject,
        (
            to.say("This is about: %(title)s.", title=facts["about"]["title"]),
            to.say("You need to do nothing."),
            *((to.say("The place is free again."),) if facts["said_yes"] else ()),
            *((delete,) if facts["introduced"] else ()),
            to.say("We write to you when somebody else fits."),
        ),
        to.say("Read more"),
    )


def ended_case(facts: Facts, to: Writer) -> Said:
    why = WHY_CASE[facts["case_ended"]]
    return (
        to.say("We have stopped looking for you"),
        (
            to.say(why),
            to.say("So we look for nothing more for you."),
            to.say("Do you want to begin again? Open your page and change your answers."),
            to.say("You can also call us, or write to us."),
        ),
        to.say("Open my page"),
    )


LETTERS: Final[Mapping[str, Callable[[Facts, Writer], Said]]] = {
    "ended_person": ended_person,
    "ended_association": ended_association,
    "ended_case": ended_case,
}
