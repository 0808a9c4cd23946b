"""Reporting an association: one of us says that something is wrong with it, a coordinator decides.

It goes on as before until then: who is matched there is not touched by a word that nobody checked.
"""

from collections.abc import Sequence
from typing import Final

from services.intake.associations.association import Association, Reported
from services.intake.associations.deciding import change_association, known_association
from services.intake.associations.ending import coordinators_of
from services.intake.desk import Desk
from services.intake.people.answers import CHOOSE
from shared.contracts.coordinators import AssociationReported
from shared.contracts.message import Message
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.sessions import Session

MOST: Final = 20
"""So many are kept until somebody looks; more would say nothing new."""
REASONS: Final = {
    "unsafe": say_later("Somebody was treated badly, or did not feel safe"),
    "money": say_later("It asks for money, or for work without pay"),
    "untrue": say_later("It is not what it says it is"),
    "gone": say_later("It does not exist any more"),
}


def reported(
    known: Association, by: str, reason: str, now: int, *, coordinators: Sequence[str]
) -> tuple[Association, Sequence[Message]]:
    """The association with the report, and who is told of it; the same word again changes nothing."""
    if len(known.reports) >= MOST or (by, reason) in {
        (one.by, one.reason) for one in known.reports
    }:
        return known, ()
    reports = (*known.reports, Reported(by=by, reason=reason, at=now))
    others = tuple(one for one in coordinators if one != by)
    told = AssociationReported(association=known.id, coordinators=others, reported_at=now)
    return known.model_copy(update={"reports": reports}), (told,) if others else ()


async def known_here(desk: Desk, key: str, session: Session) -> Association:
    """One that people of the reader's region are matched to, or have been. Raises Refused."""
    known = await known_association(desk, key)
    if known.region not in session.regions or known.state == "waiting":
        raise Refused("not-found")
    return known


async def report(desk: Desk, key: str, by: Session, reason: str) -> Association:
    """Raises Refused, Conflict."""
    if reason not in REASONS:
        raise Refused("invalid", fields={"reason": CHOOSE})
    known = await known_here(desk, key, by)
    chiefs = await coordinators_of(desk, known.region)
    return await change_association(
        desk, key, lambda one: reported(one, by.account, reason, desk.now(), coordinators=chiefs)
    )


async def looked_at(desk: Desk, key: str, by: Session) -> Association:
    """A coordinator has looked: what was said of it goes, and it stays as it is. Raises Refused."""

    def decide(known: Association) -> tuple[Association, Sequence[Message]]:
        if known.region not in by.regions or known.state == "erased":
            raise Refused("not-found")
        return known.model_copy(update={"reports": ()}), ()

    return await change_association(desk, key, decide)
