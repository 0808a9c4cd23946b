"""From both yeses on: introduced by a guide, met, going on, rated, or over."""

from pathlib import Path
from typing import get_args

import pytest

from services.matching.matches import Match
from shared.contracts.matching import Level
from tests.matching.stage import Stage, staged
from tests.matching.test_answers import agreed, asked, fresh

DAY = 24 * 3_600_000
API = "/matching/api/v1"


async def introduced(stage: Stage, level: Level = "details", name: str = "amira") -> Match:
    match = await agreed(stage, name, seats=1)
    async with stage.client("guide a", "guide") as guide:
        sent = await guide.send_form(f"/cases/{match.case}/further", do=f"introduce:{level}")
        assert sent.headers["location"] == f"/cases/{match.case}?done=introduced"
    await stage.settle()
    return await fresh(stage, match)


async def started(stage: Stage) -> Match:
    match = await introduced(stage)
    async with stage.client() as reader:
        await reader.send_form(stage.link(match, "person"), answer="met")
    await stage.settle()
    return await fresh(stage, match)


def lines(history: tuple[object, ...]) -> list[tuple[str, str | None]]:
    return [(line.what, line.why) for line in history]  # type: ignore[attr-defined]


@pytest.mark.parametrize("level", get_args(Level))
async def test_a_guide_introduces_at_a_level_that_is_kept(tmp_path: Path, level: Level) -> None:
    async with staged(tmp_path) as stage:
        match = await introduced(stage, level)
        case = await stage.case_of(match.person)
        assert (match.state, match.level, match.introduced_at) == (
            "introduced", level, stage.clock.now,
        )  # fmt: skip
        assert (case.state, case.waiting) == ("introduced", "none")
        assert ("introduce", level) in lines(case.history)
        (told,) = [one.data for one in stage.bus.sent if one.envelope.kind == "MatchIntroduced"]
        assert (told["level"], told["details"]) == (level, level != "website")


