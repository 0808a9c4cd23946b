"""Offers: one proposed match made from what the matcher says of a pair."""

from dataclasses import dataclass
from typing import Any, Final

from services.matching.aliases import take_alias
from services.matching.approvals import ENOUGH
from services.matching.cases import Case
from services.matching.choosing import Choice
from services.matching.coding import facets_of
from services.matching.desk import Desk
from services.matching.matches import MATCHES, Match, match_id, proposed
from services.matching.needs import Need
from services.matching.pools import RegionPool
from services.matching.profiles import Profile
from shared.keys import hash_of

UNSEEN: Final = ("price", "bonus", "keep", "tie")


@dataclass(frozen=True)
class Pair:
    """What an offer is made from."""

    case: Case
    profile: Profile
    need: Need
    choice: Choice
    by_hand: str | None = None
    """The account that chose it, where the matcher did not."""


async def offer(pair: Pair, number: int, desk: Desk) -> Match:
    """The match of this round, kept and told. Raises Conflict where it is there already."""
    case, need, now = pair.case, pair.need, desk.now()
    alias = case.aliases.get(need.association) or await take_alias(
        desk.store, desk.keys, region=case.region, case=case.id, towards=need.association
    )
    key = match_id(case.person, need.id, number)
    match = Match(
        id=key,
        region=case.region,
        case=case.id,
        person=case.person,
        need=need.id,
        association=need.association,
        contacts=need.contacts,
        alias=alias,
        round=number,
        person_key=hash_of(desk.keys.link_key("answer", key, "person")),
        association_key=hash_of(desk.keys.link_key("answer", key, "association")),
        proposed_at=now,
        by_hand=pair.by_hand,
        **judged(pair),
    )
    return await desk.keep(MATCHES, match, (proposed(match),))


async def refresh(match: Match, pair: Pair, desk: Desk) -> Match:
    """An open match with what the matcher says of the pair by now. Nobody is told of points.

    Where only what the place is worth to others has moved, the match stays as it was read.
    """
    after = match.model_copy(update={**judged(pair), "contacts": pair.need.contacts})
    moved = {name: getattr(match, name) for name in UNSEEN}
    same = after.model_copy(update=moved) == match
    return match if same else await desk.keep(MATCHES, after)


def judged(pair: Pair) -> dict[str, Any]:
    """What the matcher found, and what may be said of person and need."""
    line = pair.choice.line
    return {
        "points": line.points,
        "parts": line.parts,
        "reasons": line.reasons,
        "price": line.price,
        "bonus": line.bonus,
        "keep": pair.choice.keep,
        "tie": line.tie,
        "crowded": line.crowded,
        "policy": line.policy,
        "facets": facets_of(pair.profile.wishes, pair.need),
        "about": pair.need.about,
    }


def why_gone(match: Match, need: Need | None, pool: RegionPool) -> str:
    """Why an open match is no longer proposed: a code."""
    if need is None or not need.is_open:
        return "need_closed"
    if need.seats_left == 0 or pool.is_full(need.id):
        return "full"
    if pool.matcher.has_enough(match.association):
        return ENOUGH
    return pool.obstacle(match.person, match.need) or "replaced"
