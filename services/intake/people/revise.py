"""Changing what one said: a pure decision, and the one save that tells matching."""

from collections.abc import Sequence
from typing import Final

from services.intake.desk import Desk
from services.intake.people.answers import CHILD_COMES_ALONG, Answers, wish_problems, wishes_of
from services.intake.people.keeping import change_person
from services.intake.people.person import Person
from services.intake.people.register import told_change
from shared.contracts.intake import PersonChanged
from shared.web.refusals import Refused

# Name and contact are changed elsewhere: a link that was passed on must not be enough for that.
KEPT: Final = frozenset(
    {"first_name", "phone", "email", "through_guide", "consent"}
    | {"guardian_phone", "guardian_email", "guardian_language", "guardian_paper"}
)


class Outdated(Exception):
    """The answers are others by now than those which the reader began from."""


def asked_again(person: Person, said: Answers) -> Answers:
    """What was said now, with all that is not asked again as it stands."""
    standing = {name: getattr(person.answers, name) for name in KEPT}
    return said.model_copy(update=standing)


def revise(
    person: Person, said: Answers, *, based_on: int
) -> tuple[Person, Sequence[PersonChanged]]:
    """The person with these answers, which began from revision `based_on`; raises Outdated.

    The same answers again change nothing, so that a second click tells nobody anything.
    """
    answers = asked_again(person, said)
    if answers == person.answers:
        return person, ()
    if based_on != person.revision:
        raise Outdated
    told = {
        "answers": answers,
        "wishes": wishes_of(answers),
        "revision": person.revision + 1,
    }
    fresh = person.model_copy(update=told)
    return fresh, told_change(fresh)


def wrong_wishes(person: Person, said: Answers) -> dict[str, str]:
    """What is wrong, by field. A child cannot come without a guardian, not by a change either."""
    found = wish_problems(said, person.region)
    return found | ({"age": CHILD_COMES_ALONG} if said.is_child and not person.guardian else {})


async def change_answers(desk: Desk, person: Person, said: Answers, *, based_on: int) -> Person:
    """Saves the change. Raises Refused for answers that are wrong, Outdated, Conflict."""
    if wrong := wrong_wishes(person, said):
        raise Refused("invalid", fields=wrong)

    def decide(known: Person) -> tuple[Person, Sequence[PersonChanged]]:
        # Somebody erased has left as well.
        if known.withdrawn_at is not None:
            raise Refused("conflict")
        return revise(known, said, based_on=based_on)

    return await change_person(desk, person, decide)
