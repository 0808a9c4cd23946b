"""The clocks of a case at a shifted clock: a reminder, an expiry, questions, and then the guide."""

import contextlib
from pathlib import Path

import pytest

from services.matching.clocks import remind
from services.matching.life import FINISH_MS, INTRODUCE_MS, REMIND_MS, SILENCE_MS
from services.matching.matches import MATCHES
from shared.contracts.matching import ANSWER_MS
from tests.matching.saying import LIKES_FOOTBALL, registered
from tests.matching.stage import Clock, Stage, staged
from tests.matching.test_answers import agreed, asked, fresh
from tests.matching.test_crashes import Cut, CutOffError, work
from tests.matching.test_onward import DAY, introduced, lines, started


def count(stage: Stage, match: str, kind: str) -> int:
    return stage.bus.kinds(match).count(kind)


@pytest.mark.parametrize("side", ["person", "association"])
async def test_a_silent_side_is_reminded_once_and_then_it_is_over(
    tmp_path: Path, side: str
) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await asked(stage)
        if side == "association":
            await reader.send_form(stage.link(match, "person"), answer="yes")
        await stage.pass_time(REMIND_MS - 60_000)
        assert count(stage, match.id, "MatchReminded") == 0
        await stage.pass_time(60_000)
        (told,) = [one.data for one in stage.bus.sent if one.envelope.kind == "MatchReminded"]
        assert (told["side"], told["answer_by"] > stage.clock.now) == (side, True)
        await stage.pass_time(ANSWER_MS - REMIND_MS)
        assert count(stage, match.id, "MatchReminded") == 1
        assert (await fresh(stage, match)).ended == "no_answer"
        history = lines((await stage.case_of(match.person)).history)
        assert history.count(("reminded", side)) == 1
        assert ("ended", "no_answer") in history


