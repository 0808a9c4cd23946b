"""A person takes back their yes by the link that they said it by, until a guide introduces them."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from services.matching import changing_mind, life_said, wording
from services.matching.answers import agree, answer, take_seat
from services.matching.changing_mind import CHANGED_MIND, take_back
from services.matching.life import Sayer
from services.matching.matches import Match
from services.matching.questions import NO_WHY
from tests.matching.saying import an_id
from tests.matching.stage import Stage, staged
from tests.matching.test_answers import agreed, asked, fresh
from tests.matching.test_onward import API, introduced

SUMMARY = "I have changed my mind"
BY_PERSON = Sayer("person", "person")
DAY = 24 * 3_600_000


async def said_yes(stage: Stage) -> Match:
    match = await asked(stage)
    await answer(match, "person", "yes", stage.desk)
    await stage.settle()
    return await fresh(stage, match)


async def both_said_yes(stage: Stage) -> Match:
    return await agreed(stage, "amira", seats=1)


@pytest.mark.parametrize("reached", [said_yes, both_said_yes])
async def test_a_yes_is_taken_back_in_one_tap_and_for_good(
    tmp_path: Path, reached: Callable[[Stage], Awaitable[Match]]
) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await reached(stage)
        mine = stage.link(match, "person")
        page = (await reader.get(mine)).text
        assert SUMMARY in page
        assert all(f'value="changed:{code}"' in page for code in NO_WHY["person"])
        assert '<details class="more">' in page
        assert '<details class="more" open>' in (await reader.get(f"{mine}?changed=")).text
        for _ in range(2):
            sent = await reader.send_form(mine, answer="changed:times")
            assert sent.headers["location"] == mine
        await stage.settle()
        over, case = await fresh(stage, match), await stage.case_of(match.person)
        assert (over.state, over.ended, over.no_why) == ("ended", CHANGED_MIND, "times")
        assert (case.state, case.current, case.placed) == ("registered", None, None)
        assert case.dropped == (match.need,)
        assert (await stage.need_of(match.need)).held == ()
        (line,) = [line for line in case.history if line.what == "ended"]
        assert (line.by, line.why) == ("person", CHANGED_MIND)
        assert stage.bus.kinds(match.id).count("MatchMoved") == 1
        page = (await reader.get(mine)).text
        assert wording.OVER_FOR_PERSON[CHANGED_MIND] in page
        assert SUMMARY not in page
        await stage.pass_time(30 * DAY)
        assert [one.state for one in await stage.matches_of(match.person)] == ["ended"]


async def test_the_seat_is_for_somebody_else_then(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        match = await both_said_yes(stage)
        second = await stage.person("bahar")
        await stage.settle()
        assert (await stage.case_of(second)).state == "registered"
        await take_back(match, "far", BY_PERSON, stage.desk)
        await stage.settle()
        assert (await stage.case_of(second)).state == "proposed"


async def test_a_yes_of_the_association_that_crosses_it_is_answered_and_changes_nothing(
    tmp_path: Path,
) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await said_yes(stage)
        theirs = stage.link(match, "association")
        assert "Yes, please" in (await reader.get(theirs)).text
        await reader.send_form(stage.link(match, "person"), answer="changed:no_words")
        for said in ("yes", "yes", "no"):
            assert (await reader.send_form(theirs, answer=said)).headers["location"] == theirs
        await stage.settle()
        over = await fresh(stage, match)
        assert (over.ended, over.association_answer) == (CHANGED_MIND, None)
        assert (await stage.need_of(match.need)).held == ()
        page = (await reader.get(theirs)).text
        assert wording.NOBODY_COMES in page
        assert "Yes, please" not in page


async def test_a_seat_that_was_being_taken_meanwhile_is_given_back(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        match = await said_yes(stage)
        assert await take_seat(match, stage.desk)
        await take_back(match, None, BY_PERSON, stage.desk)
        assert await agree(await fresh(stage, match), stage.desk) == "over"
        await stage.settle()
        assert (await fresh(stage, match)).ended == CHANGED_MIND
        assert (await stage.need_of(match.need)).held == ()


async def test_the_association_does_not_get_to_know_that_or_why(tmp_path: Path) -> None:
    async with (
        staged(tmp_path) as stage,
        stage.client() as reader,
        stage.client("contact", "association", association=an_id("ifk")) as club,
    ):
        match = await said_yes(stage)
        await reader.send_form(stage.link(match, "person"), answer="changed:far")
        key = stage.link(match, "association").rpartition("/")[2]
        told = (await reader.get(f"{API}/answers/{key}")).json()
        (over,) = (await club.get(f"{API}/candidates/over")).json()
        assert (told["ended"], over["why"]) == ("not_coming", "not_coming")
        for page in (f"/answer/{key}", "/candidates"):
            text = (await club.get(page)).text
            assert NO_WHY["person"]["far"] not in text
            assert wording.NOBODY_COMES in text


async def test_the_guide_reads_it_on_the_timeline_with_why(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        match = await said_yes(stage)
        await take_back(match, "far", BY_PERSON, stage.desk)
        await stage.settle()
        page = (await guide.get(f"/cases/{match.case}")).text
        assert wording.ENDED[CHANGED_MIND] in page
        assert NO_WHY["person"]["far"] in page


@pytest.mark.parametrize("standing", ["asked", "introduced"])
async def test_there_is_nothing_to_take_back_before_a_yes_and_after_the_introduction(
    tmp_path: Path, standing: str
) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await (asked(stage) if standing == "asked" else introduced(stage))
        mine = stage.link(match, "person")
        assert SUMMARY not in (await reader.get(mine)).text
        sent = await reader.send_form(mine, answer="changed:times")
        assert sent.status_code == (303 if standing == "asked" else 409)
        assert ("Please tell your guide" in sent.text) is (standing == "introduced")
        assert (await fresh(stage, match)).state == standing


async def test_nobody_takes_back_what_another_said(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await said_yes(stage)
        theirs = stage.link(match, "association")
        assert SUMMARY not in (await reader.get(theirs)).text
        assert (await reader.send_form(theirs, answer="changed:times")).status_code == 422
        path = f"{API}/answers/{theirs.rpartition('/')[2]}/changed-mind"
        assert (await reader.send_json(path, {"why": "times"})).status_code == 409
        assert (await reader.send_form(stage.link(match, "person"), answer="changed:no")).is_error
        assert (await fresh(stage, match)).standing == "asked_association"


async def test_programs_take_it_back_by_link(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as program:
        match = await said_yes(stage)
        path = f"{API}/answers/{stage.link(match, 'person').rpartition('/')[2]}/changed-mind"
        assert (await program.send_json(path, {"why": "because"})).status_code == 422
        for _ in range(2):
            assert (await program.send_json(path, {"why": "found"})).json() == {"state": "ended"}
        assert (await fresh(stage, match)).no_why == "found"


@pytest.mark.parametrize("by", ["page", "program"])
async def test_a_guide_writes_it_down_for_who_calls(tmp_path: Path, by: str) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        match = await said_yes(stage)
        path = f"/cases/{match.case}/further"
        if by == "page":
            assert 'value="person:changed:cost"' in (await guide.get(path)).text
            assert (await guide.send_form(path, do="person:changed:cost")).status_code == 303
        else:
            sent = {"side": "person", "answer": "changed", "why": "cost"}
            said = await guide.send_json(f"{API}/cases/{match.case}/answers", sent)
            assert said.status_code == 200
        await stage.settle()
        history = (await stage.case_of(match.person)).history
        noted = [(line.why, line.by) for line in history if line.what == "recorded"]
        assert noted == [(changing_mind.RECORDED, an_id("guide a"))]
        assert [line.by for line in history if line.what == "ended"] == ["person"]
        assert changing_mind.RECORDED in life_said.RECORDED
        assert (await fresh(stage, match)).no_why == "cost"
