"""A coordinator opens what another guide has: with a reason, which counts until the day is over.

Notes of it come from here, for a person's page, and from matching, for a case.
"""

from contextlib import suppress
from typing import Final

from services.intake.desk import Desk
from services.intake.people.names import noted
from services.intake.people.person import ACCESSES, PEOPLE, Access, Person
from shared.bus.listening import Here
from shared.contracts.matching import CaseOpened
from shared.store.document import Conflict, Due
from shared.web.looks import GIVEN, Page, look_id
from shared.web.sessions import Session

CHECK: Final = "check"
PAGES: Final[tuple[Page, ...]] = ("person", "case")


async def has_said_why(desk: Desk, person: Person, session: Session) -> bool:
    """Whether the reader opened this person, or their case, with a reason today."""
    for page in PAGES:
        key = look_id(page, person.id, session.account, desk.now())
        look = await desk.store.get(ACCESSES, key)
        if look is not None and look.reason != GIVEN:
            return True
    return False


async def note_opening(
    desk: Desk, person: Person, session: Session, reason: str, *, page: Page = "person"
) -> None:
    """Notes why one of the person's pages is opened, once a day; what was noted first stays."""
    now = desk.now()
    key = look_id(page, person.id, session.account, now)
    look = noted(person, session, reason, note_id=key, now=now)
    with suppress(Conflict):
        await desk.store.save(ACCESSES, look.model_copy(update={"what": page}))


def look_told(message: CaseOpened, known: Access | None, here: Here) -> Access | None:
    """The look that matching tells of. The person may be erased meanwhile: that is looked at next."""
    if known is not None:
        return None
    look = Access(**told_in(message), region=here.envelope.region, what="case", at=here.envelope.at)
    return look.with_due(Due(what=CHECK, at=here.now))


def told_in(message: CaseOpened) -> dict[str, str]:
    who = {"id": message.look, "account": message.account, "role": "coordinator"}
    return {**who, "person": message.person, "reason": message.reason}


async def check(look: Access, desk: Desk) -> None:
    """Due "check": a look at somebody who is erased goes with them. Raises Conflict."""
    person = await desk.store.get(PEOPLE, look.person)
    if person is None or person.erased_at is not None:
        await desk.store.erase(ACCESSES, look)
    else:
        await desk.store.save(ACCESSES, look.without_due(CHECK))
