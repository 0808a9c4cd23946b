"""What a board shows is chosen in its address; where nobody is left it says what to do."""

import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from services.matching.board_said import NOBODY
from services.matching.cases import CASES, case_id
from services.matching.filters import LONG_MS, Filters, is_stuck
from shared.contracts.matching import CaseState
from shared.contracts.regions import region
from tests.matching.saying import LIKES_FOOTBALL, an_id
from tests.matching.stage import Client, Stage, staged

HERE = region("malmo")
MOLLAN = LIKES_FOOTBALL.model_copy(update={"languages": ("ar",)})
SOMALI = LIKES_FOOTBALL.model_copy(update={"languages": ("so",), "area": None})
WEEK_MS = 7 * 24 * 3_600_000


async def shown(reader: Client, query: str) -> set[str]:
    """The people on a board, by id."""
    text = (await reader.get(f"/board?{query}")).text
    return set(re.findall(r'data-person="([^"]+)"', text))


async def two_people(stage: Stage) -> tuple[str, str]:
    arab, somali = await stage.person("amira", MOLLAN), await stage.person("cem", SOMALI)
    await stage.settle()
    return arab, somali


def test_an_address_that_says_nonsense_shows_the_whole_board() -> None:
    nonsense = dict.fromkeys(("show", "order", "stuck", "district", "language", "most"), "$ne")
    assert Filters.read(nonsense, HERE) == Filters()
    assert Filters().address == "/board"


@pytest.mark.parametrize(
    "chosen",
    [
        {"show": "mine"},
        {"order": "newest", "most": 48},
        {"stuck": "yes", "district": HERE.districts[0].code},
        {"language": "so", "alias": "Blå fyr 27"},
        {"people": f"{an_id('a')},{an_id('b')}"},
    ],
)
def test_what_was_chosen_stays_in_the_address(chosen: dict[str, Any]) -> None:
    filters = Filters(**chosen)
    query = {name: said[0] for name, said in parse_qs(urlsplit(filters.address).query).items()}
    assert Filters.read(query, HERE) == filters
    assert set(query) == set(chosen)


@pytest.mark.parametrize("state", LONG_MS)
def test_a_case_is_stuck_once_it_stands_too_long(state: CaseState) -> None:
    assert not is_stuck(state, 0, LONG_MS[state])
    assert is_stuck(state, 0, LONG_MS[state] + 1)
    assert not is_stuck("ended", 0, 10 * WEEK_MS * 52)


async def test_a_language_and_a_part_of_the_city_are_chosen(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        arab, somali = await two_people(stage)
        assert await shown(guide, "") == {arab, somali}
        assert await shown(guide, "language=so") == {somali}
        case = await stage.case_of(arab)
        assert case.district == HERE.areas[HERE.position("mollevangen")].district
        assert await shown(guide, f"district={case.district}") == {arab}
        assert await shown(guide, f"district={case.district}&language=so") == set()


async def test_a_program_is_told_which_code_is_unknown(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        for name in ("district", "language"):
            answer = await guide.get(f"/matching/api/v1/board?{name}=atlantis")
            assert answer.status_code == 422
            assert name in answer.text
        known = f"/matching/api/v1/board?district={HERE.districts[0].code}&language=so"
        assert (await guide.get(known)).status_code == 200


async def test_what_is_stuck_is_chosen_and_the_newest_can_come_first(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        first = await stage.person("amira")
        await stage.settle()
        await stage.pass_time(WEEK_MS + 1)
        second = await stage.person("bahar")
        await stage.settle()
        assert await shown(guide, "stuck=yes") == {first}
        text = (await guide.get("/board?order=newest")).text
        assert text.index(second) < text.index(first)
        text = (await guide.get("/board")).text
        assert text.index(first) < text.index(second)


async def test_a_case_is_found_by_the_beginning_of_its_alias_wherever_it_stands(
    tmp_path: Path,
) -> None:
    async with (
        staged(tmp_path) as stage,
        stage.client("guide a", "guide") as guide,
        stage.client("guide b", "guide") as other,
    ):
        arab, _ = await two_people(stage)
        case = await stage.case_of(arab)
        ended = case.model_copy(update={"state": "ended", "guide": an_id("guide a")})
        await stage.desk.keep(CASES, ended)
        assert await shown(guide, f"alias={case.alias.lower()}") == {arab}
        assert await shown(guide, f"people={arab},nobody") == {arab}
        assert await shown(other, f"alias={case.alias}") == set()
        assert await shown(other, f"people={arab}") == set()
        api = await guide.get(f"/matching/api/v1/board?alias={case.alias}")
        assert [one["key"] for one in api.json()["columns"]] == ["found"]


@pytest.mark.parametrize(
    ("query", "of"),
    [
        ("show=mine", "mine"),
        ("stuck=yes", "stuck"),
        ("language=pl", "language"),
        (f"district={HERE.districts[0].code}", "district"),
        ("alias=Zzz", "alias"),
        ("people=nobody", "people"),
    ],
)
async def test_a_board_with_nobody_on_it_says_what_to_do(
    tmp_path: Path, query: str, of: str
) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        title, text = NOBODY[of]
        page = unescape((await guide.get(f"/board?{query}")).text)
        assert title in page
        assert text in page
        assert title not in (await guide.get("/board")).text


async def test_what_was_chosen_is_kept_by_what_is_decided_and_by_live_updates(
    tmp_path: Path,
) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        await stage.need("football")
        person = await stage.person("amira", MOLLAN)
        await stage.settle()
        text = (await guide.get("/board?show=unclaimed&language=ar")).text
        assert 'data-hx-get="/board?show=unclaimed&amp;language=ar"' in text
        (action,) = re.findall(r'action="([^"]+/claim[^"]+)"', text)
        answer = await guide.send_form(action.replace("&amp;", "&"))
        where = answer.headers["location"]
        assert where.startswith("/board?show=unclaimed&language=ar&done=claimed#case-")
        assert where.endswith(case_id(person))


async def test_a_rare_language_is_looked_for_further_down(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        await stage.person("amira", MOLLAN)
        await stage.settle()
        (case,) = await stage.desk.store.find(CASES, {})
        for n in range(130):
            copy = case.model_copy(
                update={"id": an_id(f"case {n}"), "version": 0, "told": {}, "heard": {}}
            )
            await stage.desk.keep(CASES, copy)
        last = await stage.person("cem", SOMALI)
        stage.clock.now += 1
        await stage.settle()
        assert await shown(guide, "language=so") == {last}
        api = (await guide.get("/matching/api/v1/board?language=ar&most=5")).json()
        (first, *_) = api["columns"]
        assert (len(first["cases"]), first["more"]) == (5, True)
