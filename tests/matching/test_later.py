"""A no with its reason in one tap, and asking somebody later who wants to think first."""

from pathlib import Path
from typing import get_args

import pytest

from services.matching.later import LATER_MS, MOST
from services.matching.questions import NO_WHY
from shared.contracts.matching import ANSWER_MS, LATER, Side
from shared.patience import DAY_MS
from shared.web.languages import Language
from tests.matching.stage import Stage, staged
from tests.matching.test_answers import asked, fresh

API = "/matching/api/v1/answers"


def kinds(stage: Stage, match: str) -> list[str]:
    return stage.bus.kinds(match)


def test_each_side_has_reasons_for_a_no() -> None:
    assert set(NO_WHY) == set(get_args(Side))
    assert all("no_words" in reasons for reasons in NO_WHY.values())


@pytest.mark.parametrize("side", ["person", "association"])
async def test_a_no_takes_its_reason_along_in_one_tap(tmp_path: Path, side: Side) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await asked(stage)
        if side == "association":
            await reader.send_form(stage.link(match, "person"), answer="yes")
        link = stage.link(match, side)
        page = (await reader.get(link)).text
        assert all(f'value="no:{code}"' in page for code in NO_WHY[side])
        for said in ("no:times", "no:no_words", "yes"):
            assert (await reader.send_form(link, answer=said)).status_code == 303
        await stage.settle()
        after = await fresh(stage, match)
        assert (after.ended, after.no_why) == (f"{side}_no", "times")
        told = [one.data for one in stage.bus.sent if one.envelope.kind == "MatchAnswered"]
        assert [one["why"] for one in told if one["side"] == side] == ["times"]


async def test_a_reason_of_nobodys_page_is_refused(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await asked(stage)
        for said in ("no:no_place", "no:x", "maybe", "yes:times "):
            answer = await reader.send_form(stage.link(match, "person"), answer=said)
            assert answer.status_code == 422
        assert (await fresh(stage, match)).person_answer is None


async def test_why_it_fits_stands_on_the_page(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await asked(stage)
        page = (await reader.get(stage.link(match, "person"))).text
        assert "Why we thought of you" in page
        await reader.send_form(stage.link(match, "person"), answer="yes")
        # What is said to the person about the person is not for the association.
        page = (await reader.get(stage.link(match, "association"))).text
        assert "Why we thought of you" not in page
        assert "Ask me later" not in page


async def test_who_wants_to_think_is_asked_again_in_three_days(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await asked(stage)
        link = stage.link(match, "person")
        for _ in range(3):
            assert (await reader.send_form(link, answer="later")).status_code == 303
        page = (await reader.get(link)).text
        assert "We ask you again on" in page
        assert 'value="yes"' in page
        assert 'value="later"' not in page
        assert (await fresh(stage, match)).later == 1
        await stage.pass_time(LATER_MS - 1000)
        assert "MatchAskedAgain" not in kinds(stage, match.id)
        await stage.pass_time(1000)
        assert kinds(stage, match.id).count("MatchAskedAgain") == 1
        # The sixth of June lies in that week, and is no day to answer in.
        await stage.pass_time(ANSWER_MS + DAY_MS - 1000)
        assert (await fresh(stage, match)).state == "asked"
        await stage.pass_time(1000)
        assert (await fresh(stage, match)).ended == "no_answer"


async def test_nobody_waits_for_ever(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await asked(stage)
        link = stage.link(match, "person")
        for _ in range(MOST):
            await reader.send_form(link, answer="later")
            await stage.pass_time(LATER_MS)
        await reader.send_form(link, answer="later")
        after = await fresh(stage, match)
        assert (after.later, after.ask_again_at) == (MOST, None)
        assert 'value="later"' not in (await reader.get(link)).text


async def test_who_has_answered_is_not_asked_again(tmp_path: Path) -> None:
    """The control of the clock: it finds the answer, and tells nothing."""
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await asked(stage)
        link = stage.link(match, "person")
        await reader.send_form(link, answer="later")
        await reader.send_form(link, answer="yes")
        await stage.pass_time(LATER_MS)
        assert "MatchAskedAgain" not in kinds(stage, match.id)
        after = await fresh(stage, match)
        assert (after.person_answer, after.ask_again_at) == ("yes", None)


async def test_an_association_cannot_put_somebody_off(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await asked(stage)
        await reader.send_form(stage.link(match, "person"), answer="yes")
        link = stage.link(match, "association")
        await reader.send_form(link, answer="later")
        assert (await fresh(stage, match)).later == 0
        answer = await reader.send_json(f"{API}/{link.rpartition('/')[2]}/later")
        assert answer.status_code == 409


async def test_a_program_says_the_same(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await asked(stage)
        key = stage.link(match, "person").rpartition("/")[2]
        for _ in range(2):
            answer = await reader.send_json(f"{API}/{key}/later")
            assert answer.json()["ask_again_at"] == stage.clock() + LATER_MS
        assert (await reader.send_json(f"{API}/{key}/no", {"why": "x"})).status_code == 422
        assert (await reader.send_json(f"{API}/{key}/no", {"side": "x"})).status_code == 422
        for outcome in ("said", "already"):
            answer = await reader.send_json(f"{API}/{key}/no", {"why": "far"})
            assert answer.json() == {"outcome": outcome}
        assert (await fresh(stage, match)).no_why == "far"


async def test_the_case_says_that_the_person_thinks_and_until_when(tmp_path: Path) -> None:
    async with (
        staged(tmp_path) as stage,
        stage.client() as reader,
        stage.client("guide a", "guide") as guide,
    ):
        match = await asked(stage)
        page, thinks = f"/cases/{match.case}", "The person wants to think"
        assert thinks not in (await guide.get(page)).text
        await reader.send_form(stage.link(match, "person"), answer="later")
        await stage.settle()
        assert (await stage.case_of(match.person)).reason == LATER
        text = (await guide.get(page)).text
        day = Language("en", "English").day(stage.clock.now + LATER_MS)
        assert thinks in text
        assert f"We ask them again on {day}." in text
        told = [one.data for one in stage.bus.sent if one.envelope.kind == "CaseMoved"]
        assert (told[-1]["state"], told[-1]["waiting"], told[-1]["reason"]) == (
            "asked", "person", LATER,
        )  # fmt: skip
        # Once it is asked again, it waits as before.
        await stage.pass_time(LATER_MS)
        assert (await stage.case_of(match.person)).reason is None
        assert thinks not in (await guide.get(page)).text


async def test_a_yes_before_that_ends_the_thinking(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await asked(stage)
        link = stage.link(match, "person")
        await reader.send_form(link, answer="later")
        await stage.settle()
        await reader.send_form(link, answer="yes")
        await stage.settle()
        case = await stage.case_of(match.person)
        assert (case.waiting, case.reason) == ("association", None)
