"""What people are written: pure functions from facts to a letter in the reader's language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from services.notifications import (
    days,
    endings,
    meeting,
    to_contacts,
    to_coordinators,
    to_guardians,
)
from services.notifications.paper import (
    Facts,
    Letter,
    Said,
    Writer,
    by_when,
    greeting,
    hear_by,
    one_line,
    signature,
)
from services.notifications.to_contacts import ask_still, speaks, verified
from shared.web import register_check
from shared.web.facets import facets_said, reason_said
from shared.web.languages import say_later
from shared.web.words import joined


def write(template: str, facts: Facts, to: Writer) -> Letter:
    """The letter that `template` stands for. Raises KeyError for an unknown one."""
    subject, paragraphs, label = TEMPLATES[template](facts, to)
    return Letter(
        language=to.language.code,
        dir=to.language.dir,
        subject=one_line(subject),
        paragraphs=(greeting(to, named=template not in to_guardians.LETTERS), *paragraphs),
        action=(label, to.link) if label else None,
        signature=signature(to),
    )


def receipt(facts: Facts, to: Writer) -> Said:
    return (
        to.say("We have your answers"),
        (
            to.say("Thank you. We are looking for something that suits you."),
            *hear_by(facts, to),
            to.say("On your own page you see what happens. Only you have this link."),
            *check_told(facts.get("kinds", ()), to),
        ),
        to.say("Open my page"),
    )


def ask_person(facts: Facts, to: Writer) -> Said:
    about = facts["about"]
    return (
        to.say("Would you like to come to %(association)s?", association=about["association_name"]),
        (
            to.say(
                "%(association)s is looking for people: %(title)s.",
                association=about["association_name"],
                title=about["title"],
            ),
            *place_and_time(about, to),
            *reasons(facts["reasons"], to),
            *check_told((about["kind"],), to),
            to.say("They know nothing about you yet. If you say no, they will not know."),
            *by_when(
                facts, to, say_later("Answer by %(day)s. After that we look for something else.")
            ),
        ),
        to.say("Answer yes or no"),
    )


def remind_person(facts: Facts, to: Writer) -> Said:
    _, paragraphs, label = ask_person({**facts, "answer_by": None}, to)
    name = facts["about"]["association_name"]
    return (
        to.say("Please answer: would you like to come to %(association)s?", association=name),
        (reminder(facts, to), *paragraphs),
        label,
    )


def remind_association(facts: Facts, to: Writer) -> Said:
    _, paragraphs, label = ask_association({**facts, "answer_by": None}, to)
    subject = to.say("Please answer: %(alias)s would like to come to you", alias=facts["alias"])
    return (subject, (reminder(facts, to), *paragraphs), label)


def reminder(facts: Facts, to: Writer) -> str:
    day = to.language.day(facts["answer_by"])
    return to.say("We asked you some days ago. You can answer until %(day)s.", day=day)


def ask_association(facts: Facts, to: Writer) -> Said:
    facets = joined(described(facts["facets"], to), to.language)
    return (
        to.say("%(alias)s would like to come to you", alias=facts["alias"]),
        (
            to.say(
                "You are looking for people: %(title)s. We have found somebody who fits.",
                title=facts["about"]["title"],
            ),
            to.say("We call the person %(alias)s here.", alias=facts["alias"]),
            to.say("About the person: %(facets)s.", facets=facets),
            to.say("You get name and number when you both have said yes."),
            *by_when(facts, to, say_later("Please answer by %(day)s. The person waits for it.")),
        ),
        to.say("Answer yes or no"),
    )


def agreed(facts: Facts, to: Writer) -> Said:
    name = facts["about"]["association_name"]
    return (
        to.say("%(association)s said yes", association=name),
        (
            to.say("%(association)s would like to meet you.", association=name),
            to.say("Your guide will help you with the first meeting."),
            *hear_by(facts, to),
        ),
        to.say("Open my page"),
    )


def sign_in(_facts: Facts, to: Writer) -> Said:
    return (
        to.say("Your link to sign in"),
        (to.say("The link works once, for 15 minutes. If you did not ask for it, do nothing."),),
        to.say("Sign in"),
    )


def code(facts: Facts, to: Writer) -> Said:
    until = to.language.time(facts["expires_at"])
    return (
        to.say("Your code"),
        (
            to.say("Your code is %(code)s.", code=to.link),
            to.say("Write it on your own page. It is good until %(time)s.", time=until),
            to.say("Give it to nobody else. If you did not ask for it, do nothing."),
        ),
        None,
    )


WHY_LEAVING: Final[Mapping[str, str]] = {
    "over": say_later("It was over half a year ago, so we do not need it any more."),
    "silent": say_later("We have not heard from you for a year, and nothing has happened."),
}


def leaving(facts: Facts, to: Writer) -> Said:
    because = WHY_LEAVING[facts["why"]]
    return (
        to.say("We will erase what you told us"),
        (
            to.say(because),
            to.say("On %(day)s we erase everything about you.", day=to.language.day(facts["at"])),
            to.say("Do you want to stay? Open your page and press the button."),
            to.say("Is it fine that we erase it? Then you need to do nothing."),
        ),
        to.say("Open my page"),
    )


TEMPLATES: Final[Mapping[str, Callable[[Facts, Writer], Said]]] = {
    "receipt": receipt,
    "ask_person": ask_person,
    "ask_association": ask_association,
    "agreed": agreed,
    "sign_in": sign_in,
    "verified": verified,
    "code": code,
    "leaving": leaving,
    "ask_still": ask_still,
    "speaks": speaks,
    "remind_person": remind_person,
    "remind_association": remind_association,
    "my_day": days.my_day,
    "day": to_contacts.day,
    "unverified": to_contacts.unverified,
    "associations_wait": to_coordinators.associations_wait,
    "erasure_waits": to_coordinators.erasure_waits,
    "association_reported": to_coordinators.association_reported,
    **meeting.LETTERS,
    **endings.LETTERS,
    **to_guardians.LETTERS,
}


def check_told(kinds: Iterable[str], to: Writer) -> tuple[str, ...]:
    """What somebody who leads or referees is told about the register check; others read nothing."""
    if register_check.ASKED.isdisjoint(kinds):
        return ()
    return (to.say(register_check.TITLE), *(to.say(line) for line in register_check.LINES))


def place_and_time(about: Facts, to: Writer) -> tuple[str, ...]:
    """Where and when, each only where the need says so."""
    said = []
    if about["place"]:
        said.append(to.say("Where: %(place)s.", place=about["place"]))
    if about["slots"]:
        times = facets_said((f"slot:{slot}" for slot in about["slots"]), to.language)
        said.append(to.say("When: %(times)s.", times=joined(times, to.language)))
    if about.get("cost"):
        said.append(to.say("It costs %(cost)s kronor a month.", cost=about["cost"]))
    return tuple(said)


def described(facets: Sequence[str], to: Writer) -> list[str]:
    """Each facet in words; a level alone would not say what it is a level of."""
    levels = [facet for facet in facets if facet.startswith("swedish:")]
    others = [facet for facet in facets if not facet.startswith("swedish:")]
    swedish = [f"{to.say('Swedish')}: {said}" for said in facets_said(levels, to.language)]
    return [*facets_said(others, to.language), *swedish]


def reasons(codes: tuple[str, ...], to: Writer) -> tuple[str, ...]:
    """Why we thought of the reader, each reason a line; none where there is nothing to say."""
    said = [f"– {said}" for code in codes if (said := reason_said(code, to.language))]
    return (to.say("This is why we thought of you:"), *said) if said else ()
