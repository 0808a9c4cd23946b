"""A coordinator opens a case that another guide has: not before they say why, which intake notes.

The look is a document of its own, which lets its reader in until the day is over, and is gone after 24 h;
that somebody looked is kept by intake, for the person and for whoever answers for the work here.
"""

from contextlib import suppress
from typing import Final

from services.matching.cases import Case
from services.matching.desk import Desk
from services.matching.records import SERVICE, Record
from shared.contracts.matching import CaseOpened
from shared.store.collection import Collection
from shared.store.document import Conflict, Due
from shared.web.looks import SAY_WHY, look_id
from shared.web.refusals import Refused
from shared.web.sessions import Session

FORGET: Final = "forget"
KEPT_MS: Final = 24 * 3_600_000
"""Longer than it counts, which is to midnight."""


class Look(Record):
    """That `account` opened a case and why (a code), at `at` (UTC ms)."""

    account: str
    case: str
    person: str
    reason: str
    at: int


LOOKS: Final = Collection(SERVICE, "looks", Look)


def is_anothers(case: Case, session: Session) -> bool:
    """Whether somebody else walks with this person; a case that is nobody's is open to all guides."""
    return case.guide not in {None, session.account}


def begun(case: Case, session: Session, reason: str, now: int) -> Look:
    look = Look(
        id=look_id("case", case.person, session.account, now),
        region=case.region,
        account=session.account,
        case=case.id,
        person=case.person,
        reason=reason,
        at=now,
    )
    return look.with_due(Due(what=FORGET, at=now + KEPT_MS))


def told(look: Look) -> CaseOpened:
    return CaseOpened(
        look=look.id,
        case=look.case,
        person=look.person,
        account=look.account,
        reason=look.reason,
    )


async def note_look(session: Session, case: Case, reason: str, desk: Desk) -> None:
    """Notes why this case is opened, once a day; what was noted first stays."""
    look = begun(case, session, reason, desk.now())
    with suppress(Conflict):
        await desk.keep(LOOKS, look, (told(look),))


async def has_said_why(session: Session, case: Case, desk: Desk) -> bool:
    """Whether the reader may read on: theirs, nobody's, or opened today with a reason."""
    if not is_anothers(case, session):
        return True
    key = look_id("case", case.person, session.account, desk.now())
    return await desk.store.get(LOOKS, key) is not None


def ask_why(case: Case) -> Refused:
    """The refusal that leads a reader to the page where they say why."""
    return Refused(SAY_WHY, mended_at=f"/cases/{case.id}/why")


async def forget_look(look: Look, desk: Desk) -> None:
    """Due "forget": it counts no longer. Raises Conflict, StillTelling."""
    await desk.store.erase(LOOKS, look)
