"""Proposals: what the matcher finds for a case, brought into its matches.

All of it is due work of the region's owner. A step says what should be there and makes the store
agree, so that doing it again, or going on after it was cut off, changes nothing.
"""

from asyncio import gather
from dataclasses import dataclass
from typing import Final

from services.matching import life
from services.matching.aliases import take_alias
from services.matching.answers import free_seat
from services.matching.approvals import ENOUGH
from services.matching.cases import (
    CASES,
    Case,
    case_id,
    close,
    news,
    reopen,
)
from services.matching.choosing import HOW_MANY, SPARE, chosen
from services.matching.coding import card_facets, district_of
from services.matching.desk import Desk
from services.matching.erasing import erased_case, erased_match
from services.matching.happenings import Happening
from services.matching.introducing import moved_on
from services.matching.life import Actor
from services.matching.matches import MATCHES, Match, end
from services.matching.needs import NEEDS, Need
from services.matching.offers import Pair, offer, refresh, why_gone
from services.matching.pools import RegionPool
from services.matching.profiles import PROFILES, Profile
from services.matching.scheduling import note_dirty
from services.matching.waiting import release, with_proposals, without_proposals
from shared.contracts.regions import region
from shared.store.document import Due

MOST_MATCHES: Final = 500
STAFF: Final = "staff"


async def arrive(profile: Profile, desk: Desk) -> None:
    """A person came, changed or left: their case is there, and its proposals are due."""
    now = desk.now()
    case = await desk.store.get(CASES, case_id(profile.id)) or await new_case(profile, desk)
    back = profile.withdrawn is None and case.state == "ended"
    after = (reopen(case, now) if back else case).with_due(Due(what="propose", at=now))
    await desk.keep(CASES, after, news(case, after))
    await desk.keep(PROFILES, profile.without_due("rank"))


async def new_case(profile: Profile, desk: Desk) -> Case:
    """The case of a person who was not known; a guide who filled in the form has it already."""
    key, region = case_id(profile.id), profile.region
    alias = await take_alias(desk.store, desk.keys, region=region, case=key, towards=STAFF)
    return Case(
        id=key,
        region=region,
        person=profile.id,
        guide=profile.guide,
        alias=alias,
        since=desk.now(),
        history=(Happening(at=profile.registered_at, what="registered", by="person"),),
    )


@dataclass(frozen=True)
class Look:
    """A case as it stands: the person, all its matches so far, and the matcher."""

    case: Case
    profile: Profile
    rounds: list[Match]
    pool: RegionPool

    @property
    def open(self) -> list[Match]:
        return [match for match in self.rounds if match.state == "proposed"]

    def holds(self, now: int) -> bool:
        """Whether a guide has the proposals open, so that they keep still."""
        return bool(self.open) and now < self.case.held_until

    def number(self, need: str) -> int:
        """The next round of this pair."""
        return 1 + sum(match.need == need for match in self.rounds)


async def propose(case: Case, desk: Desk) -> None:
    """The case's open matches become what the matcher finds for the person now."""
    pool = await desk.pools.current(desk.store, case.region)
    profile = await desk.store.get(PROFILES, case.person)
    if profile is None:
        raise LookupError("a case without a profile")
    rounds = await desk.store.find(MATCHES, {"case": case.id}, limit=MOST_MATCHES)
    look = Look(case, profile, rounds, pool)
    if profile.withdrawn is not None:
        await withdraw(look, profile.withdrawn, desk)
    elif case.may_propose:
        await bring_up_to_date(look, desk)
    else:
        await leave_behind(look, desk)
    await note_dirty(pool, desk)


async def let_go(case: Case, desk: Desk) -> None:
    """The time is over for which proposals were held for a guide who had them open."""
    await desk.keep(CASES, release(case, desk.now()))


async def bring_up_to_date(look: Look, desk: Desk) -> None:
    """New offers first, then the end of those that were replaced, then the case."""
    found = await choices(look, desk)
    kept = {match.need: match for match in look.open if match.need in found}
    still = look.holds(desk.now())
    new = [] if still else [pair for need, pair in found.items() if need not in kept]
    # Side by side, since the writes of one moment share one commit.
    made = await gather(*(offer(pair, look.number(pair.need.id), desk) for pair in new))
    if not still:
        await gather(*(refresh(match, found[need], desk) for need, match in kept.items()))
    for match in look.open:
        if match.need not in kept and await held_or_over(match, look, desk, still=still):
            kept[match.need] = match
    await conclude(look, made, kept=len(kept), desk=desk)


