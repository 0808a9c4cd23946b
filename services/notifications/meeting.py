"""Letters from both yeses on: how the two reach each other, and how it goes. Pure.

`facts["shared"]` holds the other side's name and address, or None where nothing is given: then the
letter is the same at every level, so that nobody reads from it why.
"""

from collections.abc import Callable, Mapping
from typing import Final

from services.notifications.paper import Facts, Said, Writer, by_when
from shared.web.languages import say_later

HELP: Final[Mapping[str, str]] = {
    "contact": say_later("Your guide talks with them, too."),
    "along": say_later("Your guide comes with you the first time. You agree on a day together."),
}
HELP_THERE: Final[Mapping[str, str]] = {
    "contact": say_later("The guide calls you, too."),
    "along": say_later("The guide comes along the first time."),
}
ASKED_THEN: Final = say_later("If we hear nothing, we ask you on %(day)s.")
GUIDE_THEN: Final = say_later("Answer by %(day)s. After that your guide gets in touch.")
AFTER: Final[Mapping[str, str]] = {
    "three_months": say_later("You have gone there for three months now."),
    "six_months": say_later("You have gone there for half a year now."),
}


def introduced_person(facts: Facts, to: Writer) -> Said:
    name = facts["about"]["association_name"]
    help_given = HELP.get(facts["level"])
    return (
        to.say("You can meet %(association)s now", association=name),
        (
            *_reached(facts, to, to.say("This is how you reach them:")),
            *_web(facts, to),
            *((to.say(help_given),) if help_given else ()),
            to.say("When you have met, please tell us. It takes one tap."),
            *by_when(facts, to, ASKED_THEN, "ask_at"),
        ),
        to.say("We have met"),
    )


def introduced_association(facts: Facts, to: Writer) -> Said:
    alias, help_given = facts["alias"], HELP_THERE.get(facts["level"])
    given = _reached(facts, to, to.say("This is how you reach the person:"))
    if given:
        told = (
            *given,
            to.say("Please use this to meet, and for nothing else."),
            *((to.say(help_given),) if help_given else ()),
        )
    else:
        told = (to.say("The guide helps with the first meeting. Call us if you wonder anything."),)
    return (
        to.say("You can meet %(alias)s now", alias=alias),
        (
            to.say("You both said yes: %(title)s.", title=facts["about"]["title"]),
            *told,
            to.say("When you have met, please tell us. It takes one tap."),
            *by_when(facts, to, ASKED_THEN, "ask_at"),
        ),
        to.say("We have met"),
    )


def _reached(facts: Facts, to: Writer, lead: str) -> tuple[str, ...]:
    """Name and address of the other side, each a line."""
    shared = facts.get("shared")
    if not shared:
        return ()
    labels = {
        "name": to.say("Name: %(text)s", text=shared.get("name", "")),
        "phone": to.say("Phone: %(text)s", text=shared.get("phone", "")),
        "email": to.say("E-mail: %(text)s", text=shared.get("email", "")),
    }
    return (lead, *(said for name, said in labels.items() if shared.get(name)))


def _web(facts: Facts, to: Writer) -> tuple[str, ...]:
    """The page that everybody may see; where nothing is given, who helps."""
    if facts["web"]:
        return (to.say("Their page: %(web)s", web=facts["web"]),)
    return () if facts.get("shared") else (to.say("Your guide tells you how to find them."),)


def ask_met(facts: Facts, to: Writer) -> Said:
    person = facts["side"] == "person"
    who = facts["about"]["association_name"] if person else facts["alias"]
    return (
        to.say("Have you met?"),
        (
            to.say("We have introduced you two weeks ago: %(who)s.", who=who),
            to.say("Have you met? Then please tell us. It takes one tap."),
            to.say("If not, you need to do nothing. The guide gets in touch."),
            *by_when(facts, to, say_later("You can answer until %(day)s.")),
        ),
        to.say("We have met"),
    )


def ask_going_on(facts: Facts, to: Writer) -> Said:
    return (
        to.say("Do you still go there?"),
        (
            to.say("You have begun at %(association)s.", association=_there(facts)),
            to.say("Do you still go there? Answer yes or no with one tap."),
            to.say("If not, we look for something else for you."),
            *by_when(facts, to, GUIDE_THEN),
        ),
        to.say("Answer yes or no"),
    )


def ask_report(facts: Facts, to: Writer) -> Said:
    alias = facts["alias"]
    return (
        to.say("How does it go with %(alias)s?", alias=alias),
        (
            to.say("%(alias)s came to you two weeks ago.", alias=alias),
            to.say("Please tell us how it goes. It takes one tap."),
            to.say("What you say goes to the guide."),
        ),
        to.say("Tell how it goes"),
    )


def ask_hopes(facts: Facts, to: Writer) -> Said:
    after = AFTER[facts["question"]]
    return (
        to.say("How is it at %(association)s?", association=_there(facts)),
        (
            to.say(after),
            to.say("Is it better than before? There are three short questions."),
            to.say("You choose a figure from 1 to 5. You may leave some out."),
            *by_when(facts, to, GUIDE_THEN),
        ),
        to.say("Answer"),
    )


def _there(facts: Facts) -> str:
    return str(facts["about"]["association_name"])


LETTERS: Final[Mapping[str, Callable[[Facts, Writer], Said]]] = {
    "introduced_person": introduced_person,
    "introduced_association": introduced_association,
    "ask_met": ask_met,
    "ask_going_on": ask_going_on,
    "ask_hopes": ask_hopes,
    "ask_report": ask_report,
}
