"""What an association sees and does on its own page, from a person's yes until nobody asks any more."""

from pathlib import Path

import pytest

from services.matching.coming import by_turn, wanted_by
from services.matching.matches import Match
from services.matching.questions import NO_WHY
from shared.contracts.matching import ANSWER_MS
from shared.web.languages import SWEDISH
from tests.matching.saying import an_id
from tests.matching.stage import Client, Stage, staged
from tests.matching.test_access import same
from tests.matching.test_answers import asked, fresh
from tests.matching.test_onward import DAY, started

API = "/matching/api/v1/candidates"
NOWHERE = "00000000-0000-4000-8000-000000000000"
WORDS = ("yes", "no:times", "met", "well", "help:swedish")


def club(stage: Stage, name: str = "ifk") -> Client:
    return stage.client(f"contact of {name}", "association", association=an_id(name))


async def waiting(stage: Stage, name: str = "amira") -> Match:
    """Somebody who has said yes, and waits for the association."""
    match = await asked(stage, name)
    async with stage.client() as reader:
        await reader.send_form(stage.link(match, "person"), answer="yes")
    await stage.settle()
    return await fresh(stage, match)


def by_day(at: int) -> str:
    return f"by {english_day(at)}"


def english_day(at: int) -> str:
    return type(SWEDISH)("en", "English").day(at)


async def say(contact: Client, match: Match, word: str) -> str:
    sent = await contact.send_form(f"/candidates/{match.id}", answer=word)
    assert sent.status_code == 303, sent.text
    return sent.headers["location"].removeprefix("/candidates")


async def test_page_and_link_say_by_which_day_and_then_it_is_over(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, club(stage) as contact:
        match = await waiting(stage)
        until = wanted_by(match, "association")
        assert until == stage.clock.now + ANSWER_MS
        pages = (
            await contact.get("/candidates"),
            await contact.get(stage.link(match, "association")),
        )
        for page in pages:
            assert by_day(until) in page.text
        (shown,) = (await contact.get(API)).json()
        assert (shown["answer_by"], shown["standing"]) == (until, "asked_association")
        await stage.pass_time(until - stage.clock.now - 1)
        assert (await fresh(stage, match)).state == "asked"
        await stage.pass_time(1)
        assert (await fresh(stage, match)).ended == "no_answer"
        assert by_day(until) not in (await contact.get("/candidates")).text


async def test_the_person_reads_by_which_day_also_after_more_time(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as person:
        match = await asked(stage)
        mine = stage.link(match, "person")
        first = wanted_by(match, "person")
        assert first is not None
        assert by_day(first) in (await person.get(mine)).text
        await person.send_form(mine, answer="later")
        later = wanted_by(await fresh(stage, match), "person")
        assert later is not None
        assert later > first
        assert by_day(later) in (await person.get(mine)).text
        # While it is the person's turn, nothing is wanted of the association.
        assert wanted_by(await fresh(stage, match), "association") is None


async def test_what_runs_out_first_stands_first(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, club(stage) as contact:
        first = await waiting(stage, "amira")
        await stage.pass_time(DAY)
        second = await waiting(stage, "bahar")
        done = await waiting(stage, "cem")
        await say(contact, done, "yes")
        async with stage.client("guide a", "guide") as guide:
            await guide.send_form(f"/cases/{done.case}/further", do="introduce:details")
        done = await fresh(stage, done)
        listed = [one["id"] for one in (await contact.get(API)).json()]
        assert listed == [first.id, second.id, done.id]
        page = (await contact.get("/candidates")).text
        places = [page.index(f'id="candidate-{one}"') for one in listed]
        assert places == sorted(places)
        # The control: the order is that of the clocks, not that in which they were kept.
        assert by_turn([done, second, first]) == [first, second, done]


@pytest.mark.parametrize("why", sorted(NO_WHY["association"]))
async def test_a_no_has_its_reason_in_one_tap(tmp_path: Path, why: str) -> None:
    async with staged(tmp_path) as stage, club(stage) as contact:
        match = await waiting(stage)
        assert f'value="no:{why}"' in (await contact.get("/candidates")).text
        assert await say(contact, match, f"no:{why}") == "?done=no"
        after = await fresh(stage, match)
        assert (after.ended, after.no_why) == ("association_no", why)


async def test_a_program_says_why_too_and_no_other_reason(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, club(stage) as contact:
        match = await waiting(stage)
        path = f"{API}/{match.id}/answer"
        for wrong in ({"answer": "no", "why": "because"}, {"answer": "yes", "why": "times"}):
            assert (await contact.send_json(path, wrong)).status_code == 422
        sent = await contact.send_json(path, {"answer": "no", "why": "times"})
        assert (sent.json()["outcome"], sent.json()["can"]) == ("said", [])
        assert (await fresh(stage, match)).no_why == "times"


@pytest.mark.parametrize(
    "wrong", ["", "no:because", "yes:times", "going_on", "well:times", "help:x"]
)
async def test_what_is_no_answer_is_refused(tmp_path: Path, wrong: str) -> None:
    async with staged(tmp_path) as stage, club(stage) as contact:
        match = await started(stage)
        sent = await contact.send_form(f"/candidates/{match.id}", answer=wrong)
        assert sent.status_code == 422
        after = await fresh(stage, match)
        assert (after.state, after.report) == ("started", None)


async def test_a_program_is_told_what_it_can_do_at_each_step(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, club(stage) as contact:

        async def can() -> list[str]:
            (shown,) = (await contact.get(API)).json()
            return list(shown["can"])

        match = await waiting(stage)
        assert await can() == ["yes", "no"]
        await say(contact, match, "yes")
        assert await can() == []
        async with stage.client("guide a", "guide") as guide:
            await guide.send_form(f"/cases/{match.case}/further", do="introduce:details")
        assert await can() == ["met"]
        sent = await contact.send_json(f"{API}/{match.id}/met")
        assert sent.json()["can"] == ["well", "help", "away"]
        sent = await contact.send_json(f"{API}/{match.id}/report", {"report": "help"})
        assert (sent.json()["report"], sent.json()["standing"]) == ("help", "started")
        wrong = await contact.send_json(
            f"{API}/{match.id}/report", {"report": "well", "why": "times"}
        )
        assert wrong.status_code == 422


async def test_another_associations_candidate_is_told_as_a_wrong_id(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, club(stage, "other") as other, club(stage) as own:
        match = await started(stage)
        for word in WORDS:
            same(
                await other.send_form(f"/candidates/{match.id}", answer=word),
                await other.send_form(f"/candidates/{NOWHERE}", answer=word),
            )
        for path, body in (
            ("met", {}),
            ("report", {"report": "well"}),
            ("answer", {"answer": "no"}),
        ):
            same(
                await other.send_json(f"{API}/{match.id}/{path}", body),
                await other.send_json(f"{API}/{NOWHERE}/{path}", body),
            )
        assert match.alias not in (await other.get("/candidates")).text
        assert (await fresh(stage, match)).report is None
        # The control: its own association is heard.
        assert await say(own, match, "well") == "?done=told"


async def test_where_nobody_comes_the_page_says_what_to_do(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, club(stage) as contact:
        page = (await contact.get("/candidates")).text
        assert "Nobody yet" in page
        assert 'href="/needs"' in page
        await waiting(stage)
        assert "Nobody yet" not in (await contact.get("/candidates")).text
