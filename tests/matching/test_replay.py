"""The service killed at any save, in events and in passes, ends with the offers of an undisturbed run."""

import random
from pathlib import Path
from typing import Any

import pytest

from services.matching.cases import CASES
from services.matching.engine.ranking import Ranked, decided
from services.matching.matches import MATCHES, Match
from services.matching.passing import last_pass
from services.matching.scheduling import ask_for_pass
from shared.contracts.intake import NeedClosed, PersonWithdrawn, Wishes
from tests.matching.saying import START, an_id
from tests.matching.stage import Clock, Stage, staged
from tests.matching.test_crashes import Cut, CutOffError

PLACES = ("mollevangen", "limhamn", "rosengard")
WHEN = ("tue_evening", "wed_evening", "sat_midday")
WHAT = ("football", "choir", "chess")


def wishes(number: int) -> Wishes:
    rng = random.Random(number)
    return Wishes(
        kinds=("participant",),
        interests=tuple(rng.sample(WHAT, 2)),
        slots=tuple(rng.sample(WHEN, 2)),
        languages=("sv", "ar"),
        swedish="little",
        age="26-64",
        area=rng.choice(PLACES[:2]),
    )


async def need(stage: Stage, number: int) -> None:
    rng = random.Random(100 + number)
    activity, slot = rng.choice(WHAT), rng.choice(WHEN)
    await stage.need(f"need {number}", f"a{number}", seats=1, activities=(activity,), slots=(slot,))


async def until_done(stage: Stage) -> None:
    """Everything that is due, and what waits for its next try."""
    for _ in range(4):
        while await stage.running.due.sweep():
            pass
        stage.clock.now += 1_100


async def a_pass(stage: Stage, number: int) -> None:
    """Has the pass of this number run, unless it was already."""
    done = await last_pass(stage.desk.store, "malmo")
    if done is None or done.number < number:
        await ask_for_pass(stage.desk, "malmo", "asked", by=None)


async def happens(stage: Stage, turn: int) -> None:
    """One turn of a small town's days; telling it again changes nothing."""
    if turn == 0:
        for number in range(4):
            await need(stage, number)
    elif turn in {1, 2, 3}:
        for number in range(2):
            await stage.person(f"p{turn}{number}", wishes(10 * turn + number))
    elif turn in {4, 7}:
        await a_pass(stage, 1 if turn == 4 else 2)
    elif turn == 5:
        await stage.tell(NeedClosed(need=an_id("need 0"), reason="withdrawn"), an_id("need 0"))
    else:
        gone = an_id("p10")
        await stage.tell(PersonWithdrawn(person=gone, reason="moved"), gone)
        await need(stage, 9)
    await until_done(stage)


async def offers(stage: Stage) -> list[tuple[Any, ...]]:
    found = await stage.desk.store.find(MATCHES, {"region": "malmo"}, limit=500)
    cases = await stage.desk.store.find(CASES, {"region": "malmo"}, limit=500)
    assert not any(case.is_due(stage.clock.now) for case in cases)
    open_now = [(one.person, one.need, one.points, one.crowded) for one in found if not one.ended]
    return sorted(open_now)


async def undisturbed(folder: Path) -> list[tuple[Any, ...]]:
    async with staged(folder) as stage:
        for turn in range(8):
            await happens(stage, turn)
        return await offers(stage)


@pytest.mark.parametrize("seed", range(4))
async def test_killed_at_random_it_ends_with_the_same_offers(tmp_path: Path, seed: int) -> None:
    expected = await undisturbed(tmp_path / "whole")
    assert len(expected) > 3
    rng = random.Random(seed)
    clock, folder, kills = Clock(START), tmp_path / "killed", 0
    sequences: dict[tuple[str, str], int] = {}
    for turn in range(8):
        for _ in range(2):
            cut = Cut(rng.randint(1, 25), rng.choice(("before", "after")))
            kills += await a_killed_turn(folder, clock, cut, turn, sequences)
        async with staged(folder, clock) as stage:
            stage.sequences = sequences
            await happens(stage, turn)
    assert kills > 3
    async with staged(folder, clock) as stage:
        await until_done(stage)
        assert await offers(stage) == expected


async def a_killed_turn(
    folder: Path, clock: Clock, cut: Cut, turn: int, sequences: dict[tuple[str, str], int]
) -> bool:
    """A process that begins a turn and ends at one of its saves: nothing it held is left."""
    try:
        async with staged(folder, clock, around=cut.around) as stage:
            stage.sequences = sequences
            await happens(stage, turn)
    except CutOffError:
        return True
    # Work that was cut off fails like any other step, and stays due for the next process.
    return cut.saves >= cut.at


def line(match: Match) -> Ranked:
    """What decided, from nothing but what was kept with the proposal."""
    return Ranked(
        person=match.person,
        need=match.need,
        points=match.points,
        parts=match.parts,
        reasons=match.reasons,
        price=match.price,
        bonus=match.bonus + match.keep,
        crowded=match.crowded,
        policy=match.policy,
        tie=match.tie,
    )


async def test_the_explanation_that_is_kept_gives_the_decision_again(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("c", "coordinator") as reader:
        for turn in range(5):
            await happens(stage, turn)
        for case in await stage.desk.store.find(CASES, {"region": "malmo"}):
            found = await stage.desk.store.find(MATCHES, {"case": case.id})
            kept = [match for match in found if not match.ended]
            assert all(sum(match.parts.values()) == match.points for match in kept)
            shown = (await reader.get(f"/matching/api/v1/cases/{case.id}")).json()["proposals"]
            order = [one["need"] for one in shown if not one["ended"]]
            assert order == [one.need for one in decided(line(match) for match in kept)]
            pool = await stage.desk.pools.current(stage.desk.store, "malmo")
            best = pool.best_needs(case.person, 1)
            assert [one.need for one in best] == order[:1]
