"""How fast: each against what the same machine needs for the bare thing, in the same run."""

import resource
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from time import process_time
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bench.matcher.generate import Made, make_pool
from bench.matcher.life import Life
from bench.matcher.loops import rank_in_a_loop
from bench.matcher.setting import Bar, at_least, at_most, empty, filled, malmo_minutes, seconds
from services.matching.engine.columns import NeedFacts, PersonFacts
from services.matching.engine.flow import best_pairs
from services.matching.engine.planning import plan
from services.matching.engine.points import points
from services.matching.engine.pool import Pool
from services.matching.engine.ranking import best_first
from services.matching.engine.reach import UNLIMITED
from services.matching.engine.rules import allowed_people
from services.matching.engine.ties import hash20

LIMIT: Final = 20
TIMES: Final = 40


def ranking(seed: int) -> Iterator[Bar]:
    """One arriving person against all needs: columns against a plain loop."""
    for count, wanted in ((5_000, 10.0), (20_000, 20.0)):
        made = make_pool(200, count, seed)
        pool = Pool(empty().pool.by)
        for need in made.needs:
            pool.open(need)
        for person in made.people:
            pool.arrive(person)
        columns = seconds(partial(_rank_by_columns, pool), 5) / TIMES
        loop = seconds(partial(_rank_by_loop, made), 3) / TIMES
        yield at_least(
            f"rank one arrival, loop ÷ columns, {count:,} needs",
            loop / columns,
            wanted,
            beside=f"{loop * 1e6:,.0f} µs in a loop, {columns * 1e6:,.0f} µs",
        )


def _rank_by_columns(pool: Pool) -> None:
    for row in range(TIMES):
        _best_needs(pool, row)


def _rank_by_loop(made: Made) -> None:
    for person in made.people[:TIMES]:
        rank_in_a_loop(person, made.needs, malmo_minutes(), LIMIT)


def _best_needs(pool: Pool, row: int) -> list[int]:
    person = pool.people.one(row)
    rows = pool.needs_with_seats_for(person, set())
    needs = pool.needs.some(rows)
    fit = points(person, needs, pool.by).astype(np.int64)
    best: list[int] = rows[best_first(fit, hash20(person.tie, needs.tie), LIMIT)].tolist()
    return best


def repair(seed: int, events: int = 1_000) -> Iterator[Bar]:
    """Random events of all kinds on a full pool, against solving it again after each."""
    made = make_pool(10_000, 1_000, seed)
    engine = filled(made, reach=UNLIMITED)
    life = Life(engine, make_pool(2_000, 400, seed + 1), seed)
    taken = 0.0
    for _ in range(events):
        event = life.next_event()
        start = process_time()
        event()
        taken += process_time() - start
    full = seconds(lambda: plan(engine, {}, 0), 2)
    solved = plan(engine, {}, 0)
    yield at_least(
        "full solve ÷ mean repair of one event, 10,000 × 1,000",
        full / (taken / events),
        1_000,
        beside=f"{taken / events * 1e3:.3f} ms against {full * 1e3:.0f} ms",
    )
    differing = abs(engine.value() - solved.solved.proof.value)
    yield at_most(
        f"value after {events:,} events: away from the optimum", differing, 0, unit="units"
    )


def limited_repair(seed: int, events: int = 1_000) -> Bar:
    """The same with the policy's limits on: how often an event leaves the seating below the best."""
    made = make_pool(1_000, 200, seed)
    engine = filled(made)
    life = Life(engine, make_pool(2_000, 400, seed + 1), seed)
    below = 0
    for _ in range(events):
        was = engine.dirty
        life.next_event()()
        below += engine.dirty and not was
        if engine.dirty:
            engine.run_pass({}, 0)
    return Bar(
        "share of events over the limits, 1,000 × 200", below / events, "share", "", "", True
    )


def one_pass(seed: int) -> Bar:
    """All rules and points, flow, prices and proof, against the bare flow over the same pairs."""
    engine = filled(make_pool(10_000, 1_000, seed))
    problem = plan(engine, {}, 0).problem
    bare = seconds(lambda: best_pairs(problem), 3)
    whole = seconds(lambda: plan(engine, {}, 0), 3)
    return at_most(
        "pass ÷ bare min-cost flow, 10,000 × 1,000",
        whole / bare,
        3.0,
        beside=f"{whole * 1e3:.0f} ms against {bare * 1e3:.0f} ms",
    )


def large_pass(seed: int) -> Bar:
    """In a process of its own, so that the memory is that of the pass."""
    done = subprocess.run(  # noqa: S603 - our own module, by this interpreter
        [sys.executable, "-m", "bench.matcher.large", str(seed)],
        check=True,
        capture_output=True,
        text=True,
    )
    megabytes, taken, gap = (float(word) for word in done.stdout.split())
    return at_most(
        "one pass of 100,000 × 5,000, peak memory",
        megabytes,
        1_000,
        unit="MB",
        beside=f"{taken:.0f} s, gap {gap:g}",
    )


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def million(seed: int, people: int = 1_000_000) -> Iterator[Bar]:
    """One need against a million people, beside reading the same columns once."""
    made = make_pool(50_000, 60, seed)
    pool = filled(made).pool
    columns = _times(pool.people.all(), people // 50_000)
    reading = seconds(lambda: [_read(column) for column in columns], 5)
    size = sum(column.nbytes for column in columns)
    needs = [pool.needs.one(row) for row in range(60)]
    shares = [len(allowed_people(columns, need, pool.by)) / people for need in needs]
    usual = [need for need, share in zip(needs, shares, strict=True) if 0.03 <= share <= 0.04]
    times = [seconds(partial(_best_people, columns, need, pool), 3) for need in usual]
    taken = float(np.median(times))
    yield at_most(
        "one need against 1,000,000 people ÷ reading their columns",
        taken / reading,
        8.0,
        beside=f"{taken * 1e3:.1f} ms; {size / 1e6:.0f} MB read in {reading * 1e3:.1f} ms",
    )
    open_to_all = columns._replace(
        has=np.full(people, (1 << 63) - 1, dtype=np.uint64),
        required=np.zeros_like(columns.required),
    )
    everybody = open_to_all._replace(
        slots=np.full(people, (1 << 28) - 1, dtype=np.uint32),
        travel_limit=np.full(people, 255, dtype=np.uint8),
    )
    taken = seconds(lambda: _best_people(everybody, needs[0], pool), 2)
    yield Bar(
        "the same with everybody allowed", taken / reading, "×", f"{taken * 1e3:.0f} ms", "", True
    )


def _times(people: PersonFacts, copies: int) -> PersonFacts:
    return PersonFacts._make(np.tile(column, copies) for column in people)


def _read(column: NDArray[Any]) -> int:
    """As fast as memory gives the bytes: eight at a time, nothing kept."""
    return int(np.bitwise_or.reduce(column.view(np.uint64)))


def _best_people(columns: PersonFacts, need: NeedFacts, pool: Pool) -> list[int]:
    rows = allowed_people(columns, need, pool.by)
    some = PersonFacts._make(column[rows] for column in columns)
    fit = points(some, need, pool.by).astype(np.int64)
    best: list[int] = rows[best_first(fit, hash20(some.tie, need.tie), LIMIT)].tolist()
    return best
