"""What is done to a person's document: one save each, which also tells the others."""

import contextlib

from services.intake.desk import Desk
from services.intake.people.answers import problems
from services.intake.people.person import OLD_LINKS, PEOPLE, OldLink, Person
from services.intake.people.register import Form, person_id, register, renew_link, withdraw
from services.intake.people.staying import with_clock
from shared.keys import hash_of
from shared.store.document import Conflict


def wrong_with(form: Form, region: str) -> dict[str, str]:
    """What has to be mended before the form may be sent, by field."""
    return problems(form.answers, region)


async def registered(desk: Desk, form_id: str) -> Person | None:
    """The person that this form has become already, if it has."""
    return await desk.store.get(PEOPLE, person_id(form_id))


async def submit(desk: Desk, form: Form) -> Person:
    """Saves the person of a right form and what it announces, once however often it is sent."""
    person, announced = register(form, desk.now(), desk.region, desk.keys)
    try:
        return await desk.store.save(PEOPLE, with_clock(person), announced)
    except Conflict:
        # A second click, or the same form sent twice at once: the first one counts.
        return await registered(desk, form.id) or person


async def person_of_key(desk: Desk, key: str) -> Person | None:
    """Whose private link this is, or None."""
    found = await desk.store.find(PEOPLE, {"key_hash": hash_of(key)}, limit=1)
    return found[0] if found else None


async def leave(desk: Desk, person: Person) -> Person:
    """Saves that the person wants nothing more. Raises Conflict."""
    left, announced = withdraw(person, desk.now())
    return await desk.store.save(PEOPLE, with_clock(left), announced) if announced else person


async def revoke_link(desk: Desk, person: Person) -> Person:
    """Saves a new private link. Raises Conflict.

    The old link is marked first: a crash in between leaves both marked and working, and the next
    try goes on from there.
    """
    with contextlib.suppress(Conflict):
        await desk.store.save(OLD_LINKS, OldLink(id=person.key_hash, region=person.region))
    fresh, announced = renew_link(person, desk.keys)
    return await desk.store.save(PEOPLE, fresh, announced)
