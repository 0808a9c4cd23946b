"""What associations have been given of a person, as matching tells it: a line each time, without a
word of free text. Pure.

With the person's yes the association reads an alias and facets. When a guide introduces the two, at
a level of help that shares details, it gets first name, phone and e-mail, but nothing of who is
reached through a guide alone.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from services.intake.people.person import Given, GivenWhat, Person
from shared.bus.listening import Here
from shared.contracts.matching import MatchAnswered, MatchFacts, MatchIntroduced
from shared.web.facets import facets_said
from shared.web.languages import Language, say_later

SAW: Final[Mapping[str, str]] = {
    "name": say_later("Your first name"),
    "phone": say_later("Your phone number"),
    "email": say_later("Your e-mail"),
    "guardian_phone": say_later("The phone number of your parent"),
    "guardian_email": say_later("The e-mail of your parent"),
}
BECAUSE: Final[Mapping[GivenWhat, str]] = {
    "alias": say_later("You said yes to them"),
    "contact": say_later("You both said yes, and your guide introduced you"),
}
SOME: Final = say_later("An association that you said yes to")


def with_given(known: Person, message: MatchFacts, here: Here) -> tuple[Given, ...]:
    """All that was given, with what this message tells of it, once."""
    what, saw = given_in(known, message)
    there = {(one.match, one.what) for one in known.given}
    if what is None or (message.match, what) in there:
        return known.given
    line = Given(
        match=message.match,
        what=what,
        at=here.envelope.at,
        association=message.about.association_name,
        alias=message.alias if what == "alias" else "",
        saw=saw,
    )
    return (*known.given, line)


def given_in(known: Person, message: MatchFacts) -> tuple[GivenWhat | None, tuple[str, ...]]:
    """What an association gets of the person because of this message, if anything, in codes."""
    if isinstance(message, MatchAnswered):
        yes = (message.side, message.person_answer) == ("person", "yes")
        return ("alias", message.facets) if yes else (None, ())
    if isinstance(message, MatchIntroduced) and message.details and known.reach != "guide":
        return "contact", details_of(known)
    return None, ()


def details_of(known: Person) -> tuple[str, ...]:
    """Name and address, as codes of SAW; a child's address is the guardian's."""
    whose = "guardian_" if known.guardian else ""
    there = {"phone": known.phone, "email": known.email}
    return ("name", *(f"{whose}{kind}" for kind, value in there.items() if value))


def who(line: Given, language: Language) -> str:
    """Which association, by the name that it publishes."""
    return line.association or language.say(SOME)


def what(line: Given, language: Language) -> str:
    """What it read, in words."""
    if line.what == "contact":
        return ", ".join(language.say(SAW[code]) for code in line.saw if code in SAW)
    told = "; ".join(read_of(line.saw, language))
    alias = f"\u2068{line.alias}\u2069"
    return language.say("Not your name. They call you %(alias)s, and read: %(facts)s",
                        alias=alias, facts=told)  # fmt: skip


def read_of(facets: Sequence[str], language: Language) -> list[str]:
    """The facets in words; a level of Swedish alone would not say of what it is the level."""
    levels = [facet for facet in facets if facet.startswith("swedish:")]
    swedish = [f"{language.say('Swedish')}: {said}" for said in facets_said(levels, language)]
    return [*facets_said((one for one in facets if one not in levels), language), *swedish]


def why(line: Given) -> str:
    """Why it was given, as a message id."""
    return BECAUSE[line.what]