async def test_who_answered_is_not_reminded(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        match = await agreed(stage, "amira", seats=1)
        await stage.pass_time(REMIND_MS)
        assert count(stage, match.id, "MatchReminded") == 0


async def test_who_wants_to_think_is_reminded_after_being_asked_again(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await asked(stage)
        await reader.send_form(stage.link(match, "person"), answer="later")
        await stage.pass_time(3 * DAY)
        assert count(stage, match.id, "MatchAskedAgain") == 1
        assert count(stage, match.id, "MatchReminded") == 0
        await stage.pass_time(REMIND_MS)
        assert count(stage, match.id, "MatchReminded") == 1


async def test_who_was_not_introduced_comes_back_to_the_guide(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        match = await agreed(stage, "amira", seats=1)
        await stage.pass_time(INTRODUCE_MS)
        case = await stage.case_of(match.person)
        assert (case.state, case.waiting, case.reason) == ("agreed", "guide", "not_introduced")
        assert ("silent", "not_introduced") in lines(case.history)


async def test_an_introduction_that_nobody_confirms_is_asked_about_and_then_the_guides(
    tmp_path: Path,
) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        match = await introduced(stage)
        await stage.pass_time(14 * DAY)
        assert count(stage, match.id, "MatchInquired") == 1
        assert (await stage.case_of(match.person)).waiting == "person"
        await stage.pass_time(SILENCE_MS)
        case = await stage.case_of(match.person)
        assert (case.state, case.waiting, case.reason) == ("introduced", "guide", "not_met")
        page = (await guide.get(f"/cases/{match.case}/further")).text
        assert "Nobody has told whether they have met." in page
        await guide.send_form(f"/cases/{match.case}/further", do="wait")
        await stage.settle()
        case = await stage.case_of(match.person)
        assert (case.waiting, case.reason) == ("person", None)
        await stage.pass_time(14 * DAY)
        assert (await stage.case_of(match.person)).reason == "not_met"
        assert count(stage, match.id, "MatchInquired") == 1
        await guide.send_form(f"/cases/{match.case}/further", do="met")
        await stage.settle()
        case = await stage.case_of(match.person)
        assert (case.state, case.waiting, case.reason) == ("started", "none", None)


async def test_a_follow_up_that_nobody_answers_is_the_guides(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        match = await started(stage)
        await stage.pass_time(14 * DAY)
        await stage.pass_time(SILENCE_MS)
        case = await stage.case_of(match.person)
        assert (case.state, case.waiting, case.reason) == ("started", "guide", "no_word")
        path = f"/cases/{match.case}/further"
        await guide.send_form(path, do="going_on")
        await stage.pass_time(91 * DAY)
        await stage.pass_time(SILENCE_MS)
        assert (await stage.case_of(match.person)).reason == "no_word"
        assert 'name="health"' in (await guide.get(path)).text
        sent = await guide.send_form(path, do="rated", health="4")
        assert sent.status_code == 303
        await stage.settle()
        case = await stage.case_of(match.person)
        assert (case.state, case.waiting, case.reason) == ("active", "none", None)
        assert (await fresh(stage, match)).rated[0].health == 4


async def test_after_a_long_stop_everything_due_is_done_once(tmp_path: Path) -> None:
    """A year without a running process; two replicas wake up on the same store."""
    clock = Clock()
    async with staged(tmp_path, clock) as stage:
        match = await started(stage)
    clock.now += 365 * DAY
    async with staged(tmp_path, clock) as one, staged(tmp_path, clock) as other:
        await one.settle()
        await other.settle()
        told = [*one.bus.kinds(match.id), *other.bus.kinds(match.id)]
        assert told.count("MatchInquired") == 1
        clock.now += SILENCE_MS
        await other.settle()
        case = await one.case_of(match.person)
        assert (case.waiting, case.reason) == ("guide", "no_word")


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", [1, 2, 3])
async def test_a_clock_that_is_cut_off_fires_once_all_the_same(
    tmp_path: Path, at: int, when: str
) -> None:
    clock = Clock()
    async with staged(tmp_path, clock) as stage:
        match = await introduced(stage)
    clock.now += 14 * DAY
    cut = Cut(at, when)  # type: ignore[arg-type]
    sent: list[str] = []
    async with staged(tmp_path, clock, cut.around) as stage:
        with contextlib.suppress(CutOffError):
            await work(stage)
        sent += stage.bus.kinds(match.id)
    async with staged(tmp_path, clock) as stage:
        await work(stage)
        sent += stage.bus.kinds(match.id)
        case = await stage.case_of(match.person)
        assert (case.state, case.waiting) == ("introduced", "person")
        assert lines(case.history).count(("inquired", "met")) == 1
    assert sent.count("MatchInquired") == 1


async def test_a_reminder_that_comes_again_says_nothing(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        match = await asked(stage)
        await stage.pass_time(REMIND_MS)
        reminded = await fresh(stage, match)
        after, told = remind(reminded, stage.clock.now)
        assert (after, told) == (reminded, ())
        # The control: had it not been sent, it would be.
        unsent = reminded.model_copy(update={"reminded": ()})
        assert len(remind(unsent, stage.clock.now)[1]) == 1
        assert await stage.desk.store.get(MATCHES, match.id) == reminded


async def test_who_takes_part_is_followed_to_an_end(tmp_path: Path) -> None:
    """Nobody is followed for ever: after the last follow-up the case is over, and why is told."""
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        match = await started(stage)
        await guide.send_form(f"/cases/{match.case}/further", do="going_on")
        await stage.settle()
        for days in (91, 91):
            await stage.pass_time(days * DAY)
        assert count(stage, match.id, "MatchInquired") == 2
        await stage.pass_time(SILENCE_MS + FINISH_MS - 60_000)
        case = await stage.case_of(match.person)
        assert (case.state, case.waiting, case.reason) == ("active", "guide", "no_word")
        await stage.pass_time(60_000)
        case = await stage.case_of(match.person)
        assert (case.state, case.waiting, case.reason) == ("ended", "none", "followed")
        assert ("closed", "clock") in [(line.what, line.by) for line in case.history]
        told = [one.data for one in stage.bus.sent if one.envelope.kind == "MatchMoved"][-1]
        assert (told["state"], told["why"]) == ("ended", "followed")
        assert match.id in (await stage.need_of(match.need)).held, (
            "who goes on there keeps the place"
        )
        await stage.pass_time(FINISH_MS)
        assert count(stage, match.id, "MatchInquired") == 2


async def test_whoever_is_followed_no_more_comes_back_with_new_words(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        match = await started(stage)
        await guide.send_form(f"/cases/{match.case}/further", do="going_on")
        for days in (91, 91, 42):
            await stage.pass_time(days * DAY)
        assert (await stage.case_of(match.person)).reason == "followed"
        await stage.tell(registered(match.person, LIKES_FOOTBALL), match.person)
        await stage.settle()
        assert (await stage.case_of(match.person)).state == "ended"
        wishes = LIKES_FOOTBALL.model_copy(update={"interests": ("chess",)})
        await stage.tell(registered(match.person, wishes), match.person)
        await stage.settle()
        assert (await stage.case_of(match.person)).state == "registered"
