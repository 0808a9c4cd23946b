"""A guide writes down what was said on the phone, and ends what does not go on."""

from pathlib import Path

import pytest

from services.matching.life import CASE_ENDS, PAIR_ENDS
from tests.matching.saying import LIKES_FOOTBALL, an_id
from tests.matching.stage import staged
from tests.matching.test_answers import agreed, asked, fresh
from tests.matching.test_onward import API, introduced, lines


@pytest.mark.parametrize("side", ["person", "association"])
async def test_a_guide_writes_down_what_was_said_on_the_phone(tmp_path: Path, side: str) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        match = await asked(stage)
        path = f"/cases/{match.case}/further"
        if side == "association":
            await guide.send_form(path, do="person:yes")
        page = await guide.get(path)
        assert f'value="{side}:no:times"' in page.text
        assert (await guide.send_form(path, do=f"{side}:no:times")).status_code == 303
        await stage.settle()
        after = await fresh(stage, match)
        assert (after.ended, after.no_why) == (f"{side}_no", "times")
        history = (await stage.case_of(match.person)).history
        noted = [line for line in history if line.what == "recorded"]
        assert (noted[-1].why, noted[-1].by) == (f"{side}_no", an_id("guide a"))


async def test_both_yeses_by_phone_lead_as_far_as_by_link(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        match = await asked(stage)
        path = f"{API}/cases/{match.case}"
        wants = await guide.send_json(f"{path}/answers", {"side": "person", "answer": "later"})
        assert wants.status_code == 200
        for side in ("person", "association"):
            sent = await guide.send_json(f"{path}/answers", {"side": side, "answer": "yes"})
            assert sent.status_code == 200
            await stage.settle()
        assert (await stage.need_of(match.need)).held == (match.id,)
        assert (await guide.send_json(f"{path}/introduce", {"level": "along"})).status_code == 200
        assert (await guide.send_json(f"{path}/met")).status_code == 200
        going = await guide.send_json(f"{path}/going-on", {"answer": "yes"})
        assert going.status_code == 200
        await stage.settle()
        assert (await stage.case_of(match.person)).state == "active"


async def test_the_association_is_not_written_down_before_the_person(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        match = await asked(stage)
        sent = {"side": "association", "answer": "yes"}
        early = await guide.send_json(f"{API}/cases/{match.case}/answers", sent)
        assert early.status_code == 409
        assert (await fresh(stage, match)).association_answer is None


@pytest.mark.parametrize("why", PAIR_ENDS)
async def test_a_pair_that_a_guide_ends_is_not_proposed_again(tmp_path: Path, why: str) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        match = await introduced(stage)
        other = await stage.need("other", "b", cost=200)
        for _ in range(2):
            await guide.send_form(f"/cases/{match.case}/further", do=f"pair:{why}")
            await stage.settle()
        case = await stage.case_of(match.person)
        assert (case.state, case.dropped, case.guide) == (
            "proposed", (match.need,), an_id("guide a"),
        )  # fmt: skip
        open_needs = {one.need for one in await stage.matches_of(match.person) if not one.ended}
        assert open_needs == {other}
        assert (await stage.need_of(match.need)).held == ()


@pytest.mark.parametrize("why", CASE_ENDS)
async def test_a_guide_ends_a_case_and_nothing_is_left_open(tmp_path: Path, why: str) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        match = await agreed(stage, "amira", seats=1)
        sent = {"what": "case", "reason": why}
        assert (await guide.send_json(f"{API}/cases/{match.case}/end", sent)).status_code == 200
        await stage.settle()
        case = await stage.case_of(match.person)
        assert (case.state, case.reason, case.waiting) == ("ended", why, "none")
        assert (await fresh(stage, match)).ended == why
        assert (await stage.need_of(match.need)).held == ()
        assert ("closed", why) in lines(case.history)
        page = await guide.get(f"/cases/{match.case}/further")
        assert "There is nothing to do here any more." in page.text
        second = await stage.person("bahar")
        await stage.settle()
        assert (await stage.case_of(second)).state == "proposed"


async def test_who_says_something_new_is_looked_for_again(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        match = await agreed(stage, "amira", seats=2)
        await guide.send_form(f"/cases/{match.case}/further", do="case:not_reached")
        await stage.settle()
        await stage.person("amira")
        await stage.settle()
        assert (await stage.case_of(match.person)).state == "ended"
        wishes = LIKES_FOOTBALL.model_copy(update={"slots": ("tue_evening",)})
        await stage.person("amira", wishes)
        await stage.settle()
        assert (await stage.case_of(match.person)).state == "proposed"
