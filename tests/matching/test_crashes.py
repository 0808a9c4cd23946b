"""Cut off at every single save, before it and after it, the way of one form ends alike."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest

from services.matching.matches import MATCHES
from shared.store.collection import Store
from tests.matching.saying import an_id
from tests.matching.stage import Stage, staged

MOST_SAVES = 60


class CutOffError(Exception):
    """The process ended here."""


@dataclass
class Cut:
    """A store that ends once: at the save with this number, before or after it is written."""

    at: int
    when: Literal["before", "after"]
    store: Any = None
    saves: int = 0

    def around(self, store: Store) -> Any:
        self.store = store
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    async def save(self, of: Any, *given: Any, **named: Any) -> Any:
        self.saves += 1
        now = self.saves == self.at
        if now and self.when == "before":
            raise CutOffError
        saved = await self.store.save(of, *given, **named)
        if now:
            raise CutOffError
        return saved


async def work(stage: Stage) -> None:
    """Everything due, with the time that a step which was cut off waits for its next try."""
    for _ in range(4):
        while await stage.running.due.sweep():
            pass
        stage.clock.now += 1_100
    await stage.running.relay.drain()


async def the_way_of_one_form(stage: Stage) -> None:
    """From the form to both yes; whoever sees an error clicks again."""
    await stage.need("football", seats=1)
    person = await stage.person("amira")
    await work(stage)
    async with stage.client("guide a", "guide") as guide, stage.client() as reader:
        (match,) = await stage.matches_of(person)
        path = f"/cases/{match.case}/approve?match={match.id}&seen={match.version}"
        for _ in range(2):
            if (await guide.send_form(path)).status_code == 303:
                break
        stage.clock.now += 30_000
        await work(stage)
        for side in ("person", "association"):
            for _ in range(2):
                link = stage.link(match, side)
                if (await reader.send_form(link, answer="yes")).status_code == 303:
                    break
            await work(stage)


async def end_of(stage: Stage) -> dict[str, Any]:
    person = an_id("amira")
    case = await stage.case_of(person)
    matches = await stage.matches_of(person)
    assert not case.due
    return {
        "case": (case.state, case.waiting, case.guide, case.placed, case.asking),
        "matches": [(one.state, one.person_answer, one.association_answer) for one in matches],
        "held": (await stage.need_of(an_id("football"))).held,
        "told": Counter(stage.bus.kinds(matches[0].id)),
        "aliases": len(case.aliases),
        "rounds": await stage.desk.store.count(MATCHES, {"region": "malmo"}),
    }


@pytest.mark.parametrize("when", ["before", "after"])
async def test_cut_off_anywhere_it_ends_alike(
    tmp_path: Path, when: Literal["before", "after"]
) -> None:
    async with staged(tmp_path / "whole") as stage:
        await the_way_of_one_form(stage)
        expected = await end_of(stage)
    assert expected["case"][0] == "agreed"
    assert expected["told"] == {"MatchProposed": 1, "MatchApproved": 1, "MatchAnswered": 2}
    for at in range(4, MOST_SAVES):  # the first three are policy, clock and figures, at the start
        cut = Cut(at, when)
        async with staged(tmp_path / f"{at}", around=cut.around) as stage:
            await the_way_of_one_form(stage)
            found = await end_of(stage)
            found["held"] = bool(found["held"])
            assert found == {**expected, "held": True}, f"cut off {when} save {at}"
        if cut.saves < at:
            break
    assert 15 < at < MOST_SAVES
