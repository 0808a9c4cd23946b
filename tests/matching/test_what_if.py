"""What if: other answers, the same engine, and nothing is changed."""

from pathlib import Path
from typing import Any

from services.matching.app import MATCHING
from shared.web.sessions import Role
from tests.matching.saying import LIKES_FOOTBALL, an_id
from tests.matching.stage import Stage, staged

API = "/matching/api/v1"
HERE, FAR = "spillepengen", "tygelsjo-vang"


async def dump(stage: Stage) -> list[Any]:
    """Every document of the service, whole."""
    found = []
    for of in MATCHING.collections:
        found += [doc.model_dump() for doc in await stage.desk.store.find(of, {}, limit=1_000)]
    return found


async def a_case(stage: Stage) -> str:
    await stage.need("football")
    await stage.need("choir", "kor", activities=("choir",), slots=("mon_evening",))
    await stage.need("talk", "rk", activities=("choir",), swedish="good")
    person = await stage.person("amira", LIKES_FOOTBALL)
    await stage.settle()
    return (await stage.case_of(person)).id


async def test_other_answers_show_what_would_come_out_and_change_nothing(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("c", "coordinator") as reader:
        case = await a_case(stage)
        before = await dump(stage)
        sent = {"slots": ["mon_evening"]}
        found = (await reader.send_json(f"{API}/cases/{case}/what-if", sent)).json()
        assert [line["id"] for line in found["today"]] == [an_id("football")]
        assert [line["id"] for line in found["then"]] == [an_id("choir")]
        more = (await reader.send_json(f"{API}/cases/{case}/what-if", {"swedish": "good"})).json()
        assert {line["id"] for line in more["then"]} == {an_id("football"), an_id("talk")}
        page = await reader.get(f"/cases/{case}/what-if?asked=1&slots=mon_evening&swedish=little")
        assert "Football for all" in page.text
        assert page.text.count('class="proposal"') == 2
        assert "This would change. New: 1. Gone: 1." in page.text
        for mark in ("New", "Gone"):
            assert page.text.count(f">{mark}</span>") == 1
        need = f"/cases/needs/{an_id('talk')}/what-if?asked=1&slots=tue_evening&swedish=none"
        assert (await reader.get(need)).status_code == 200
        assert await dump(stage) == before


async def test_the_page_says_when_nothing_would_change(tmp_path: Path) -> None:
    """The control for the words above: nothing is new, and nothing gone."""
    async with staged(tmp_path) as stage, stage.client("c", "coordinator") as reader:
        path = f"/cases/{await a_case(stage)}/what-if"
        assert "would change" not in (await reader.get(path)).text
        same = "&".join(f"slots={slot}" for slot in LIKES_FOOTBALL.slots)
        page = (await reader.get(f"{path}?asked=1&{same}&kinds=participant&swedish=little")).text
        assert "Nothing would change." in page
        assert ">New</span>" not in page
        assert ">Gone</span>" not in page


async def test_an_area_can_be_left_unsaid(tmp_path: Path) -> None:
    """Whoever lives too far off would be proposed what an unknown home does not rule out."""
    async with staged(tmp_path) as stage, stage.client("c", "coordinator") as reader:
        await stage.need("football", area=HERE)
        wishes = LIKES_FOOTBALL.model_copy(update={"area": FAR})
        person = await stage.person("amira", wishes)
        await stage.settle()
        case = (await stage.case_of(person)).id
        path = f"{API}/cases/{case}/what-if"
        as_it_is = (await reader.send_json(path, {})).json()
        unsaid = (await reader.send_json(path, {"area": None})).json()
        assert as_it_is["then"] == as_it_is["today"] == []
        assert [line["id"] for line in unsaid["then"]] == [an_id("football")]
        same = "&".join(f"slots={slot}" for slot in wishes.slots)
        sent = f"asked=1&{same}&kinds=participant&swedish=little"
        page = f"/cases/{case}/what-if?{sent}"
        assert "Nothing would change." in (await reader.get(f"{page}&area={FAR}")).text
        assert "This would change. New: 1." in (await reader.get(f"{page}&area=")).text


async def test_a_need_that_asked_for_less_would_get_somebody(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("c", "coordinator") as reader:
        case = await a_case(stage)
        path = f"{API}/needs/{an_id('talk')}/what-if"
        found = (await reader.send_json(path, {"swedish": "none"})).json()
        assert found["today"] == []
        assert [line["id"] for line in found["then"]] == [case]
        assert found["then"][0]["title"] == (await stage.case_of(an_id("amira"))).alias


async def test_who_may_ask(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        case = await a_case(stage)
        paths = (f"/cases/{case}/what-if", f"/cases/needs/{an_id('football')}/what-if")
        async with stage.client("g", "guide") as guide:
            # A guide asks about a case of their own; one that is nobody's is not theirs yet.
            assert [(await guide.get(path)).status_code for path in paths] == [404, 200]
            await guide.send_form(f"/cases/{case}/claim")
            assert [(await guide.get(path)).status_code for path in paths] == [200, 200]
            assert f"/cases/{case}/what-if" in (await guide.get(f"/cases/{case}")).text
        async with stage.client("other", "guide") as other:
            assert (await other.get(paths[0])).status_code == 404
        async with stage.client("a", "association", association=an_id("ifk")) as club:
            assert [(await club.get(path)).status_code for path in paths] == [404, 404]
        async with stage.client("l", "coordinator", region="lund") as elsewhere:
            assert [(await elsewhere.get(path)).status_code for path in paths] == [404, 404]
        async with stage.client() as nobody:
            assert (await nobody.get(paths[0])).headers["location"] == "/sign-in"


async def test_a_guide_who_asks_about_a_need_is_shown_their_own_cases(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await a_case(stage)
        await stage.person("bahar", LIKES_FOOTBALL)
        await stage.settle()
        cases = {name: await stage.case_of(an_id(name)) for name in ("amira", "bahar")}
        path = f"{API}/needs/{an_id('football')}/what-if"

        async def shown(account: str, *roles: Role) -> set[str]:
            async with stage.client(account, *roles) as reader:
                found = (await reader.send_json(path, {"swedish": "none"})).json()
                return {line["id"] for line in found["then"]}

        assert await shown("g", "guide") == set()
        async with stage.client("g", "guide") as guide:
            await guide.send_form(f"/cases/{cases['amira'].id}/claim")
        assert await shown("g", "guide") == {cases["amira"].id}
        assert await shown("other", "guide") == set()
        assert await shown("c", "coordinator") == {case.id for case in cases.values()}


async def test_what_is_not_known_is_refused(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("c", "coordinator") as reader:
        case = await a_case(stage)
        for sent in (
            {"slots": ["someday"]},
            {"area": "atlantis"},
            {"guide": an_id("me")},
            {"kinds": ["king"]},
        ):
            path = f"{API}/cases/{case}/what-if"
            assert (await reader.send_json(path, sent)).status_code == 422, sent
        page = await reader.get(f"/cases/{case}/what-if?asked=1&area=atlantis")
        assert page.status_code == 422
