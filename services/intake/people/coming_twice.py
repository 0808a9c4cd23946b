"""Whose form came twice: suggested to who walks with both, and put together by nobody.

A pupil who is typed in on the class screen may send a form from their own phone as well. Compared are
only those of whom the reader may know the names.
"""

from typing import Final

from services.intake.desk import Desk
from services.intake.people.alike import Known, Why, why_alike
from services.intake.people.names import MOST_OWN, is_guide_of
from services.intake.people.person import PEOPLE, Person
from shared.web.sessions import Session

MOST_TYPED: Final = 500


async def walked_with(desk: Desk, session: Session) -> list[Person]:
    """Those whom the guide may see: their own cases, and whom they typed in while nobody has them."""
    account = session.account
    own = await desk.store.find(PEOPLE, {"case.guide": account}, limit=MOST_OWN)
    typed = await desk.store.find(PEOPLE, {"guide": account}, limit=MOST_TYPED)
    free = [one for one in typed if one.case is None or one.case.guide is None]
    seen = {one.id: one for one in (*own, *free) if is_guide_of(one, session) or one in free}
    return [one for one in seen.values() if one.erased_at is None]


async def same_as(person: Person, session: Session, desk: Desk) -> list[tuple[Person, Why]]:
    """Who of them may be the same, and why; who came first stands first. Nobody for somebody who
    wants nothing more, and none such.
    """
    mine = Known.of_person(person)
    others = (one for one in await walked_with(desk, session) if one.id != person.id)
    found = (
        (one, why)
        for one in others
        if one.withdrawn_at is None and (why := why_alike(mine, Known.of_person(one)))
    )
    alike = [] if person.withdrawn_at is not None else [*found]
    return sorted(alike, key=lambda pair: (pair[0].registered_at, pair[0].id))
