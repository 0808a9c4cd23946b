"""A form becomes a person: pure decisions, and what each of them announces."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.intake.people.answers import (
    Answers,
    normal_email,
    normal_name,
    normal_phone,
    wishes_of,
)
from services.intake.people.person import (
    CONSENT_TEXT,
    Consent,
    Person,
)
from shared.contracts.codes import Reach
from shared.contracts.intake import (
    ContactChanged,
    PersonChanged,
    PersonRegistered,
    PersonWithdrawn,
)
from shared.contracts.message import Message
from shared.keys import Keys, hash_of

PERSONAL: Final = ("first_name", "phone", "email")


@dataclass(frozen=True)
class Form:
    """A form that somebody sends: who helped them, and in which language they read."""

    id: str
    answers: Answers
    language: str
    guide: str | None = None


def person_id(form_id: str) -> str:
    """The id of the person that a form becomes: a UUIDv4 that does not lead back to the form.

    Whoever knows a form's id gets its private link; guides know the ids of people, so that the
    two must not be the same.
    """
    return str(UUID(bytes=hashlib.sha256(f"person|{form_id}".encode()).digest()[:16], version=4))


def link_of(person: str, generation: int, keys: Keys) -> str:
    """The key of a person's private link."""
    return keys.link_key("person", person, str(generation))


def register(
    form: Form, now: int, region: str, keys: Keys
) -> tuple[Person, tuple[PersonRegistered, ContactChanged]]:
    """The person that a right form becomes, and what that announces."""
    said, key = form.answers, person_id(form.id)
    person = Person(
        id=key,
        region=region,
        first_name=normal_name(said.first_name),
        phone=normal_phone(said.phone),
        email=normal_email(said.email),
        reach=reach_of(said),
        language=form.language,
        answers=said.model_copy(update=dict.fromkeys(PERSONAL, "")),
        wishes=wishes_of(said),
        registered_at=now,
        key_hash=hash_of(link_of(key, 1, keys)),
        guide=form.guide,
        consents=(Consent(text=CONSENT_TEXT, at=now, guide=form.guide),),
    )
    return person, (PersonRegistered(**facts_of(person)), contact_of(person, keys))


def reach_of(answers: Answers) -> Reach:
    """How the person wants to be reached: through the guide where they say so."""
    if answers.through_guide:
        return "guide"
    return "email" if normal_email(answers.email) else "phone"


def facts_of(person: Person) -> dict[str, object]:
    """What every message about a person carries."""
    return {
        "person": person.id,
        "wishes": person.wishes,
        "registered_at": person.registered_at,
        "key_hash": person.key_hash,
        "generation": person.generation,
        "guide": person.guide,
    }


def contact_of(person: Person, keys: Keys) -> ContactChanged:
    """The contact, sealed for notifications."""
    contact = {
        "name": person.first_name,
        "language": person.language,
        "email": person.email,
        "phone": person.phone,
        "reach": person.reach,
    }
    key_id, sealed = keys.seal(json.dumps(contact, ensure_ascii=False), about=person.id)
    return ContactChanged(contact=person.id, key_id=key_id, sealed=sealed)


def withdraw(person: Person, now: int) -> tuple[Person, Sequence[Message]]:
    """The person wants nothing more; to say it again changes nothing."""
    if person.withdrawn_at is not None:
        return person, ()
    left = person.model_copy(update={"withdrawn_at": now})
    return left, (PersonWithdrawn(person=person.id, reason="own_wish"),)


def renew_link(person: Person, keys: Keys) -> tuple[Person, Sequence[Message]]:
    """The person with a new private link; the one before counts no longer."""
    generation = person.generation + 1
    key_hash = hash_of(link_of(person.id, generation, keys))
    fresh = person.model_copy(update={"generation": generation, "key_hash": key_hash})
    return fresh, (PersonChanged(**facts_of(fresh)),)