async def test_a_second_introduction_changes_nothing(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        match = await introduced(stage, "details")
        for level in ("details", "along"):
            await guide.send_form(f"/cases/{match.case}/further", do=f"introduce:{level}")
        await stage.settle()
        assert (await fresh(stage, match)).level == "details"
        assert stage.bus.kinds(match.id).count("MatchIntroduced") == 1


async def test_nobody_is_introduced_before_both_said_yes(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        match = await asked(stage)
        page = await guide.get(f"/cases/{match.case}/further")
        assert "introduce:" not in page.text
        early = await guide.send_form(f"/cases/{match.case}/further", do="introduce:details")
        assert early.status_code == 409
        sent = await guide.send_json(f"{API}/cases/{match.case}/introduce", {"level": "details"})
        assert sent.status_code == 409
        assert (await fresh(stage, match)).level is None


@pytest.mark.parametrize("do", ["", "introduce:all", "met:x:y", "person:perhaps", "pair:because"])
async def test_what_is_no_choice_is_refused(tmp_path: Path, do: str) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        match = await agreed(stage, "amira", seats=1)
        answer = await guide.send_form(f"/cases/{match.case}/further", do=do)
        assert answer.status_code in {409, 422}
        assert (await fresh(stage, match)).state == "agreed"


async def test_another_guide_takes_nothing_further(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide b", "guide") as other:
        match = await agreed(stage, "amira", seats=1)
        path = f"/cases/{match.case}/further"
        assert (await other.get(path)).status_code == 404
        for do in ("introduce:details", "case:not_reached", "met", "person:yes"):
            assert (await other.send_form(path, do=do)).status_code == 404
        sent = await other.send_json(f"{API}/cases/{match.case}/end",
                                     {"what": "case", "reason": "not_reached"})  # fmt: skip
        assert sent.status_code == 404


@pytest.mark.parametrize("side", ["person", "association"])
async def test_either_side_says_that_they_met(tmp_path: Path, side: str) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await introduced(stage)
        link = stage.link(match, side)
        assert "Yes, we have met" in (await reader.get(link)).text
        for _ in range(2):
            assert (await reader.send_form(link, answer="met")).status_code == 303
        await stage.settle()
        case = await stage.case_of(match.person)
        assert (case.state, case.waiting) == ("started", "none")
        assert stage.bus.kinds(match.id).count("MatchMoved") == 1
        assert [line.by for line in case.history if line.what == "met"] == [side]


async def test_two_weeks_later_a_yes_makes_it_active(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await started(stage)
        link = stage.link(match, "person")
        assert "In two weeks we ask" in (await reader.get(link)).text
        await stage.pass_time(14 * DAY)
        assert stage.bus.kinds(match.id).count("MatchInquired") == 1
        assert (await stage.case_of(match.person)).waiting == "person"
        assert "Do you still go there?" in (await reader.get(link)).text
        for _ in range(2):
            await reader.send_form(link, answer="going_on")
        await stage.settle()
        case = await stage.case_of(match.person)
        assert (case.state, case.waiting, case.reason) == ("active", "none", None)


async def test_a_no_two_weeks_later_gives_the_case_back_and_the_seat(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await started(stage)
        await stage.pass_time(14 * DAY)
        await reader.send_form(stage.link(match, "person"), answer="stopped")
        await stage.settle()
        case = await stage.case_of(match.person)
        assert (await fresh(stage, match)).ended == "stopped"
        assert (case.state, case.dropped) == ("registered", (match.need,))
        assert (await stage.need_of(match.need)).held == ()


async def test_the_hopes_are_rated_once_after_three_months_and_six(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await started(stage)
        link = stage.link(match, "person")
        await stage.pass_time(14 * DAY)
        await reader.send_form(link, answer="going_on")
        for month, days in (("three_months", 78), ("six_months", 91)):
            await stage.pass_time(days * DAY)
            assert 'name="network"' in (await reader.get(link)).text
            empty = await reader.send_form(link, answer="rated")
            assert empty.status_code == 422
            assert (await reader.send_form(link, answer="rated", network="6")).status_code == 422
            for figure in ("4", "1"):
                await reader.send_form(link, answer="rated", network=figure, health="2")
            rated = (await fresh(stage, match)).rated[-1]
            assert (rated.question, rated.network, rated.swedish, rated.health) == (
                month, 4, None, 2,
            )  # fmt: skip
        assert len((await fresh(stage, match)).rated) == 2
        await stage.pass_time(400 * DAY)
        assert stage.bus.kinds(match.id).count("MatchInquired") == 3
        assert (await stage.case_of(match.person)).waiting == "none"


async def test_programs_say_the_same_by_link(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as program:
        match = await introduced(stage)
        key = stage.link(match, "person").rpartition("/")[2]
        path = f"{API}/answers/{key}"
        early = await program.send_json(f"{path}/going-on", {"answer": "yes"})
        assert early.status_code == 409
        assert (await program.send_json(f"{path}/met")).json() == {"state": "started"}
        went = await program.send_json(f"{path}/going-on", {"answer": "yes"})
        assert went.json() == {"state": "active"}
        await stage.pass_time(91 * DAY)
        wrong = await program.send_json(f"{path}/hopes", {"network": 6})
        assert wrong.status_code == 422
        rated = await program.send_json(f"{path}/hopes", {"swedish": 5})
        assert rated.json() == {"state": "active"}
        assert (await fresh(stage, match)).rated[0].swedish == 5


async def test_the_association_does_not_answer_for_the_person(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await started(stage)
        await stage.pass_time(14 * DAY)
        for said in ("going_on", "stopped", "rated"):
            await reader.send_form(stage.link(match, "association"), answer=said, network="3")
        assert (await fresh(stage, match)).state == "started"


@pytest.mark.parametrize(
    ("do", "to_person", "to_club"),
    [
        ("pair:stopped", "We look for something else", "does not come"),
        ("pair:not_right", "We look for something else", "does not come"),
        ("case:left_town", "You can send a new form", "does not come"),
    ],
)
async def test_both_read_what_comes_of_it_where_a_guide_ended_it(
    tmp_path: Path, do: str, to_person: str, to_club: str
) -> None:
    async with (
        staged(tmp_path) as stage,
        stage.client("guide a", "guide") as guide,
        stage.client() as reader,
    ):
        match = await introduced(stage)
        await guide.send_form(f"/cases/{match.case}/further", do=do)
        await stage.settle()
        assert to_person in (await reader.get(stage.link(match, "person"))).text
        assert to_club in (await reader.get(stage.link(match, "association"))).text
