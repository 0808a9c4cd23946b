"""Giving a case to a guide, or taking it away: a coordinator decides, and everybody hears of it."""

from collections.abc import Sequence
from typing import Final

from services.matching.acting import decided
from services.matching.approvals import NotNow
from services.matching.cases import Case, happened
from services.matching.desk import Desk
from services.matching.guides import GUIDES
from services.matching.happenings import Happening
from services.matching.looking_in import is_anothers, note_look
from shared.web.looks import GIVEN, SAY_WHY
from shared.web.refusals import Refused
from shared.web.sessions import Session

AT_ONCE: Final = 100
"""How many cases are given away with one form."""


def assign(case: Case, guide: str | None, by: str, now: int) -> Case:
    """The case in the hands of `guide`, or of nobody; the same again changes nothing.

    An approval that still can be undone no longer gives the case back: it was not the approval that
    decided whose it is. Raises NotNow for a case that has ended.
    """
    if case.guide == guide:
        return case
    if case.state == "ended":
        raise NotNow("passed")
    asking = case.asking.model_copy(update={"claims": False}) if case.asking else None
    given_at = now if guide not in {None, by} else None
    after = case.model_copy(update={"guide": guide, "asking": asking, "given_at": given_at})
    return happened(after, Happening(at=now, what="assigned" if guide else "unassigned", by=by))


async def assign_case(session: Session, key: str, guide: str | None, desk: Desk) -> Case:
    """Raises Refused, NotNow. Whoever gives a case away may read it until the day is over."""

    async def decide(case: Case) -> Case:
        if guide is not None and not await takes_cases(guide, case.region, desk):
            raise Refused("invalid", fields={"guide": "unknown"})
        return assign(case, guide, session.account, desk.now())

    case = await decided(session, key, desk, decide)
    if is_anothers(case, session):
        await note_look(session, case, GIVEN, desk)
    return case


async def assign_cases(session: Session, keys: Sequence[str], guide: str | None, desk: Desk) -> int:
    """Gives these cases away, and says how many; those that ended, or that
    somebody took meanwhile, are passed over.

    Raises Refused before anything is changed where the guide is unknown or there is no case.
    """
    wanted = list(dict.fromkeys(keys))[:AT_ONCE]
    if not wanted:
        raise Refused("invalid", fields={"case": "missing"})
    given = 0
    for key in wanted:
        try:
            await assign_case(session, key, guide, desk)
        except NotNow:
            continue
        except Refused as no:
            if no.slug != SAY_WHY:
                raise
            continue
        given += 1
    return given


async def takes_cases(account: str, region: str, desk: Desk) -> bool:
    """Whether this account is somebody who works with cases of this region."""
    known = await desk.store.get(GUIDES, account)
    return known is not None and known.works and region in known.regions
