"""Erasing a person: everything they told goes at once, and the other services hear of it.

What stays for a while is a document without a word about anybody: its id, so that a late message
finds nobody, and the hash of the private link, so that the link can say what happened.
"""

import contextlib
from collections.abc import Sequence
from typing import Final

from services.intake.desk import Desk
from services.intake.drafts import DRAFTS, id_of
from services.intake.people.answers import Answers
from services.intake.people.keeping import change_person
from services.intake.people.looks import looks_at
from services.intake.people.person import ACCESSES, OLD_LINKS, PEOPLE, Guardian, Person
from services.intake.people.register import link_of
from shared.bus.listening import Here
from shared.contracts.intake import ContactChanged, ErasureWhy, PersonWithdrawn, Wishes
from shared.contracts.matching import CaseFacts
from shared.contracts.message import Message
from shared.contracts.notifications import PersonForgotten
from shared.keys import Keys, hash_of
from shared.store.document import Conflict, Due

DAY_MS: Final = 24 * 3_600_000
KNOWN_AS_ERASED_MS: Final = 90 * DAY_MS
ERASE: Final = "erase"
FORGET: Final = "forget"


def change_key(key: str) -> str:
    """What a draft of changes is kept under, by the key of the private link."""
    return f"change|{key}"


def erased(
    person: Person, now: int, keys: Keys, *, why: ErasureWhy = "asked"
) -> tuple[Person, Sequence[Message]]:
    """What is left of a person, and what is told. To say it again changes nothing."""
    if person.erased_at is not None:
        return person, ()
    # Made anew and not copied: what a later release has added goes as well.
    blank = Person(
        id=person.id,
        region=person.region,
        version=person.version,
        told=person.told,
        heard=person.heard,
        first_name="",
        reach="guide",
        language="",
        answers=Answers(),
        wishes=Wishes(kinds=(), interests=()),
        registered_at=now,
        key_hash=person.key_hash,
        generation=person.generation,
        guardian=word_of(person.guardian),
        withdrawn_at=now,
        erased_at=now,
        # Nobody but the writer of letters has ever heard of a child whose guardian said no.
        erased_in=("matching",) if person.waits_for_guardian else (),
        due=(Due(what=ERASE, at=now), Due(what=FORGET, at=now + KNOWN_AS_ERASED_MS)),
    )
    gone = PersonWithdrawn(person=person.id, reason="erased", why=why)
    return blank, (gone, ContactChanged(contact=person.id, key_id=keys.current, sealed=None))


def word_of(guardian: Guardian | None) -> Guardian | None:
    """What stays of a guardian: what was said, so that both links can tell it."""
    if guardian is None:
        return None
    return guardian.model_copy(update={"waits": False, "by": None, "day": None})


async def erase(desk: Desk, person: Person) -> Person:
    """Saves that the person is erased, and tells it. Raises Conflict."""
    return await change_person(desk, person, lambda known: erased(known, desk.now(), desk.keys))


async def erase_rest(person: Person, desk: Desk) -> None:
    """Due "erase": what stands in documents of its own goes too."""
    async for look in looks_at(desk, person):
        with contextlib.suppress(Conflict):
            await desk.store.erase(ACCESSES, look)
    keys = [link_of(person.id, number, desk.keys) for number in range(1, person.generation + 1)]
    for key in keys:
        if draft := await desk.store.get(DRAFTS, id_of(change_key(key))):
            await desk.store.erase(DRAFTS, draft)
        if link := await desk.store.get(OLD_LINKS, hash_of(key)):
            await desk.store.erase(OLD_LINKS, link)
    await desk.store.save(PEOPLE, person.without_due(ERASE))


async def forget_erased(person: Person, desk: Desk) -> None:
    """Due "forget": the last of an erased person goes as well. Raises Conflict, StillTelling."""
    await desk.store.erase(PEOPLE, person)


def acknowledged(person: Person, service: str) -> Person:
    """An erased person, with the service that has told that it has erased them too."""
    return person.model_copy(update={"erased_in": tuple(sorted({*person.erased_in, service}))})


def forgotten(_message: PersonForgotten, known: Person | None, _here: Here) -> Person | None:
    if known is None or known.erased_at is None:
        return None
    return acknowledged(known, "notifications")


def case_of_erased(message: CaseFacts, known: Person) -> Person:
    """A late word of matching about somebody erased; only that it has erased them is kept."""
    return acknowledged(known, "matching") if message.reason == "erased" else known
