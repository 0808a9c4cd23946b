"""A pass over a copy of a region's pool: no store, no clock, so that it can run anywhere. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from services.matching.choosing import HOW_MANY, SPARE, Choice, Shown, chosen, shown
from services.matching.engine.expected import expected_prices
from services.matching.engine.matcher import Matcher
from services.matching.engine.passes import PassResult
from services.matching.engine.planning import Plan, plan, priced, report
from services.matching.engine.policy import Policy
from services.matching.engine.rows import Need, Person
from services.matching.groups import served_by_group
from services.matching.passing import Figures
from services.matching.rulebook import fresh_matcher
from shared.contracts.regions import region

FEW: Final = 2_000
"""People up to whom the price of a place counts those who are still to come (12 more solves)."""
SEED: Final = 1
"""The same in every pass: other futures would move prices, and proposals with them, for no cause."""


@dataclass(frozen=True)
class Copy:
    """A region's pool as plain data. `open` is, by person who may be proposed something, what a
    guide reads now; `seats` is person → need of everybody who holds a place or an offer, `placed`
    those of them who have the place for good; `offered` is how many offers each association got in
    the last week.
    """

    region: str
    number: int
    policy: Policy
    now: int
    people: tuple[Person, ...]
    needs: tuple[Need, ...]
    seats: dict[str, str]
    placed: frozenset[str]
    failed: tuple[tuple[str, str], ...]
    offered: dict[str, int]
    prices: dict[str, int]
    open: dict[str, Shown]
    best: dict[str, str]
    """The best of what is open, person → need: what the pass keeps unless it gains by moving."""


@dataclass(frozen=True)
class Came:
    """What a pass came to: `moved` is, by person, the needs that come and those that go."""

    figures: Figures
    prices: dict[str, int]
    look: tuple[str, ...] = ()
    moved: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    plan: Plan | None = None
    proposed: int = 0


def filled(copy: Copy) -> Matcher:
    """A matcher with the pool of the copy in it, and no seating yet. The order decides the rows."""
    matcher = fresh_matcher(copy.region, copy.policy)
    pool = matcher.pool
    for need in copy.needs:
        pool.open(need)
    for person in copy.people:
        # Whoever has a place at a need that takes nobody more waits for nothing.
        if person.id in copy.seats or person.id not in copy.placed:
            pool.arrive(person)
    for person_id, need_id in copy.failed:
        pool.fail(person_id, need_id)
    for person_id, need_id in copy.seats.items():
        pool.accept(person_id, need_id)
    matcher.note_offers(copy.offered)
    matcher.prices = dict(copy.prices)
    return matcher


def solve(copy: Copy) -> Came:
    """The best seating with its proof and prices, and whose proposals it changes."""
    matcher = filled(copy)
    planned = plan(matcher, copy.best, copy.now)
    result = report(matcher, planned, copy.best)
    rules = priced(matcher, copy.now)
    prices = rules.prices
    if copy.people and len(copy.people) <= FEW:
        prices = expected_prices(matcher.pool, copy.policy, copy.people, copy.now, seed=SEED)
    matcher.take_over(planned, prices)
    after = dict(proposals(matcher, copy))
    moved = changes(copy.open, after)
    return Came(
        figures=figures(copy, result, rules.costs),
        prices=prices,
        look=tuple(one for one, found in after.items() if shown(found) != copy.open[one]),
        moved=moved,
        plan=planned,
        proposed=sum(bool(found) for found in after.values()),
    )


def solve_twice(copy: Copy, other: Policy) -> tuple[Came, Came]:
    """The same pool by two policies, side by side; nothing of it is kept."""
    today = solve(copy)
    changed = solve(replace(copy, policy=other))
    return replace(today, plan=None), replace(changed, plan=None)


def proposals(matcher: Matcher, copy: Copy) -> Iterator[tuple[str, list[Choice]]]:
    """What everybody who waits is proposed by the prices of the pass."""
    keep = copy.policy.stability.keep_bonus
    for person in sorted(copy.open):
        lines = matcher.rank_for_person(person, HOW_MANY + SPARE)
        yield person, chosen(lines, copy.open[person], keep)


def changes(
    before: Mapping[str, Shown], after: Mapping[str, list[Choice]]
) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """By person whose needs change: the new ones, and those that go."""
    found = {}
    for person, choices in after.items():
        needs = {choice.line.need for choice in choices}
        if needs != before[person].keys():
            new, gone = needs - before[person].keys(), before[person].keys() - needs
            found[person] = (tuple(sorted(new)), tuple(sorted(gone)))
    return found


def figures(copy: Copy, result: PassResult, costs: dict[str, int]) -> Figures:
    """What is told of a pass: sums, and groups without their small cells."""
    served = copy.placed | result.seats.keys()
    return Figures(
        people=len(copy.people),
        needs=len(copy.needs),
        seats=sum(need.seats for need in copy.needs),
        served=len(served),
        points=result.points,
        value=result.value,
        bound=result.bound,
        gap=result.gap,
        pairs=result.allowed,
        tied=result.tied,
        ratio=result.served_ratio,
        costs=costs,
        groups=served_by_group(copy.people, copy.placed, region(copy.region), copy.now),
    )