async def conclude(look: Look, made: list[Match], *, kept: int, desk: Desk) -> None:
    """The case says how many proposals it has now, or why it has none."""
    facets, now, new = card_facets(look.profile.wishes), desk.now(), len(made)
    aliases = {match.association: match.alias for match in (*look.rounds, *made)}
    where = district_of(look.profile.wishes, region(look.case.region))
    told = {"aliases": aliases, "facets": facets, "district": where}
    case = look.case.model_copy(update=told)
    if not kept + new:
        case = without_proposals(case, look.pool.hints(case.person), now)
    elif new or case.state != "proposed":
        case = with_proposals(case, kept + new, now)
    await desk.keep(CASES, case.without_due("propose"), news(look.case, case))


async def held_or_over(match: Match, look: Look, desk: Desk, *, still: bool) -> bool:
    """Whether an open match that was not found again is held all the same; else it ends, with why.

    A better one does not push out what a guide has just approved, or is reading (`still`); nor does
    the end of the association's week, which is looked at once more before anything goes out.
    """
    why = why_gone(match, await desk.store.get(NEEDS, match.need), look.pool)
    asking = look.case.asking.match if look.case.asking else None
    if why in {"replaced", ENOUGH} and (still or match.id == asking or match.by_hand):
        return True
    await desk.keep(MATCHES, end(match, why, desk.now()))
    return False


async def choices(look: Look, desk: Desk) -> dict[str, Pair]:
    """The best needs for the case, by id, best first; what failed or is just full is no choice."""
    tried = {match.need for match in look.rounds if match.is_final}
    lines = look.pool.best_needs(look.case.person, HOW_MANY + SPARE + len(tried))
    needs: dict[str, Need] = {}
    for line in lines:
        need = None if line.need in tried else await desk.store.get(NEEDS, line.need)
        if need is not None and need.is_open and need.seats_left > 0:
            needs[line.need] = need
    standing = {match.need for match in look.open}
    keep = look.pool.matcher.policy.stability.keep_bonus
    best = chosen([line for line in lines if line.need in needs], standing, keep)
    return {
        choice.line.need: Pair(look.case, look.profile, needs[choice.line.need], choice)
        for choice in best
    }


async def leave_behind(look: Look, desk: Desk) -> None:
    """A case past its proposals: once there is a seat, the other offers are over."""
    case, now = look.case, desk.now()
    if case.state == "ended":
        await wind_up(look, desk)
    elif case.placed is not None:
        for match in look.open:
            await desk.keep(MATCHES, end(match, "placed", now))
    await desk.keep(CASES, case.without_due("propose"))


def why_wound_up(case: Case) -> tuple[str, Actor]:
    """With which reason the case's open matches end, and who says so."""
    if case.reason == "followed":
        return "placed", "matching"
    return case.reason or "other", "guide"


async def wind_up(look: Look, desk: Desk) -> None:
    """A guide or a clock ended the case: what is open ends with it, and a seat is free again, but
    for the one of who goes on there.
    """
    for match in look.rounds:
        if match.state != "ended":
            why, actor = why_wound_up(look.case)
            over = end(match, why, desk.now(), actor=actor)
            asked = match.state != "proposed"
            await desk.keep(MATCHES, over, (moved_on(over),) if asked else ())
        if match.ended != "followed":
            await free_seat(match, desk)
    # Out of the engine, too: no place is kept for somebody whom nobody looks for.
    await desk.keep(PROFILES, look.profile.model_copy(update={"withdrawn": look.case.reason}))


async def withdraw(look: Look, why: str, desk: Desk) -> None:
    """The person wants nothing more: matches end, a seat is free again, the case is closed."""
    actor: Actor = "guide" if why in life.CASE_ENDS else "person"
    for match in look.rounds:
        now = desk.now()
        over = match if match.state == "ended" else end(match, why, now, actor=actor)
        after = erased_match(over) if why == "erased" else over
        if after != match:
            asked = match.state not in {"proposed", "ended"} and why != "erased"
            await desk.keep(MATCHES, after, (moved_on(after),) if asked else ())
        if after.ended != "followed":
            await free_seat(match, desk)
    case, now = look.case, desk.now()
    closed = close(case, why, now).without_due("propose").model_copy(update={"facets": ()})
    # Last of all: its message tells that nothing of somebody erased is left here.
    ended = erased_case(closed) if why == "erased" else closed
    await desk.keep(CASES, ended, news(case, ended))
