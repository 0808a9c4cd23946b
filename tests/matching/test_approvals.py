"""Approving, undoing, asking, dismissing: by the pages, at a shifted clock."""

from pathlib import Path

import pytest

from services.matching.approvals import ask_now
from services.matching.cases import CASES
from services.matching.matches import MATCHES, Match
from shared.contracts.intake import NeedChanged, NeedClosed
from shared.store.document import Conflict
from tests.matching.saying import an_id, posted
from tests.matching.stage import Stage, staged


async def proposed(stage: Stage) -> tuple[str, Match]:
    """One person with one proposal: the person, and the match."""
    await stage.need("football")
    person = await stage.person("amira")
    await stage.settle()
    (match,) = await stage.matches_of(person)
    return person, match


def approve_path(match: Match, seen: int | None = None) -> str:
    version = match.version if seen is None else seen
    return f"/cases/{match.case}/approve?match={match.id}&seen={version}"


async def test_an_approval_goes_out_after_half_a_minute(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        person, match = await proposed(stage)
        answer = await guide.send_form(approve_path(match))
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/board?done=approved")
        await stage.pass_time(29_999)
        assert (await stage.matches_of(person))[0].state == "proposed"
        assert (await stage.case_of(person)).guide == an_id("guide a")
        assert "CaseClaimed" not in stage.bus.kinds()
        await stage.pass_time(1)
        case = await stage.case_of(person)
        assert (await stage.matches_of(person))[0].state == "asked"
        assert (case.state, case.waiting, case.current) == ("asked", "person", match.id)
        assert stage.bus.kinds(match.id) == ["MatchProposed", "MatchApproved"]
        assert stage.bus.kinds(case.id)[-1] == "CaseClaimed"


async def test_undo_gives_the_case_back_and_nobody_is_asked(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        person, match = await proposed(stage)
        await guide.send_form(approve_path(match))
        await stage.pass_time(20_000)
        assert (await guide.send_form(f"/cases/{match.case}/undo")).status_code == 303
        await stage.pass_time(60_000)
        case = await stage.case_of(person)
        assert (case.state, case.guide, case.asking) == ("proposed", None, None)
        assert stage.bus.kinds(match.id) == ["MatchProposed"]


async def test_an_undo_that_comes_too_late_says_so(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        person, match = await proposed(stage)
        await guide.send_form(approve_path(match))
        stage.clock.now += 30_000
        answer = await guide.send_form(f"/cases/{match.case}/undo")
        assert answer.status_code == 409
        assert "too late to undo" in answer.text
        await stage.settle()
        assert (await stage.matches_of(person))[0].state == "asked"


async def test_a_second_click_approves_once(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        _, match = await proposed(stage)
        for _ in range(2):
            assert (await guide.send_form(approve_path(match))).status_code == 303
        await stage.pass_time(40_000)
        assert stage.bus.kinds(match.id).count("MatchApproved") == 1


async def test_a_second_click_after_the_person_was_asked_changes_nothing(tmp_path: Path) -> None:
    """As from a browser whose first answer was lost. Another guide's click is refused."""
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        person, match = await proposed(stage)
        await guide.send_form(approve_path(match))
        await stage.pass_time(40_000)
        before = await stage.case_of(person)
        assert (await guide.send_form(approve_path(match))).status_code == 303
        assert await stage.case_of(person) == before
        async with stage.client("chief", "coordinator") as other:
            await other.says_why(match.case)
            assert (await other.send_form(approve_path(match))).status_code == 409


async def test_what_changed_while_it_was_read_is_not_approved(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        person, match = await proposed(stage)
        changed = posted(match.need, title="Football for grown-ups", cost=100).model_dump()
        await stage.tell(NeedChanged(**changed), match.need)
        await stage.settle()
        answer = await guide.send_form(approve_path(match))
        assert answer.status_code == 409
        assert "This changed while you read" in answer.text
        (newer,) = await stage.matches_of(person)
        assert newer.about.title == "Football for grown-ups"
        assert (await guide.send_form(approve_path(newer))).status_code == 303


async def test_at_most_one_match_of_a_case_is_asked(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        await stage.need("one", "a")
        await stage.need("two", "b")
        person = await stage.person("amira")
        await stage.settle()
        first, second = await stage.matches_of(person)
        await guide.send_form(approve_path(first))
        assert (await guide.send_form(approve_path(second))).status_code == 409
        await stage.pass_time(30_000)
        assert (await guide.send_form(approve_path(second))).status_code == 409
        states = [match.state for match in await stage.matches_of(person)]
        assert sorted(states) == ["asked", "proposed"]


async def test_a_dismissed_pair_never_comes_back(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        person, match = await proposed(stage)
        assert (await guide.send_form(f"/cases/{match.case}/claim")).status_code == 303
        path = f"/cases/{match.case}/dismiss?match={match.id}"
        assert (await guide.send_form(path, reason="because")).status_code == 422
        assert (await guide.send_form(path, reason="not_right")).status_code == 303
        await stage.settle()
        case = await stage.case_of(person)
        assert case.dropped == (match.need,)
        assert (case.state, case.reason) == ("registered", "failed_before")
        await stage.need("football", title="Again")
        await stage.settle()
        assert [one.state for one in await stage.matches_of(person)] == ["ended"]


async def test_the_next_candidate_follows_a_dismissal(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        for number in range(4):
            await stage.need(f"need {number}", f"a{number}")
        person = await stage.person("amira")
        await stage.settle()
        first = (await stage.matches_of(person))[0]
        await guide.send_form(f"/cases/{first.case}/claim")
        await guide.send_form(f"/cases/{first.case}/dismiss?match={first.id}", reason="other")
        await stage.settle()
        states = [one.state for one in await stage.matches_of(person)]
        assert states.count("proposed") == 3


async def test_asking_that_is_cut_off_goes_on_and_asks_once(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        person, match = await proposed(stage)
        await guide.send_form(approve_path(match))
        stage.clock.now += 30_000
        before = await stage.case_of(person)
        await ask_now(before, stage.desk)
        # Cut off here: the case has moved, the match has not. The same step comes again.
        with pytest.raises(Conflict):
            await ask_now(before, stage.desk)
        assert (await stage.matches_of(person))[0].state == "proposed"
        moved = await stage.case_of(person)
        assert (await guide.send_form(f"/cases/{match.case}/undo")).status_code == 409
        await stage.settle()
        asked = await stage.desk.store.get(MATCHES, match.id)
        assert asked is not None
        # Cut off again, before the entry was taken off: it finds its work done.
        again = await stage.case_of(person)
        await stage.desk.keep(CASES, again.with_due(*moved.due))
        await stage.settle()
        assert stage.bus.kinds(match.id).count("MatchApproved") == 1


async def test_a_need_that_closes_within_the_half_minute_stops_the_question(
    tmp_path: Path,
) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        person, match = await proposed(stage)
        await guide.send_form(approve_path(match))
        await stage.tell(NeedClosed(need=match.need, reason="filled"), match.need)
        await stage.settle()
        await stage.pass_time(30_000)
        case = await stage.case_of(person)
        assert (case.state, case.asking, case.guide) == ("registered", None, None)
        assert "MatchApproved" not in stage.bus.kinds(match.id)
        assert {line.what for line in case.history[-3:]} == {"undone", "ended", "nothing_yet"}
