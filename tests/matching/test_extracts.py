"""That a register extract was shown: once, when and by whom, and nothing else is ever taken."""

from pathlib import Path

import pytest

from services.matching.answers import answer
from services.matching.cases import CASES
from services.matching.erasing import erased_match
from services.matching.matches import MATCHES, Match
from shared.contracts.intake import Wishes
from tests.matching.saying import an_id
from tests.matching.stage import Client, Stage, staged

GIVER = Wishes(
    kinds=("leader",),
    interests=("football",),
    register_check=True,
    slots=("tue_evening",),
    languages=("sv",),
    swedish="good",
    area="mollevangen",
)
CONTACT = "contact of ifk"
NOWHERE = "00000000-0000-4000-8000-000000000000"


async def candidate(stage: Stage, *, asks: bool = True) -> Match:
    """Somebody who said yes to a need that asks to see an extract, or does not."""
    await stage.need("leader", kind="leader", register_check=asks)
    person = await stage.person("lena", GIVER)
    await stage.settle()
    (match,) = await stage.matches_of(person)
    case = await stage.case_of(person)
    await stage.desk.keep(CASES, case.model_copy(update={"current": match.id}))
    asked = await stage.desk.keep(MATCHES, match.model_copy(update={"state": "asked"}))
    await answer(asked, "person", "yes", stage.desk)
    await stage.settle()
    return await reread(stage, match)


async def reread(stage: Stage, match: Match) -> Match:
    found = await stage.desk.store.get(MATCHES, match.id)
    assert found is not None
    return found


def club(stage: Stage, name: str = "ifk") -> Client:
    return stage.client(f"contact of {name}", "association", association=an_id(name))


def api(match: Match | str) -> str:
    key = match if isinstance(match, str) else match.id
    return f"/matching/api/v1/candidates/{key}/extract"


async def test_it_is_noted_once_with_the_day_and_by_whom(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, club(stage) as contact:
        match = await candidate(stage)
        assert f'action="/candidates/{match.id}/extract"' in (await contact.get("/candidates")).text
        noted_at = stage.clock.now
        done = await contact.send_form(f"/candidates/{match.id}/extract")
        assert (done.status_code, done.headers["location"]) == (303, "/candidates?done=noted")
        await stage.pass_time(3_600_000)
        assert (await contact.send_form(f"/candidates/{match.id}/extract")).status_code == 303
        after = await reread(stage, match)
        assert (after.extract_at, after.extract_by) == (noted_at, an_id(CONTACT))
        page = (await contact.get("/candidates")).text
        assert f'action="/candidates/{match.id}/extract"' not in page
        await stage.settle()
        case = await stage.case_of(match.person)
        (line,) = [one for one in case.history if one.what == "extract_shown"]
        assert (line.at, line.by, line.match) == (noted_at, an_id(CONTACT), match.id)


async def test_the_guide_reads_it_on_the_case(tmp_path: Path) -> None:
    async with (
        staged(tmp_path) as stage,
        club(stage) as contact,
        stage.client("boss", "coordinator") as boss,
    ):
        match = await candidate(stage)
        said = "The association was shown a register extract"
        assert said not in (await boss.get(f"/cases/{match.case}")).text
        await contact.send_form(f"/candidates/{match.id}/extract")
        await stage.settle()
        assert said in (await boss.get(f"/cases/{match.case}")).text


@pytest.mark.parametrize("field", ["note", "result", "file", "date"])
async def test_nothing_else_is_taken_and_it_is_said_why(tmp_path: Path, field: str) -> None:
    async with staged(tmp_path) as stage, club(stage) as contact:
        match = await candidate(stage)
        page = await contact.send_form(f"/candidates/{match.id}/extract", **{field: "zqxcanary"})
        assert page.status_code == 422
        assert 'class="notice warning"' in page.text
        refused = await contact.send_json(api(match), {field: "zqxcanary"})
        assert refused.status_code == 422
        assert "only_that_it_was_shown" in refused.text
        assert "zqxcanary" not in page.text + refused.text
        after = await reread(stage, match)
        assert after.extract_at is None
        assert "zqxcanary" not in after.model_dump_json()


async def test_a_need_that_asks_for_none_has_nothing_to_note(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, club(stage) as contact:
        match = await candidate(stage, asks=False)
        assert "/extract" not in (await contact.get("/candidates")).text
        assert (await contact.send_form(f"/candidates/{match.id}/extract")).status_code == 409
        assert (await contact.send_json(api(match), {})).status_code == 409


async def test_it_is_for_the_association_alone(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, club(stage, "other") as other:
        match = await candidate(stage)
        for key in (match.id, NOWHERE):
            assert (await other.send_json(api(key), {})).status_code == 404
            assert (await other.send_form(f"/candidates/{key}/extract")).status_code == 404
        async with stage.client("guide a", "guide") as guide:
            assert (await guide.send_json(api(match), {})).status_code == 404
        assert (await reread(stage, match)).extract_at is None


async def test_a_program_reads_when_it_was_shown(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, club(stage) as contact:
        match = await candidate(stage)
        noted = await contact.send_json(api(match), {})
        assert noted.json()["extract_at"] == stage.clock.now
        (listed,) = (await contact.get("/matching/api/v1/candidates")).json()
        assert listed["extract_at"] == stage.clock.now


async def test_of_somebody_erased_the_note_goes_too(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, club(stage) as contact:
        match = await candidate(stage)
        await contact.send_form(f"/candidates/{match.id}/extract")
        blank = erased_match(await reread(stage, match))
        assert (blank.extract_at, blank.extract_by) == (None, None)
