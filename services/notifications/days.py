"""The letter of a guide's morning. It counts cases and says nothing about any of them. Pure."""

from collections.abc import Mapping
from typing import Final

from services.notifications.paper import Facts, Said, Writer
from shared.web.languages import say_later

COUNTED: Final[Mapping[str, str]] = {
    "given": say_later("New for you: %(number)s"),
    "call": say_later("They wait for a call: %(number)s"),
    "letter": say_later("Letters that did not arrive: %(number)s"),
    "turn": say_later("They wait for you: %(number)s"),
    "date": say_later("You chose this day: %(number)s"),
    "stuck": say_later("Stands too long: %(number)s"),
    "choose": say_later("Proposals to choose from: %(number)s"),
    "nobody": say_later("Nobody has taken them: %(number)s"),
}


def my_day(facts: Facts, to: Writer) -> Said:
    # A letter that an older release put together knows fewer kinds.
    counts = {kind: facts.get(kind, 0) for kind in COUNTED}
    total = sum(counts.values())
    return (
        to.language.say_many(
            "%(number)s case needs you today", "%(number)s cases need you today", total
        ),
        (
            *(to.say(text, number=counts[kind]) for kind, text in COUNTED.items() if counts[kind]),
            to.say("You get this letter in the morning when something needs you."),
            to.say("You can switch it off on the page My day."),
        ),
        to.say("Open My day"),
    )
