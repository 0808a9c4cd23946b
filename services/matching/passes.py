"""Passes over a region's whole pool, as due work: one at a time, redone or gone on with when cut off.

The region's clock is claimed by its owner alone. What a pass came to is kept in one write under an
id that exists once, so that a second one of the same number is refused; from then on its prices
hold, and the cases it changes are made due little by little.
"""

import asyncio
from time import monotonic
from typing import Final

from services.matching.cases import CASES, case_id
from services.matching.choosing import Shown
from services.matching.desk import Desk
from services.matching.elsewhere import solved
from services.matching.engine.matcher import Matcher
from services.matching.engine.policy import Policy
from services.matching.handover import hand_over
from services.matching.matches import MATCHES, Match
from services.matching.openings import look_again
from services.matching.passing import (
    APPLY,
    PASSES,
    REGIONS,
    Moved,
    Pass,
    Region,
    after_old_rules,
    after_pass,
    last_pass,
    pass_id,
)
from services.matching.pools import RegionPool
from services.matching.rulebook import in_force, policy_in
from services.matching.solving import Came, Copy, filled
from shared.contracts.matching import CaseState
from shared.store.collection import OneOf, Where
from shared.store.document import Due
from shared.store.paging import every

CHUNK: Final = 20
MOST_MOVED: Final = 500
PLACED: Final[tuple[CaseState, ...]] = ("agreed", "introduced", "started", "active")


async def run_pass(region: Region, desk: Desk) -> None:
    """One pass. Where the last one was kept and nothing more, that one is gone on with.

    Whoever asks while a pass runs is answered by it; rules that changed meanwhile need one more.
    """
    done = await last_pass(desk.store, region.region)
    if done is None or done.number <= region.number:
        done = await new_pass(region, desk)
    rules = await in_force(desk.store, region.region)
    if rules is not None and rules.number != done.policy:
        await desk.keep(REGIONS, after_old_rules(region, done.number, desk.now(), rules.by))
    else:
        await desk.keep(REGIONS, after_pass(region, done.number, desk.now()))


async def new_pass(region: Region, desk: Desk) -> Pass:
    """Solves the pool and keeps what it came to. Raises Conflict where another was faster."""
    began, at = desk.now(), monotonic()
    pool = await desk.pools.current(desk.store, region.region)
    copy = await copied(pool, region.number + 1, desk)
    came = await solved(copy)
    doc = document(region, copy, came, began)
    took = int((monotonic() - at) * 1000)
    kept = await desk.keep(PASSES, doc.model_copy(update={"took": took}))
    matcher = await asyncio.to_thread(taken_over, copy, came)
    hand_over(pool, matcher, copy.seats, number=kept.number, now=desk.now())
    return kept


def taken_over(copy: Copy, came: Came) -> Matcher:
    """The engine as the pass left it."""
    matcher = filled(copy)
    if came.plan is not None:
        matcher.take_over(came.plan, came.prices)
    return matcher


def document(region: Region, copy: Copy, came: Came, began: int) -> Pass:
    moved = [
        Moved(case=case_id(one), new=new, gone=gone) for one, (new, gone) in came.moved.items()
    ]
    doc = Pass(
        id=pass_id(region.region, copy.number),
        region=region.region,
        number=copy.number,
        why=region.why,
        asked_by=region.asked_by,
        began=began,
        took=0,
        policy=copy.policy.version,
        figures=came.figures,
        prices=came.prices,
        moved=tuple(moved[:MOST_MOVED]),
        moved_all=len(moved),
        todo=tuple(case_id(one) for one in came.look),
    )
    return doc.with_due(next_look(doc)) if doc.todo else doc


async def apply_pass(doc: Pass, desk: Desk) -> None:
    """Some more of the cases that a pass changes look again; doing one twice changes nothing."""
    for case in doc.todo[:CHUNK]:
        await look_again(case, desk)
    after = doc.model_copy(update={"todo": doc.todo[CHUNK:]})
    more = after.with_due(next_look(after)) if after.todo else after.without_due(APPLY)
    await desk.keep(PASSES, more)


def next_look(doc: Pass) -> Due:
    """Due at once, and another entry each time: the same one would count as left undone."""
    return Due(what=APPLY, at=doc.began - len(doc.todo))


async def policy_of(desk: Desk, region: str) -> Policy:
    """The weights and rules that count in the region now."""
    doc = await in_force(desk.store, region)
    return desk.pools.policy if doc is None else policy_in(doc, desk.pools.policy)


async def copied(pool: RegionPool, number: int, desk: Desk) -> Copy:
    """The pool as it is now, and what is proposed in it."""
    standing = await proposed_in(pool.code, desk)
    placed = await placed_in(pool.code, desk)
    policy = await policy_of(desk, pool.code)
    # From here on nothing is awaited, so that the copy is of one moment.
    needs, people = dict(pool.needs), dict(pool.people)
    seats = {one: need for one, need in pool.held.items() if need in needs}
    waiting = people.keys() - pool.seats.keys() - placed
    return Copy(
        region=pool.code,
        number=number,
        policy=policy,
        now=desk.now(),
        people=tuple(people.values()),
        needs=tuple(needs.values()),
        seats=seats,
        placed=frozenset(placed & people.keys()),
        failed=tuple(
            (one, need) for need in needs for one in pool.failed.get(need, ()) if one in people
        ),
        offered=pool.offered(desk.now()),
        prices=dict(pool.matcher.prices),
        open={one: seen(standing.get(one, [])) for one in waiting},
        best={one: best(standing[one]) for one in waiting if one in standing},
    )


async def proposed_in(region: str, desk: Desk) -> dict[str, list[Match]]:
    """What is proposed and not sent, by person."""
    found: dict[str, list[Match]] = {}
    async for match in every(desk.store, MATCHES, {"region": region, "state": "proposed"}):
        found.setdefault(match.person, []).append(match)
    return found


async def placed_in(region: str, desk: Desk) -> set[str]:
    """Everybody who has found a place."""
    where: Where = {"region": region, "state": OneOf(PLACED)}
    return {case.person async for case in every(desk.store, CASES, where) if case.placed}


def seen(matches: list[Match]) -> Shown:
    return {match.need: (match.points, match.crowded, match.policy) for match in matches}


def best(matches: list[Match]) -> str:
    return max(matches, key=lambda match: (match.worth, match.tie)).need
