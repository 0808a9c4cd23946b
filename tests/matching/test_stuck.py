"""No case stands anywhere without a sentence that says why, and a way on."""

from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from services.matching import life_said
from services.matching.cases import CASES
from services.matching.stuck import ACTION, BY_WAITING, OWN, standing_of
from services.matching.stuck_said import PATHS
from shared.contracts.matching import LATER, CaseState, Waiting
from tests.matching.saying import an_id
from tests.matching.stage import staged

DAY_MS = 24 * 3_600_000
EVERYWHERE = list(product(get_args(CaseState), get_args(Waiting), [True, False], [True, False]))


@pytest.mark.parametrize(("state", "waiting", "claimed", "asking"), EVERYWHERE)
@pytest.mark.parametrize("reason", [None, "slots", LATER, *life_said.STUCK])
def test_everywhere_there_is_a_sentence_and_a_way_on(
    state: CaseState, waiting: Waiting, claimed: bool, asking: bool, reason: str | None
) -> None:
    found = standing_of(state, waiting, reason, claimed=claimed, asking=asking)
    assert found.sentence.endswith(".")
    assert found.clock or found.action
    assert found.action is None or found.action == "claim" or found.action in PATHS
    assert claimed or found.action not in OWN


def test_every_waiting_and_action_is_known() -> None:
    """The control: a new waiting without a sentence would be a KeyError above."""
    assert set(BY_WAITING) == set(get_args(Waiting))
    assert {*PATHS, "claim"} == set(ACTION)


def test_what_came_back_says_why() -> None:
    for reason, sentence in life_said.STUCK.items():
        found = standing_of("introduced", "guide", reason, claimed=True)
        assert (found.sentence, found.action) == (sentence, "further")


async def test_a_card_says_why_once_it_stands_too_long(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        person = await stage.person("amira")
        await stage.settle()
        case = await stage.case_of(person)
        why = "None of the open needs fits this person."
        assert why not in (await guide.get("/board")).text
        assert why in (await guide.get(f"/cases/{case.id}")).text
        stage.clock.now += 8 * DAY_MS
        assert why in (await guide.get("/board")).text
        assert f"/cases/{case.id}/what-if" not in (await guide.get("/board")).text
        await guide.send_form(f"/cases/{case.id}/claim")
        assert f"/cases/{case.id}/what-if" in (await guide.get("/board")).text


async def test_a_case_that_came_back_says_so_at_once(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        person = await stage.person("amira")
        await stage.settle()
        case = await stage.case_of(person)
        told = {"state": "introduced", "waiting": "guide", "reason": "not_met"}
        kept = case.model_copy(update={**told, "guide": an_id("guide a")})
        await stage.desk.keep(CASES, kept)
        text = (await guide.get("/board")).text
        assert "Nobody has told whether they have met." in text
        assert f'href="/cases/{case.id}/further"' in text
