"""What an association sees and does on its page after the introduction, and of who comes no more."""

from pathlib import Path
from typing import get_args

from services.matching import wording
from services.matching.coming import SAID_OF_OVER, wanted_by
from services.matching.life import ENDS, REPORTS, Standing
from tests.matching.stage import staged
from tests.matching.test_answers import asked, fresh
from tests.matching.test_candidates import API, by_day, club, say, waiting
from tests.matching.test_onward import DAY, introduced, started


async def test_whoever_was_introduced_stays_and_they_tell_that_they_met(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, club(stage) as contact:
        match = await introduced(stage)
        page = (await contact.get("/candidates")).text
        assert 'id="part-introduced"' in page
        assert match.alias in page
        assert 'value="met"' in page
        assert await say(contact, match, "met") == "?done=told"
        await stage.settle()
        assert (await fresh(stage, match)).state == "started"
        page = (await contact.get("/candidates")).text
        assert 'id="part-started"' in page
        assert 'value="met"' not in page
        history = (await stage.case_of(match.person)).history
        (line,) = [one for one in history if one.what == "met"]
        # As it is told behind the link of the letter.
        assert line.by == "association"
        assert await say(contact, match, "met") == "?done=told"
        assert stage.bus.kinds(match.id).count("MatchMoved") == 1


async def test_before_the_introduction_nobody_has_met(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, club(stage) as contact:
        match = await waiting(stage)
        for word in ("", "yes"):
            if word:
                assert await say(contact, match, word) == "?done=yes"
                await stage.settle()
            page = (await contact.get("/candidates")).text
            assert 'value="met"' not in page
            assert 'value="well"' not in page
            assert await say(contact, match, "met") == "?done=changed"
            assert await say(contact, match, "help") == "?done=changed"
            assert (await contact.send_json(f"{API}/{match.id}/met")).status_code == 409
            refused = await contact.send_json(f"{API}/{match.id}/report", {"report": "well"})
            assert refused.status_code == 409
        after = await fresh(stage, match)
        assert (after.state, after.report) == ("agreed", None)


async def test_when_nobody_has_told_the_page_says_until_when(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, club(stage) as contact:
        match = await introduced(stage)
        assert wanted_by(match, "association") is None
        await stage.pass_time(14 * DAY)
        match = await fresh(stage, match)
        until = wanted_by(match, "association")
        assert until is not None
        assert match.question == "met"
        assert by_day(until) in (await contact.get("/candidates")).text
        await stage.pass_time(until - stage.clock.now)
        assert (await fresh(stage, match)).stuck == "not_met"


async def test_how_it_goes_is_said_here_as_by_the_link(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, club(stage) as contact:
        match = await started(stage)
        page = (await contact.get("/candidates")).text
        assert all(f'value="{word}"' in page for word in REPORTS)
        assert await say(contact, match, "away") == "?done=told"
        page = (await contact.get("/candidates")).text
        assert 'value="away:times"' in page
        await say(contact, match, "away:times")
        await stage.settle()
        after = await fresh(stage, match)
        assert (after.report, after.report_why, after.stuck) == ("away", "times", "stays_away")
        assert (await stage.case_of(match.person)).reason == "stays_away"
        # Of what only the person's silence decides, no day is said to the association.
        await stage.pass_time(14 * DAY)
        assert wanted_by(await fresh(stage, match), "association") is None


async def test_nobody_vanishes_without_a_word_for_thirty_days(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, club(stage) as contact, club(stage, "other") as other:
        match = await waiting(stage)
        assert (await contact.get(f"{API}/over")).json() == []
        await say(contact, match, "no")
        page = (await contact.get("/candidates")).text
        assert match.alias in page
        assert "You said no. Thank you for the answer." in page
        assert f'action="/candidates/{match.id}"' not in page
        (over,) = (await contact.get(f"{API}/over")).json()
        assert (over["alias"], over["why"], over["over_at"]) == (
            match.alias, "association_no", stage.clock.now,
        )  # fmt: skip
        assert (await other.get(f"{API}/over")).json() == []
        assert match.alias not in (await other.get("/candidates")).text
        await stage.pass_time(30 * DAY)
        assert (await contact.get(f"{API}/over")).json() == []
        assert match.alias not in (await contact.get("/candidates")).text


async def test_why_a_person_stopped_is_not_told_and_a_no_of_theirs_is_no_candidate(
    tmp_path: Path,
) -> None:
    async with staged(tmp_path) as stage, club(stage) as contact, stage.client() as person:
        match = await started(stage)
        await stage.pass_time(14 * DAY)
        await person.send_form(stage.link(match, "person"), answer="stopped")
        (over,) = (await contact.get(f"{API}/over")).json()
        assert over["why"] == "not_coming"
        assert wording.NOBODY_COMES in (await contact.get("/candidates")).text
        refused = await asked(stage, "bahar")
        await person.send_form(stage.link(refused, "person"), answer="no")
        assert refused.alias not in (await contact.get("/candidates")).text


def test_what_is_told_of_an_end_is_told_alike_in_words_and_codes() -> None:
    told = wording.OVER_FOR_ASSOCIATION
    for why in ENDS:
        plain = why in SAID_OF_OVER
        assert not plain or told[why] != wording.NOBODY_COMES
        after_yes = set(ENDS[why].start) & {*get_args(Standing)[2:-1]}
        assert plain or not after_yes or told[why] == wording.NOBODY_COMES, why
