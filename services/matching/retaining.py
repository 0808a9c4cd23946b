"""What matching's own retention does: a guide's notes go some time after a case is over.

Everything else about a person goes when intake tells that they are erased (`erasing`).
"""

from typing import Final

from services.matching.associations import ASSOCIATIONS, Association
from services.matching.cases import CASES, FORGET, Case, case_id, happened
from services.matching.desk import Desk
from services.matching.erasing import WHY as ERASED
from services.matching.guides import FORGET as FORGET_GUIDE
from services.matching.guides import GUIDES, Guide
from services.matching.profiles import PROFILES, Profile

NOTE: Final = "note"


def without_notes(case: Case) -> Case:
    """A case that is over keeps no words of its guide."""
    after = case.without_due(FORGET)
    if case.state != "ended":
        return after
    return after.model_copy(update={"notes": "", "next_step": "", "next_at": None})


async def forget_notes(case: Case, desk: Desk) -> None:
    """Due "forget" on a case: the notes go, unless it was opened again. Raises Conflict."""
    await desk.keep(CASES, without_notes(case))


async def note(profile: Profile, desk: Desk) -> None:
    """Due "note" on a profile: what intake's clock did becomes a line of the case, once."""
    line = profile.line

    def noted(case: Case) -> Case:
        known = line is None or line in case.history or case.reason == ERASED
        return case if line is None or known else happened(case, line)

    await desk.change(CASES, case_id(profile.id), noted)
    done = profile.model_copy(update={"line": None}).without_due(NOTE)
    await desk.keep(PROFILES, done)


async def forget_association(association: Association, desk: Desk) -> None:
    """Due "forget" on an association that intake has erased. Raises Conflict."""
    await desk.store.erase(ASSOCIATIONS, association)


async def forget_guide(guide: Guide, desk: Desk) -> None:
    """Due "forget" on who took cases: goes, unless they do again. Raises Conflict."""
    if guide.works:
        await desk.keep(GUIDES, guide.without_due(FORGET_GUIDE))
        return
    await desk.store.erase(GUIDES, guide)
