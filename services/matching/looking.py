"""Reading a case and an association's candidates from the store: nothing is written."""

from functools import cache
from typing import Final

import numpy as np

from services.matching.acting import case_for
from services.matching.approvals import ENOUGH
from services.matching.cases import Case
from services.matching.coding import need_of, person_of, says_of
from services.matching.coming import by_turn
from services.matching.desk import Desk
from services.matching.engine.arrays import Bytes
from services.matching.engine.points import with_nowhere
from services.matching.engine.rules import blocks
from services.matching.letters import letters_of
from services.matching.matches import MATCHES, Match
from services.matching.needs import NEEDS, Need
from services.matching.profiles import PROFILES, Profile
from services.matching.weeks import have_enough
from services.matching.whole_case import ObstacleView, OtherNeedView, WholeCaseView, whole_case_view
from shared.contracts.regions import region, travel_minutes
from shared.store.collection import OneOf, Where
from shared.store.paging import every
from shared.web.sessions import Session

MOST_MATCHES: Final = 2_000
MOST_OTHERS: Final = 20
CANDIDATE_STATES: Final = ("asked", "agreed", "introduced", "started", "active")


async def whole_case(session: Session, key: str, desk: Desk) -> WholeCaseView:
    """A case with its history, all its matches and the needs it is not proposed. Raises Refused."""
    case = await case_for(session, key, desk)
    matches = await desk.store.find(MATCHES, {"case": case.id}, limit=MOST_MATCHES)
    profile = await desk.store.get(PROFILES, case.person)
    others: list[OtherNeedView] = []
    if profile is not None and profile.withdrawn is None:
        others = await _other_needs(case, profile, matches, desk)
    # Of somebody who has left nothing stands on the card, nor here.
    says = says_of(profile.wishes) if profile is not None and case.facets else ()
    letters, now = await letters_of(case, desk), desk.now()
    return whole_case_view(session, case, matches, others, says=says, letters=letters, now=now)


async def _other_needs(
    case: Case, profile: Profile, matches: list[Match], desk: Desk
) -> list[OtherNeedView]:
    """Open needs that are not proposed, those with the fewest obstacles first."""
    offered = {match.need for match in matches if match.state != "ended"}
    where: Where = {"region": case.region}
    needs = await desk.store.find(NEEDS, where, order="-touched", limit=MOST_MATCHES)
    enough = await have_enough(case.region, desk)
    others = [
        _other(case, profile, need, need.association in enough)
        for need in needs
        if need.is_open and need.id not in offered
    ]
    others.sort(key=lambda other: (len(other.obstacles), other.need))
    return others[:MOST_OTHERS]


def _other(case: Case, profile: Profile, need: Need, enough: bool) -> OtherNeedView:
    """`enough`: the association gets nobody more this week."""
    person, wanted, minutes = person_of(profile), need_of(need), minutes_in(case.region)
    home = len(minutes) - 1 if person.area is None else person.area
    there = len(minutes) - 1 if wanted.area is None else wanted.area
    failed = need.id in case.dropped
    found = blocks(person, wanted, int(minutes[home, there]), failed=failed)
    return OtherNeedView(
        need=need.id,
        title=need.details.title,
        association=need.association_name,
        obstacles=(
            *(ObstacleView(code=one.code, change=one.change) for one in found),
            *([ObstacleView(code="full", change=())] if need.seats_left == 0 else []),
            *([ObstacleView(code=ENOUGH, change=())] if enough else []),
        ),
    )


@cache
def minutes_in(code: str) -> Bytes:
    """Minutes from area to area of a region; the last place stands for "not known"."""
    return with_nowhere(np.asarray(travel_minutes(region(code)), dtype=np.int64))


async def candidates(session: Session, desk: Desk) -> list[Match]:
    """Those who said yes to a need of the reader's association and come, whose turn it is first."""
    where: Where = {"association": session.association, "state": OneOf(CANDIDATE_STATES)}
    found = await desk.store.find(MATCHES, where, limit=MOST_MATCHES)
    return by_turn(match for match in found if match.person_answer == "yes")


async def all_who_said_yes(session: Session, desk: Desk) -> list[Match]:
    """Those, and all who said yes before and do not come any more."""
    where: Where = {"association": session.association}
    found = every(desk.store, MATCHES, where)
    return [match async for match in found if match.person_answer == "yes"]
