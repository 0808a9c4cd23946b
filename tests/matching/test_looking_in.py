"""A coordinator opens another guide's case only after saying why, once a day, and intake is told."""

from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from services.matching.looking_in import LOOKS, Look
from services.matching.matches import Match
from shared.web.languages import STOCKHOLM, day_of
from shared.web.looks import REASONS
from tests.matching.saying import an_id
from tests.matching.stage import Stage, staged
from tests.matching.test_access import one_match, same
from tests.matching.test_assigning import works_here

API = "/matching/api/v1/cases"
DAY_MS = 24 * 3_600_000


async def taken(stage: Stage, by: str = "guide a") -> Match:
    """A proposal to somebody whom this guide walks with."""
    match = await one_match(stage)
    async with stage.client(by, "guide") as guide:
        await guide.send_form(f"/cases/{match.case}/claim")
    return match


async def looks(stage: Stage) -> list[Look]:
    return await stage.desk.store.find(LOOKS, {})


def reading(match: Match) -> list[str]:
    """Every page about one case."""
    case = match.case
    pages = ("", "/further", "/notes", "/propose", "/what-if")
    return [f"/cases/{case}{page}" for page in pages]


async def test_a_coordinator_is_asked_why_and_then_let_in(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("chief", "coordinator") as chief:
        match = await taken(stage)
        why = f"/cases/{match.case}/why"
        for path in reading(match):
            answer = await chief.get(path)
            assert (answer.status_code, answer.headers.get("location")) == (303, why), path
        asks = (await chief.get(why)).text
        assert "Why do you open this?" in asks
        assert all(f'value="{code}"' in asks for code in REASONS)
        assert "Football" not in asks
        assert (await chief.says_why(match.case)).headers["location"] == f"/cases/{match.case}"
        for path in reading(match):
            if not path.endswith("/further"):
                assert (await chief.get(path)).status_code == 200, path


async def test_it_is_noted_once_and_told(tmp_path: Path) -> None:
    """Who, whom, why and when; a second click or another reason on the same day notes nothing."""
    async with staged(tmp_path) as stage, stage.client("chief", "coordinator") as chief:
        match = await taken(stage)
        await chief.says_why(match.case, "complaint")
        await chief.says_why(match.case, "complaint")
        await chief.says_why(match.case, "quality")
        await stage.settle()
        (look,) = await looks(stage)
        assert (look.account, look.person) == (an_id("chief"), match.person)
        assert (look.case, look.reason, look.at) == (match.case, "complaint", stage.clock.now)
        (told,) = [one.data for one in stage.bus.sent if one.envelope.kind == "CaseOpened"]
        assert told == look.model_dump(include={"case", "person", "account", "reason"}) | {
            "look": look.id
        }


async def test_without_a_reason_of_ours_nothing_is_opened(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("chief", "coordinator") as chief:
        match = await taken(stage)
        for reason in ("", "curious", "given"):
            answer = await chief.says_why(match.case, reason)
            assert answer.status_code == 422
            assert "Choose a reason." in answer.text
            sent = await chief.send_json(f"{API}/{match.case}/why", {"reason": reason})
            assert sent.status_code == 422
        assert await looks(stage) == []
        assert (await chief.get(f"/cases/{match.case}")).status_code == 303


def day_over(now: int) -> int:
    """When the day of `now` ends in Stockholm, UTC ms."""
    midnight = datetime.combine(day_of(now) + timedelta(days=1), time(), STOCKHOLM)
    return int(midnight.timestamp() * 1000)


async def test_it_counts_until_midnight_and_is_forgotten_then(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("chief", "coordinator") as chief:
        match = await taken(stage)
        await chief.says_why(match.case)
        await stage.settle()
        over = day_over(stage.clock.now)
        assert 0 < over - stage.clock.now <= DAY_MS
        stage.clock.now = over - 1
        assert (await chief.get(f"/cases/{match.case}")).status_code == 200
        stage.clock.now = over
        assert (await chief.get(f"/cases/{match.case}")).status_code == 303
        # The next day has a look of its own.
        await chief.says_why(match.case)
        assert (await chief.get(f"/cases/{match.case}")).status_code == 200
        assert len(await looks(stage)) == 2
        await stage.settle()
        await stage.pass_time(DAY_MS)
        assert await looks(stage) == []


async def test_programs_are_told_what_to_send_and_where(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("chief", "coordinator") as chief:
        match = await taken(stage)
        shut = await chief.get(f"{API}/{match.case}")
        assert (shut.status_code, shut.json()["slug"]) == (403, "say-why")
        assert "/why" in shut.json()["detail"]
        opened = await chief.send_json(f"{API}/{match.case}/why", {"reason": "asked"})
        assert opened.json()["id"] == match.case
        assert (await chief.get(f"{API}/{match.case}")).status_code == 200


async def test_nothing_is_decided_on_it_without_a_reason(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("chief", "coordinator") as chief:
        match = await taken(stage)
        before = await stage.case_of(match.person)
        approve = f"/cases/{match.case}/approve?match={match.id}&seen={match.version}"
        assert (await chief.send_form(approve)).status_code == 303
        sent = {"match": match.id, "seen": match.version}
        answer = await chief.send_json(f"{API}/{match.case}/approve", sent)
        assert answer.status_code == 403
        assert (
            await chief.send_json(f"{API}/{match.case}/guide", {"guide": None})
        ).status_code == 403
        assert await stage.case_of(match.person) == before


@pytest.mark.parametrize("whose", ["nobody", "chief"])
async def test_nobodys_case_and_ones_own_are_opened_as_before(tmp_path: Path, whose: str) -> None:
    async with staged(tmp_path) as stage, stage.client("chief", "coordinator") as chief:
        match = await one_match(stage)
        if whose == "chief":
            await chief.send_form(f"/cases/{match.case}/claim")
        assert (await chief.get(f"/cases/{match.case}")).status_code == 200
        onward = await chief.get(f"/cases/{match.case}/why")
        assert onward.headers["location"] == f"/cases/{match.case}"
        assert await looks(stage) == []


async def test_the_reason_is_the_readers_own(tmp_path: Path) -> None:
    """What one coordinator said opens nothing for another, and nothing for a guide, ever."""
    async with (
        staged(tmp_path) as stage,
        stage.client("chief", "coordinator") as chief,
        stage.client("second chief", "coordinator") as second,
        stage.client("guide b", "guide") as guide,
    ):
        match = await taken(stage)
        await chief.says_why(match.case)
        assert (await second.get(f"/cases/{match.case}")).status_code == 303
        nowhere = an_id("no such case")
        same(await guide.says_why(match.case), await guide.says_why(nowhere))
        same(await guide.get(f"/cases/{match.case}/why"), await guide.get(f"/cases/{nowhere}/why"))
        assert len(await looks(stage)) == 1


async def test_whoever_gives_a_case_away_has_had_it_open(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("chief", "coordinator") as chief:
        match = await one_match(stage)
        await works_here(stage, "guide b", "guide")
        sent = {"guide": an_id("guide b")}
        answer = await chief.send_json(f"{API}/{match.case}/guide", sent)
        assert answer.json()["id"] == match.case
        assert (await stage.case_of(match.person)).guide == an_id("guide b")
        assert [look.reason for look in await looks(stage)] == ["given"]
