"""An association's week: how many new offers it gets at most, so that nobody there is flooded.

An offer counts from the moment that it goes out, for seven days, whatever comes of it. Its place is
taken on the association's own document, by one compare-and-set, as a seat is on a need.
"""

from services.matching.associations import ASSOCIATIONS, Association, in_week, with_offer
from services.matching.desk import Desk
from services.matching.matches import Match
from services.matching.records import TRIES
from services.matching.rulebook import in_force, policy_in
from shared.store.document import Conflict
from shared.store.paging import every


async def cap_in(region: str, desk: Desk) -> int:
    """Most new offers of one association in a week; 0 is any number."""
    doc = await in_force(desk.store, region)
    policy = desk.pools.policy if doc is None else policy_in(doc, desk.pools.policy)
    return policy.fairness.offers_per_association


async def has_room(match: Match, desk: Desk) -> bool:
    """Whether the match could go out now, as far as its association's week is concerned."""
    cap = await cap_in(match.region, desk)
    known = await desk.store.get(ASSOCIATIONS, match.association) if cap else None
    return known is None or len(in_week(known.offers, desk.now())) < cap


async def have_enough(region: str, desk: Desk) -> set[str]:
    """The associations of a region that get nobody more this week."""
    cap, now = await cap_in(region, desk), desk.now()
    if not cap:
        return set()
    known = every(desk.store, ASSOCIATIONS, {"region": region})
    return {one.id async for one in known if len(in_week(one.offers, now)) >= cap}


async def take_place(match: Match, desk: Desk) -> bool:
    """Whether the match counts in its association's week now; again and again the same answer."""
    cap = await cap_in(match.region, desk)
    for _ in range(TRIES):
        known = await desk.store.get(ASSOCIATIONS, match.association)
        doc = known or Association(id=match.association, region=match.region)
        after = with_offer(doc, match.id, desk.now(), cap)
        if after is None or after is doc:
            return after is not None
        try:
            await desk.keep(ASSOCIATIONS, after)
        except Conflict:
            continue
        return True
    raise Conflict(ASSOCIATIONS.table)
