"""The timeline says every line of a case's history in words, with what it was decided from."""

import re
from pathlib import Path

import pytest

from services.matching import wording
from services.matching.answers import answer
from tests.matching.stage import Stage, staged

SOURCES = Path("services/matching")
LINE = re.compile(r'Happening\(\s*at=now, what="(\w+)"|noted\(\s*\w+(?:\.\w+)?, "(\w+)"')


def codes() -> set[str]:
    """What is written into a history anywhere, as literals."""
    texts = [path.read_text("utf-8") for path in SOURCES.glob("*.py")]
    return {one or other for text in texts for one, other in LINE.findall(text)}


def test_every_line_has_words() -> None:
    assert len(codes()) >= 10
    assert codes() - set(wording.HAPPENED) == set()


async def asked(stage: Stage) -> str:
    """Somebody whose proposal a guide approved, and who was asked."""
    await stage.need("football")
    person = await stage.person("amira")
    await stage.settle()
    (match,) = await stage.matches_of(person)
    async with stage.client("guide a", "guide") as guide:
        await guide.send_form(f"/cases/{match.case}/approve?match={match.id}&seen={match.version}")
    await stage.pass_time(30_000)
    return person


async def test_a_no_tells_its_reason_and_the_newest_stands_last(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        person = await asked(stage)
        (match,) = await stage.matches_of(person)
        await answer(match, "person", "no", stage.desk, why="far")
        await stage.settle()
        text = (await guide.get(f"/cases/{match.case}")).text
        lines = ["The form came", "A proposal was approved", "The person was asked",
                 "It is too far away"]  # fmt: skip
        places = [text.index(line) for line in lines]
        assert places == sorted(places)
        assert "The person said no." in text
        assert "· You<" in text
        assert re.search(r"The person said no\..*?· The person<", text, re.DOTALL)
        assert "What it was decided from" in text
        assert re.search(r"Fits \d+ of 100", text)
        api = (await guide.get(f"/matching/api/v1/cases/{match.case}")).json()
        assert api["proposals"][0]["no_why"] == "far"


@pytest.mark.parametrize(("who", "shown"), [("guide a", True), ("chief", True)])
async def test_the_letters_of_a_case_are_one_click_away(
    tmp_path: Path, who: str, shown: bool
) -> None:
    async with staged(tmp_path) as stage:
        person = await asked(stage)
        role = "coordinator" if who == "chief" else "guide"
        async with stage.client(who, role) as reader:
            case = (await stage.case_of(person)).id
            await reader.says_why(case)
            text = (await reader.get(f"/cases/{case}")).text
            assert (f'href="/outbox?person={person}"' in text) == shown


async def test_an_unclaimed_case_leads_to_no_letters(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        person = await stage.person("amira")
        await stage.settle()
        text = (await guide.get(f"/cases/{(await stage.case_of(person)).id}")).text
        assert "/outbox?person=" not in text
