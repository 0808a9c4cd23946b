"""A form becomes a person: pure decisions, and what each of them announces."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.intake.people.answers import (
    Answers,
    contact_in,
    normal_email,
    normal_name,
    normal_phone,
    wishes_of,
)
from services.intake.people.person import (
    CONSENT_TEXT,
    GUARDIAN_TEXT,
    Consent,
    Guardian,
    Person,
)
from shared.contracts.codes import Reach
from shared.contracts.intake import (
    ContactChanged,
    GuardianAsked,
    PersonChanged,
    PersonRegistered,
    PersonWithdrawn,
)
from shared.contracts.message import Message
from shared.keys import Keys, hash_of
from shared.store.document import Due

DAY_MS: Final = 24 * 3_600_000
GUARDIAN_REMINDED_MS: Final = 4 * DAY_MS
GUARDIAN_ANSWERS_MS: Final = 14 * DAY_MS
REMIND_GUARDIAN: Final = "remind_guardian"
END_WITHOUT_GUARDIAN: Final = "end_without_guardian"
PERSONAL: Final = ("first_name", "phone", "email", "guardian_phone", "guardian_email")


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
) -> tuple[Person, tuple[PersonRegistered | GuardianAsked, ContactChanged]]:
    """The person that a right form becomes, and what that announces.

    Of a child under 13 nobody hears before the guardian has said yes: only the guardian is asked.
    """
    person = person_of(form, now, region, keys)
    contact = contact_of(person, keys)
    if not form.answers.is_child:
        return person, (PersonRegistered(**facts_of(person)), contact)
    if form.guide and form.answers.guardian_paper:
        child = with_paper(person, form.guide, now, keys)
        return child, (PersonRegistered(**facts_of(child)), contact)
    child = person.model_copy(update={"guardian": guardian_of(person, now, keys)})
    remind = Due(what=REMIND_GUARDIAN, at=now + GUARDIAN_REMINDED_MS)
    end = Due(what=END_WITHOUT_GUARDIAN, at=now + GUARDIAN_ANSWERS_MS)
    return child.with_due(remind, end), (asking_guardian(child), contact)


def guardian_of(child: Person, now: int, keys: Keys) -> Guardian:
    return Guardian(key_hash=hash_of(guardian_link(child.id, keys)), asked_at=now)


def guardian_link(person: str, keys: Keys) -> str:
    """The key of the link on which a guardian answers; notifications derives the same."""
    return keys.link_key("guardian", person)


def with_paper(child: Person, guide: str, now: int, keys: Keys) -> Person:
    """The child whose guide had the guardian's yes on paper when they sent the form."""
    told = {"waits": False, "answer": "yes", "answered_at": now, "how": "paper", "by": guide}
    consents = (*child.consents, Consent(text=GUARDIAN_TEXT, at=now, guide=guide))
    guardian = guardian_of(child, now, keys).model_copy(update=told)
    return child.model_copy(update={"guardian": guardian, "consents": consents})


def asking_guardian(child: Person, *, again: bool = False) -> GuardianAsked:
    return GuardianAsked(person=child.id, again=again, answer_by=guardian_answers_by(child))


def guardian_answers_by(child: Person) -> int:
    """Until when a yes is waited for, UTC ms."""
    asked_at = child.guardian.asked_at if child.guardian else child.registered_at
    return asked_at + GUARDIAN_ANSWERS_MS


def person_of(form: Form, now: int, region: str, keys: Keys) -> Person:
    said, key = form.answers, person_id(form.id)
    phone, email = contact_in(said)
    return Person(
        id=key,
        region=region,
        first_name=normal_name(said.first_name),
        phone=normal_phone(phone),
        email=normal_email(email),
        reach=reach_of(said),
        language=(said.guardian_language if said.is_child else "") or form.language,
        answers=said.model_copy(update=dict.fromkeys(PERSONAL, "")),
        wishes=wishes_of(said),
        registered_at=now,
        key_hash=hash_of(link_of(key, 1, keys)),
        guide=form.guide,
        consents=(Consent(text=CONSENT_TEXT, at=now, guide=form.guide),),
    )


def reach_of(answers: Answers) -> Reach:
    """How the person wants to be reached: through the guide where they say so."""
    if answers.through_guide:
        return "guide"
    return "email" if normal_email(contact_in(answers)[1]) else "phone"


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
    return fresh, told_change(fresh)


def told_change(person: Person) -> tuple[PersonChanged, ...]:
    """What others hear of a change; of a child whose guardian has not said yes nothing at all."""
    return () if person.waits_for_guardian else (PersonChanged(**facts_of(person)),)
