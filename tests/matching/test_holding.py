"""What somebody has open keeps still."""

from pathlib import Path

import pytest

from tests.matching.saying import an_id
from tests.matching.stage import staged


async def test_what_a_guide_has_open_is_held_for_half_an_hour(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("g", "guide") as guide:
        for number in range(3):
            await stage.need(f"other {number}", f"a{number}", activities=("football", "chess"))
        person = await stage.person("amira")
        await stage.settle()
        case = await stage.case_of(person)
        assert (await guide.send_form(f"/cases/{case.id}/hold")).status_code == 204
        await stage.need("better", "b")
        await stage.settle()
        held = [one for one in await stage.matches_of(person) if one.state == "proposed"]
        assert an_id("better") not in [one.need for one in held]
        await stage.pass_time(30 * 60_000)
        open_now = [one.need for one in await stage.matches_of(person) if not one.ended]
        assert an_id("better") in open_now


@pytest.mark.parametrize("page", ["case", "board"])
async def test_opening_the_page_of_a_case_holds_its_proposals(tmp_path: Path, page: str) -> None:
    """Without scripts nothing else could. The board is the control: whoever passes by holds nothing."""
    async with staged(tmp_path) as stage, stage.client("g", "guide") as guide:
        await stage.need("other", "a", activities=("football", "chess"))
        person = await stage.person("amira")
        await stage.settle()
        case = await stage.case_of(person)
        where = {"case": f"/cases/{case.id}", "board": "/board"}[page]
        assert (await guide.get(where)).status_code == 200
        after = await stage.case_of(person)
        until = stage.clock.now + 30 * 60_000 if page == "case" else 0
        assert after.held_until == until
