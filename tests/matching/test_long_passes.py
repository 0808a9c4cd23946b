"""A pass that takes longer than other due work may: it is neither ended nor begun twice."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from services.matching import passes
from services.matching.elsewhere import solved
from services.matching.passing import PASSES, REGIONS, RUN, last_pass
from services.matching.rulebook import POLICIES
from services.matching.scheduling import ask_for_pass
from services.matching.solving import Came, Copy
from shared.store.due import DueWork, Step
from tests.matching.saying import an_id
from tests.matching.stage import Stage, staged
from tests.matching.test_passes import a_few, region_of
from tests.matching.test_weeks import rules_with_cap


@dataclass
class Began:
    """Numbers of the passes that were begun."""

    numbers: list[int] = field(default_factory=list)
    first: asyncio.Event = field(default_factory=asyncio.Event)


@pytest.fixture
def began(monkeypatch: pytest.MonkeyPatch) -> Began:
    """Each pass takes long."""
    found = Began()

    async def slowly(copy: Copy) -> Came:
        found.numbers.append(copy.number)
        found.first.set()
        await asyncio.sleep(0.3)
        return await solved(copy)

    monkeypatch.setattr(passes, "solved", slowly)
    return found


@contextmanager
def little_time() -> Iterator[None]:
    """Due work that does not say how long it may take is ended soon. Only the pass is due inside."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shared.store.due.STEP_S", 0.1)
        yield


async def asked_for(stage: Stage) -> None:
    await ask_for_pass(stage.desk, "malmo", "asked", by=an_id("coordinator"))


async def test_a_long_pass_comes_to_its_end_the_first_time(tmp_path: Path, began: Began) -> None:
    async with staged(tmp_path) as stage:
        await a_few(stage)
        await asked_for(stage)
        with little_time():
            await stage.running.due.sweep()
        assert began.numbers == [1]
        assert (await region_of(stage)).number == 1


@pytest.mark.usefixtures("began")
async def test_with_the_time_of_other_work_it_would_begin_again(tmp_path: Path) -> None:
    """The control for the test above."""
    async with staged(tmp_path) as stage:
        await a_few(stage)
        await asked_for(stage)
        steps = [Step(REGIONS, RUN, passes.run_pass, owned=True)]
        short = DueWork(stage.desk.store, steps, stage.desk, holder="short", now=stage.clock)
        with little_time():
            await short.sweep()
            stage.clock.now += 1_000
            await short.sweep()
        assert await last_pass(stage.desk.store, "malmo") is None
        assert (await region_of(stage)).number == 0


async def test_never_two_at_once_for_a_region(tmp_path: Path, began: Began) -> None:
    """Another replica of the same region sweeps all the while, and is asked as well."""
    async with staged(tmp_path) as one, staged(tmp_path, one.clock) as two:
        await a_few(one)
        await asked_for(one)
        running = asyncio.create_task(one.running.due.sweep())
        await began.first.wait()
        await asked_for(two)
        while not running.done():
            await two.running.due.sweep()
            await asyncio.sleep(0.02)
        await one.settle()
        await two.settle()
        assert began.numbers == [1]
        assert await one.desk.store.count(PASSES, {"region": "malmo"}) == 1


async def test_rules_that_change_while_a_pass_runs_have_a_pass_of_their_own(
    tmp_path: Path, began: Began
) -> None:
    async with staged(tmp_path) as stage:
        await a_few(stage)
        await asked_for(stage)
        running = asyncio.create_task(stage.running.due.sweep())
        await began.first.wait()
        rules = rules_with_cap(5, stage.clock.now)
        await stage.desk.keep(POLICIES, rules)
        await ask_for_pass(stage.desk, "malmo", "rules", by=rules.by)
        await running
        await stage.pass_time(1)
        assert began.numbers == [1, 2]
        last = await last_pass(stage.desk.store, "malmo")
        assert last is not None
        assert (last.policy, last.why, last.asked_by) == (rules.number, "rules", rules.by)
