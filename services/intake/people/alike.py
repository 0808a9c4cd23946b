"""Whether two forms may be the same person's: pure, and never more than a suggestion.

The same phone or e-mail, or the same first name in the same age band. A guide decides; nothing is
put together by itself.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final, Literal, Self

from services.intake.people.answers import Answers, contact_in, normal_email, normal_phone
from services.intake.people.person import Person
from shared.web.languages import Language, say_later

Why = Literal["contact", "name"]
WHY: Final = {
    "contact": say_later("The same phone or e-mail: %(name)s, sent on %(day)s."),
    "name": say_later("The same name and age: %(name)s, sent on %(day)s."),
}


@dataclass(frozen=True)
class Known:
    """What two forms are compared by; `at` is when it was sent, UTC ms."""

    first_name: str
    phone: str | None
    email: str | None
    age: str
    at: int

    @classmethod
    def of_person(cls, person: Person) -> Self:
        age = person.answers.age
        return cls(person.first_name, person.phone, person.email, age, person.registered_at)

    @classmethod
    def of_answers(cls, said: Answers, at: int) -> Self:
        phone, email = contact_in(said)
        return cls(said.first_name, normal_phone(phone), normal_email(email), said.age, at)


def why_alike(one: Known, other: Known) -> Why | None:
    """Why the two may be the same, or None. Brothers and sisters share a parent's phone: of children
    with different names it says nothing.
    """
    same_name = folded(one.first_name) == folded(other.first_name)
    phone = one.phone is not None and one.phone == other.phone
    email = one.email is not None and folded(one.email) == folded(other.email or "")
    if (phone or email) and (same_name or "0-12" not in {one.age, other.age}):
        return "contact"
    return "name" if same_name and one.age and one.age == other.age else None


def said_alike(why: Why, other: Known, language: Language) -> str:
    """Whom it may be the same as, in words."""
    return language.say(WHY[why], name=other.first_name, day=language.day(other.at))


def folded(name: str) -> str:
    """A name as it is compared: without case, spaces, hyphens and the marks over its letters."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] not in "MZP")
