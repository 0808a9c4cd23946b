"""Who may see a person's name and contact, and the note that is made of it: pure rules, and finding.

A guide sees the names of people whose case they have taken. A coordinator sees all, with a reason.
A contact is shown only after a reason was given, for a while, to the one who gave it.
"""

from collections.abc import Iterable
from typing import Final

from services.intake.desk import Desk
from services.intake.people.person import ACCESSES, PEOPLE, Access, Person
from shared.store.collection import Since, Where
from shared.web.languages import say_later
from shared.web.sessions import Session

SHOWN_FOR_MS: Final = 10 * 60_000
AT_ONCE: Final = 200
"""How many names are given in one answer."""
MOST_OWN: Final = 500
"""A guide walks with fewer people than this."""
MOST_FOUND: Final = 20
REASONS: Final = {
    "asked": say_later("The person has asked me to"),
    "call": say_later("I have to ask something"),
    "meet": say_later("I bring them together"),
    "mend": say_later("Something is wrong in the form"),
}


def is_guide_of(person: Person, session: Session) -> bool:
    """Whether the reader has taken the person's case. Of a child whose guardian is asked there is
    none: who filled in the form walks with them until then.
    """
    taken = person.case.guide if person.case else None
    if person.waits_for_guardian:
        taken = person.guide
    return "guide" in session.roles and taken == session.account


def may_see(person: Person, session: Session, *, reason: str | None) -> bool:
    """Whether the reader may see the person's name."""
    if person.erased_at is not None:
        return False
    if is_guide_of(person, session):
        return True
    return "coordinator" in session.roles and reason in REASONS


def noted(person: Person, session: Session, reason: str, *, note_id: str, now: int) -> Access:
    """The note that a contact, or as a coordinator a name, was looked at."""
    return Access(
        id=note_id,
        region=person.region,
        account=session.account,
        role="guide" if is_guide_of(person, session) else "coordinator",
        person=person.id,
        reason=reason,
        at=now,
    )


def opens(note: Access | None, person: Person, session: Session, now: int) -> bool:
    """Whether this note lets its writer see this person's contact now."""
    if note is None or note.person != person.id or note.account != session.account:
        return False
    return now - note.at <= SHOWN_FOR_MS


async def names_for(
    desk: Desk, session: Session, wanted: Iterable[str], reason: str | None
) -> dict[str, str]:
    """The first names of those that the reader may see; a coordinator's look is noted."""
    found: dict[str, str] = {}
    for key in list(dict.fromkeys(wanted))[:AT_ONCE]:
        person = await desk.store.get(PEOPLE, key)
        if person is None or not may_see(person, session, reason=reason):
            continue
        if not is_guide_of(person, session):
            await note(desk, person, session, reason or "")
        found[key] = person.first_name
    return found


async def looked_for(desk: Desk, session: Session, typed: str) -> list[str]:
    """The people, by id, whom the reader means: their own by first name, those they may see by
    alias. `typed` is how either begins.
    """
    start = typed.casefold()
    if not start:
        return []
    own = await desk.store.find(PEOPLE, {"case.guide": session.account}, limit=MOST_OWN)
    called = [one for one in own if one.first_name.casefold().startswith(start)]
    told = [one for region in session.regions for one in await _by_alias(desk, region, typed)]
    seen = (one for one in (*called, *told) if one in called or _is_free_for(one, session))
    return list(dict.fromkeys(one.id for one in seen if one.erased_at is None))[:MOST_FOUND]


async def _by_alias(desk: Desk, region: str, typed: str) -> list[Person]:
    start = typed.capitalize()
    where: Where = {"region": region, "case.alias": Since(start)}
    found = await desk.store.find(PEOPLE, where, order="case.alias", limit=MOST_FOUND)
    return [one for one in found if one.case and one.case.alias.startswith(start)]


def _is_free_for(person: Person, session: Session) -> bool:
    """Whether the reader may know of the case by its alias: theirs, nobody's, or as coordinator."""
    guide = person.case.guide if person.case else None
    return "coordinator" in session.roles or guide in {None, session.account}


async def note(desk: Desk, person: Person, session: Session, reason: str) -> Access:
    """Saves who looked at whom, and why."""
    made = noted(person, session, reason, note_id=desk.new_id(), now=desk.now())
    return await desk.store.save(ACCESSES, made)
