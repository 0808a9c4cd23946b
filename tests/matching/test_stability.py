"""Between two passes over the same pool nothing moves: no offer is taken away and made again."""

import random
from pathlib import Path

import pytest

from services.matching import solving
from services.matching.passing import Pass, last_pass, next_night
from shared.contracts.intake import NeedClosed, Wishes
from tests.matching.saying import an_id
from tests.matching.stage import Stage, staged
from tests.matching.test_passes import dump, passed

WHAT = ("football", "choir", "chess", "swimming", "cooking", "dance")
WHEN = ("mon_evening", "tue_evening", "wed_evening", "sat_midday", "sun_morning")
WHERE = ("mollevangen", "limhamn", "rosengard", "hyllie", "kirseberg")
PEOPLE, NEEDS = 45, 12


async def a_town(stage: Stage) -> None:
    """Few places for many people with unlike wishes, so that prices decide."""
    rng = random.Random(7)
    for number in range(NEEDS):
        await stage.need(
            f"need {number}", f"club {number % 5}", seats=rng.choice([1, 1, 2]),
            activities=tuple(rng.sample(WHAT, 2)), slots=tuple(rng.sample(WHEN, 2)),
            area=rng.choice(WHERE),
        )  # fmt: skip
    for number in range(PEOPLE):
        wishes = Wishes(
            kinds=("participant",), interests=tuple(rng.sample(WHAT, 3)),
            slots=tuple(rng.sample(WHEN, 3)), languages=("ar", "sv"), swedish="little",
            age="26-64", area=rng.choice(WHERE),
        )  # fmt: skip
        await stage.person(f"p{number}", wishes)
    await stage.settle()


async def nights(stage: Stage, many: int) -> list[Pass]:
    """The passes of so many nights, of which nobody else asks anything."""
    found = []
    for _ in range(many):
        await stage.pass_time(next_night(stage.clock.now) - stage.clock.now)
        doc = await last_pass(stage.desk.store, "malmo")
        assert doc is not None
        found.append(doc)
    return found


@pytest.mark.parametrize("few", [solving.FEW, 0], ids=["with expected arrivals", "without"])
async def test_nothing_moves_from_pass_to_pass_without_a_cause(
    tmp_path: Path, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solving, "FEW", few)
    async with staged(tmp_path) as stage:
        await a_town(stage)
        await passed(stage)
        before = await dump(stage)
        later = await nights(stage, 4)
        assert [one.moved_all for one in later] == [0] * 4
        assert await dump(stage) == before


async def test_with_a_cause_something_does_move(tmp_path: Path) -> None:
    """The control for the test above: its town is one in which a lost place is felt."""
    async with staged(tmp_path) as stage:
        await a_town(stage)
        await passed(stage)
        before = await dump(stage)
        await stage.tell(NeedClosed(need=an_id("need 0"), reason="withdrawn"), an_id("need 0"))
        await stage.settle()
        await nights(stage, 1)
        assert await dump(stage) != before
