"""What coordinators are written: that associations wait for them. It names none. Pure."""

from typing import Final

from services.notifications.paper import Facts, Said, Writer
from shared.web.languages import say_later

NAME: Final = say_later("Associations wait, to a coordinator")


def associations_wait(facts: Facts, to: Writer) -> Said:
    return (
        to.language.say_many(
            "%(number)s association has waited for two weeks",
            "%(number)s associations have waited for two weeks",
            facts["number"],
        ),
        (
            to.say("They wait for a coordinator to look at them."),
            to.say("Verify them, or block them. Who waits longest stands first."),
            to.say("After 60 days we write to the contact. 30 days later the form is erased."),
        ),
        to.say("Open the list of associations"),
    )
