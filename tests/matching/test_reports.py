"""How it goes, as the association says: in one tap, to the guide alone, until the guide acts on it."""

from pathlib import Path

import pytest

from services.matching.life import REPORTS, Report
from tests.matching.stage import staged
from tests.matching.test_answers import asked, fresh
from tests.matching.test_onward import API, DAY, introduced, lines, started


async def test_before_they_have_met_nothing_is_asked(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as club:
        match = await introduced(stage)
        link = stage.link(match, "association")
        assert 'value="well"' not in (await club.get(link)).text
        await club.send_form(link, answer="help")
        key = link.rpartition("/")[2]
        early = await club.send_json(f"{API}/answers/{key}/report", {"report": "help"})
        assert (early.status_code, (await fresh(stage, match)).report) == (409, None)


async def test_it_goes_well_in_one_tap_and_a_second_one_changes_nothing(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as club:
        match = await started(stage)
        link = stage.link(match, "association")
        assert 'value="well"' in (await club.get(link)).text
        for _ in range(2):
            assert (await club.send_form(link, answer="well")).status_code == 303
        await stage.settle()
        case = await stage.case_of(match.person)
        assert lines(case.history).count(("report_well", None)) == 1
        assert (case.waiting, case.reason) == ("none", None)


@pytest.mark.parametrize(("said", "why"), [("help", "swedish"), ("away", "unknown")])
async def test_what_does_not_go_well_is_the_guides_turn(
    tmp_path: Path, said: Report, why: str
) -> None:
    async with (
        staged(tmp_path) as stage,
        stage.client() as club,
        stage.client("guide a", "guide") as guide,
    ):
        match = await started(stage)
        link = stage.link(match, "association")
        await club.send_form(link, answer=said)
        assert f'value="{said}:{why}"' in (await club.get(link)).text
        await club.send_form(link, answer=f"{said}:{why}")
        await stage.settle()
        case = await stage.case_of(match.person)
        assert (case.state, case.waiting, case.reason) == ("started", "guide", REPORTS[said])
        assert (f"report_{said}", f"report_{why}") in lines(case.history)
        day = (await guide.get("/day")).text
        assert "The association says that" in day
        page = (await guide.get(f"/cases/{case.id}/further")).text
        assert "The association has told us" in page
        # The person's own page of the question says nothing of it.
        async with stage.client() as person:
            own = (await person.get(stage.link(match, "person"))).text
        assert "The association says" not in own
        # Once the guide has acted, it is free, and the association may say so anew.
        await guide.send_form(f"/cases/{case.id}/further", do="wait")
        await stage.settle()
        assert (await stage.case_of(match.person)).waiting == "none"
        await club.send_form(link, answer=said)
        await stage.settle()
        assert (await stage.case_of(match.person)).waiting == "guide"


async def test_it_stays_with_the_guide_whatever_the_person_and_the_clocks_say(
    tmp_path: Path,
) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await started(stage)
        await reader.send_form(stage.link(match, "association"), answer="help")
        await stage.pass_time(14 * DAY)
        assert (await fresh(stage, match)).question == "two_weeks"
        await reader.send_form(stage.link(match, "person"), answer="going_on")
        await stage.settle()
        after = await fresh(stage, match)
        assert (after.state, after.stuck) == ("active", "needs_help")
        # Nobody is left to themselves while the association waits for the guide.
        await stage.pass_time(400 * DAY)
        case = await stage.case_of(match.person)
        assert (case.state, case.waiting, case.reason) == ("active", "guide", "needs_help")


async def test_a_silent_association_is_nobodys_turn(tmp_path: Path) -> None:
    """Only the person's own silence is the guide's."""
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await started(stage)
        await stage.pass_time(14 * DAY)
        await reader.send_form(stage.link(match, "person"), answer="going_on")
        await stage.pass_time(8 * DAY)
        assert (await stage.case_of(match.person)).waiting == "none"


async def test_programs_say_the_same_and_nothing_else(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as program:
        match = await started(stage)
        key = stage.link(match, "association").rpartition("/")[2]
        path = f"{API}/answers/{key}/report"
        for wrong in (
            {"report": "badly"},
            {"report": "well", "why": "times"},
            {"report": "help", "why": "because"},
            {"report": "help", "text": "free"},
        ):
            assert (await program.send_json(path, wrong)).status_code == 422
        for _ in range(2):
            sent = await program.send_json(path, {"report": "help", "why": "company"})
            assert sent.json() == {"state": "started"}
        after = await fresh(stage, match)
        assert (after.report, after.report_why, after.stuck) == ("help", "company", "needs_help")
        own = stage.link(match, "person").rpartition("/")[2]
        refused = await program.send_json(f"{API}/answers/{own}/report", {"report": "away"})
        assert (refused.status_code, (await fresh(stage, match)).report) == (409, "help")


async def test_a_reason_that_is_none_is_refused_on_the_page(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as club:
        match = await started(stage)
        for wrong in ("help:because", "well:times"):
            sent = await club.send_form(stage.link(match, "association"), answer=wrong)
            assert sent.status_code == 422
        assert (await fresh(stage, match)).report is None


async def test_before_the_answer_it_is_an_answer(tmp_path: Path) -> None:
    """The control: while the question is open, "help" is no answer to it."""
    async with staged(tmp_path) as stage, stage.client() as club:
        match = await asked(stage)
        await club.send_form(stage.link(match, "association"), answer="help")
        assert (await fresh(stage, match)).state == "asked"
