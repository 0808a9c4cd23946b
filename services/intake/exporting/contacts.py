"""Keeping requests for the list of contacts, and making the list of the moment."""

from collections.abc import Callable
from contextlib import suppress
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from services.intake.desk import Desk
from services.intake.exporting.asking import (
    EXPORTS,
    ContactExport,
    Taken,
    approved,
    asked,
)
from services.intake.importing.table import write_table
from services.intake.people.person import ACCESSES, PEOPLE, Access, Person
from shared.store.collection import Where
from shared.store.document import Conflict
from shared.store.paging import every
from shared.web.languages import Language, say_later
from shared.web.refusals import Refused
from shared.web.sessions import Session

MOST_SHOWN: Final = 30
LOOK: Final = "export"
HEADINGS: Final = (
    say_later("First name"),
    say_later("Phone"),
    say_later("E-mail"),
    say_later("Language"),
)


async def requests(desk: Desk) -> list[ContactExport]:
    """The last requests, the newest first."""
    here: Where = {"region": desk.region}
    return await desk.store.find(EXPORTS, here, order="-asked_at", limit=MOST_SHOWN)


async def ask(desk: Desk, session: Session, reason: str) -> ContactExport:
    """Raises Refused."""
    doc = asked(desk.new_id(), desk.region, session.account, reason, now=desk.now())
    return await desk.store.save(EXPORTS, doc)


async def agree(desk: Desk, session: Session, key: str) -> ContactExport:
    """Raises Refused."""
    return await changed(desk, key, lambda doc: approved(doc, session.account, desk.now()))


async def changed(
    desk: Desk, key: str, decide: Callable[[ContactExport], ContactExport]
) -> ContactExport:
    """The request as decided. Raises Refused."""

    def here(known: ContactExport) -> tuple[ContactExport, tuple[()]]:
        if known.region != desk.region:
            raise Refused("not-found")
        return decide(known), ()

    return await desk.change(EXPORTS, key, here)


async def take(desk: Desk, session: Session, key: str, language: Language) -> bytes:
    """The list, for the one who asked and was agreed with. Raises Refused.

    That it was taken, and each look at a contact, is kept before a byte of it goes out.
    """
    now = desk.now()
    people = await listed(desk)

    def decide(doc: ContactExport) -> ContactExport:
        if not doc.opens_for(session.account, now):
            raise Refused("not-found")
        return doc.model_copy(update={"taken": (*doc.taken, Taken(at=now, people=len(people)))})

    doc = await changed(desk, key, decide)
    for person in people:
        await note(desk, doc, person, now)
    rows = [[one.first_name, one.phone or "", one.email or "", one.language] for one in people]
    return write_table([[language.say(text) for text in HEADINGS], *rows])


async def note(desk: Desk, doc: ContactExport, person: Person, now: int) -> None:
    """One look for each person and request, which the person can read."""
    look = Access(
        id=str(uuid5(NAMESPACE_OID, f"export|{doc.id}|{person.id}")),
        region=person.region,
        account=doc.asked_by,
        role="coordinator",
        person=person.id,
        reason=LOOK,
        at=now,
    )
    with suppress(Conflict):
        await desk.store.save(ACCESSES, look)


async def listed(desk: Desk) -> list[Person]:
    """Everybody of the region who may be written to or called, by id."""
    everybody = every(desk.store, PEOPLE, {"region": desk.region})
    return [person async for person in everybody if may_be_listed(person)]


def may_be_listed(person: Person) -> bool:
    """Not who has left or was erased, a child who waits for a guardian's yes, or who is reached
    through a guide alone: for them nothing stands there that others may use.
    """
    gone = person.erased_at is not None or person.withdrawn_at is not None
    return not gone and not person.waits_for_guardian and person.reach != "guide"


async def forget(doc: ContactExport, desk: Desk) -> None:
    """Due "forget": a year later nobody needs to know of it."""
    await desk.store.erase(EXPORTS, doc)
