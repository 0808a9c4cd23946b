"""What every measurement starts from: Malmö's minutes, the policy, engines filled with pools."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from time import process_time

from bench.matcher.generate import Made
from services.matching.engine.matcher import Matcher
from services.matching.engine.policy import Policy, packaged_policy
from services.matching.engine.reach import Reach
from shared.contracts.regions import region, travel_minutes


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the table: `value` against `wanted` ("≥ 1.04"), and what stands `beside` it."""

    bar: str
    value: float
    unit: str
    beside: str
    wanted: str
    holds: bool


def at_least(bar: str, value: float, wanted: float, *, unit: str = "×", beside: str = "") -> Bar:
    return Bar(bar, value, unit, beside, f"≥ {wanted:g}", value >= wanted)


def at_most(bar: str, value: float, wanted: float, *, unit: str = "×", beside: str = "") -> Bar:
    return Bar(bar, value, unit, beside, f"≤ {wanted:g}", value <= wanted)


@cache
def malmo_minutes() -> tuple[tuple[int, ...], ...]:
    return travel_minutes(region("malmo"))


@cache
def plain_policy() -> Policy:
    """Points alone: the fairness rules off, so that sums can be compared."""
    policy = packaged_policy()
    fairness = replace(policy.fairness, first_seat=0, deadline_bonus=0, later_seat=0)
    return replace(policy, version=f"{policy.version}-plain", fairness=fairness)


def empty(policy: Policy | None = None, reach: Reach | None = None) -> Matcher:
    return Matcher("malmo", policy or plain_policy(), malmo_minutes(), reach=reach)


def filled(made: Made, policy: Policy | None = None, reach: Reach | None = None) -> Matcher:
    """Everybody in, all needs open, and the best seating found by one solve."""
    engine = empty(policy, reach)
    engine.restore(made.people, made.needs)
    return engine


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """Processor time, the best of so many runs: what disturbs the least on a shared machine."""
    best = float("inf")
    for _ in range(times):
        start = process_time()
        work()
        best = min(best, process_time() - start)
    return best
