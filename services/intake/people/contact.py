"""Changing one's name and how one is reached: a pure decision, and the one save."""

from collections.abc import Sequence

from services.intake.desk import Desk
from services.intake.people.answers import (
    Answers,
    contact_problems,
    normal_email,
    normal_name,
    normal_phone,
)
from services.intake.people.keeping import change_person
from services.intake.people.person import Person
from services.intake.people.register import contact_of, reach_of
from shared.contracts.intake import ContactChanged
from shared.keys import Keys
from shared.web.refusals import Refused


def as_answers(person: Person) -> Answers:
    """Name and contact as the form shows them."""
    return Answers(
        first_name=person.first_name,
        phone=person.phone or "",
        email=person.email or "",
        through_guide=person.reach == "guide",
        consent=True,
    )


def reached_anew(
    person: Person, said: Answers, keys: Keys
) -> tuple[Person, Sequence[ContactChanged]]:
    """The person with this name and contact; the same again changes and tells nothing, nor does
    anything for somebody erased meanwhile.
    """
    if person.erased_at is not None:
        return person, ()
    told = {
        "first_name": normal_name(said.first_name),
        "phone": normal_phone(said.phone),
        "email": normal_email(said.email),
        "reach": reach_of(said),
        "answers": person.answers.model_copy(update={"through_guide": said.through_guide}),
    }
    fresh = person.model_copy(update=told)
    return (fresh, (contact_of(fresh, keys),)) if fresh != person else (person, ())


def check_contact(said: Answers) -> None:
    """Raises Refused with what is wrong, by field. Consent was given with the form."""
    if wrong := contact_problems(said.model_copy(update={"consent": True})):
        raise Refused("invalid", fields=wrong)


async def change_contact(desk: Desk, person: Person, said: Answers) -> Person:
    """Saves name and contact as they are to be. Raises Refused, Conflict."""
    check_contact(said)
    return await change_person(desk, person, lambda known: reached_anew(known, said, desk.keys))
