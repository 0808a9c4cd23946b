"""What a seat is worth to those who are still to come.

The past stands in for the future: as many people as arrived lately (a Poisson number at the rate
of the last days), drawn from the most recent ones, join the pool; it is solved; the price of a need
is the mean over several such futures. Ranking by points minus this price keeps rare seats for
those who have nothing else (after Ahani, Gölz, Procaccia, Teytelboym, Trapp: Dynamic Placement in
Refugee Resettlement, Operations Research 2024).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from services.matching.engine.fairness import DAY_MS
from services.matching.engine.planning import plan_with, prices_of
from services.matching.engine.policy import Futures, Policy
from services.matching.engine.pool import Pool
from services.matching.engine.rows import Person


def expected_prices(
    pool: Pool, policy: Policy, past: Sequence[Person], now: int, *, seed: int
) -> dict[str, int]:
    """Points by need. `past`: everybody who arrived, in any order; later than `now` is not seen."""
    known = sorted((one for one in past if one.since <= now), key=lambda one: (one.since, one.id))
    prices = dict.fromkeys(pool.need_of, 0)
    for draw in range(policy.futures.draws):
        rng = np.random.default_rng((seed, draw))
        future = _joined(pool, _arrivals(known, policy.futures, now, rng))
        for need_id, price in _prices(future, policy, now, last=prices).items():
            prices[need_id] += price
    draws = max(policy.futures.draws, 1)
    return {need_id: total // draws for need_id, total in prices.items()}


def _arrivals(
    known: list[Person], futures: Futures, now: int, rng: np.random.Generator
) -> list[Person]:
    lately = sum(1 for one in known if one.since > now - futures.rate_days * DAY_MS)
    expected = lately * futures.horizon_days / max(futures.rate_days, 1)
    recent = known[-futures.recent :]
    if not recent:
        return []
    drawn = rng.integers(0, len(recent), rng.poisson(expected)).tolist()
    # Nobody is called like this: ids of the pool have no space in them.
    return [replace(recent[at], id=f"to come {number}") for number, at in enumerate(drawn)]


def _joined(pool: Pool, arrivals: list[Person]) -> Pool:
    """A copy of the pool's people who wait and of its seats that are left, with the arrivals."""
    joined = Pool(pool.by)
    joined.offered = pool.offered
    for need_id, need in pool.need_of.items():
        joined.open(replace(need, seats=pool.seats_left(need_id)))
    for person_id, person in pool.person_of.items():
        if person_id not in pool.accepted:
            joined.arrive(person)
            for need_id in pool.failed.get(person_id, ()):
                joined.fail(person_id, need_id)
    for person in arrivals:
        joined.arrive(person)
    return joined


def _prices(pool: Pool, policy: Policy, now: int, *, last: Mapping[str, int]) -> dict[str, int]:
    return prices_of(pool, plan_with(pool, policy, {}, now, last_prices=last).solved)
