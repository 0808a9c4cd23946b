"""A guide or coordinator begins the erasing of a person; a second one of us has to agree.

Who is the only coordinator waits a day instead, in which they can still take it back. A person
needs nobody for their own (`own`). What one of us asks is no sign of the person's: their own clock
runs on.
"""

from collections.abc import Sequence
from typing import Final

from services.intake.associations.ending import coordinators_of
from services.intake.desk import Desk
from services.intake.people.answers import CHOOSE
from services.intake.people.erase import DAY_MS, erased
from services.intake.people.keeping import change_person
from services.intake.people.person import PEOPLE, ErasureAsked, Person
from shared.contracts.coordinators import ErasureWaits
from shared.contracts.message import Message
from shared.store.collection import Since, Where
from shared.store.document import Due
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.sessions import Session

ALONE: Final = "erase_alone"
MOST: Final = 200
REASONS: Final = {
    "asked": say_later("The person has asked me to"),
    "mistake": say_later("The form came by mistake, or twice"),
    "dead": say_later("The person has died"),
}
SECOND: Final = say_later("Somebody else has to agree.")


def begun(
    person: Person, by: str, reason: str, now: int, *, coordinators: Sequence[str]
) -> tuple[Person, Sequence[Message]]:
    """The person with the request; one that is there already stays. Others are told of it, or its
    clock runs where there is nobody to tell.
    """
    if person.erased_at is not None or person.erasure is not None:
        return person, ()
    others = tuple(one for one in coordinators if one != by)
    asked = ErasureAsked(by=by, reason=reason, at=now, alone=not others)
    after = person.model_copy(update={"erasure": asked})
    if asked.alone:
        return after.with_due(Due(what=ALONE, at=now + DAY_MS)), ()
    told = ErasureWaits(person=person.id, coordinators=others, asked_at=now)
    return after, (told,)


def without(person: Person) -> Person:
    """The person as before; the same where nothing was asked."""
    if person.erasure is None:
        return person
    return person.model_copy(update={"erasure": None}).without_due(ALONE)


async def begin(desk: Desk, person: Person, session: Session, reason: str) -> Person:
    """Raises Refused, Conflict."""
    if reason not in REASONS:
        raise Refused("invalid", fields={"reason": CHOOSE})
    chiefs = await coordinators_of(desk, person.region)
    return await desk.change(
        PEOPLE,
        person.id,
        lambda known: begun(known, session.account, reason, desk.now(), coordinators=chiefs),
    )


async def agree(desk: Desk, person: Person, session: Session) -> Person:
    """Erases the person, as a second one who says so. Raises Refused, Conflict."""

    def decide(known: Person) -> tuple[Person, Sequence[Message]]:
        if known.erasure is None:
            raise Refused("conflict")
        if known.erasure.by == session.account:
            raise Refused("invalid", fields={"by": SECOND})
        return erased(known, desk.now(), desk.keys)

    return await change_person(desk, person, decide)


async def take_back(desk: Desk, person: Person) -> Person:
    """Nobody is erased by it any more. Raises Conflict."""
    return await desk.change(PEOPLE, person.id, lambda known: (without(known), ()))


async def erase_alone(person: Person, desk: Desk) -> None:
    """Due "erase_alone": a day after the only coordinator asked, unless it was taken back."""
    if person.erasure is None or not person.erasure.alone:
        await desk.store.save(PEOPLE, person.without_due(ALONE))
        return
    blank, told = erased(person, desk.now(), desk.keys)
    await desk.store.save(PEOPLE, blank, told)


async def waiting(desk: Desk, session: Session) -> list[Person]:
    """Whose erasing waits, the longest first."""
    found: list[Person] = []
    for region in session.regions:
        where: Where = {"region": region, "erasure.at": Since(1)}
        found += await desk.store.find(PEOPLE, where, limit=MOST)
    asked = [(one.erasure.at, one.id, one) for one in found if one.erasure is not None]
    return [one for _, _, one in sorted(asked, key=lambda line: line[:2])]
