"""Giving cases to guides: who may, what is told, what the guide reads, and what undoing then means."""

from pathlib import Path

import pytest

from services.matching.approvals import NotNow, undo
from services.matching.assigning import assign
from services.matching.cases import Asking, Case, news
from services.matching.my_day import need_of_guide
from shared.contracts.intake import RolesChanged
from tests.matching.saying import REGION, START, an_id
from tests.matching.stage import Stage, staged


async def works_here(stage: Stage, name: str, *roles: str, region: str = REGION) -> str:
    """The account of somebody whose roles were told."""
    account = an_id(name)
    told = RolesChanged(account=account, roles=roles, regions=(region,))
    await stage.tell(told, account)
    return account


def a_case(**facts: object) -> Case:
    return Case(id="c", region=REGION, person="p", alias="a", since=START, version=1).model_copy(
        update=facts
    )


def test_it_is_told_so_that_others_know_who_may_see_the_name() -> None:
    before = a_case()
    after = assign(before, "g", "boss", START)
    assert [type(one).__name__ for one in news(before, after)] == ["CaseClaimed"]
    assert [one.what for one in after.history] == ["assigned"]
    gone = assign(after, None, "boss", START)
    assert [type(one).__name__ for one in news(after, gone)] == ["CaseMoved"]
    assert (gone.guide, gone.history[-1].what) == (None, "unassigned")


def test_the_same_again_changes_nothing_and_an_ended_case_stays() -> None:
    case = a_case(guide="g")
    assert assign(case, "g", "boss", START) is case
    with pytest.raises(NotNow):
        assign(a_case(state="ended"), "g", "boss", START)


def test_undoing_an_approval_does_not_undo_the_giving() -> None:
    """The control: without it the case goes back to nobody."""
    asking = Asking(match="m", at=START + 9, by="a", claims=True)
    case = a_case(asking=asking, guide="a", state="proposed")
    assert undo(assign(case, "g", "boss", START), "boss", START).guide == "g"
    assert undo(case, "a", START).guide is None


def test_the_guide_is_told_and_who_takes_a_case_for_themselves_is_not() -> None:
    assert need_of_guide(assign(a_case(), "g", "boss", START), START) == "given"
    assert need_of_guide(assign(a_case(), "boss", "boss", START), START) is None


async def test_a_coordinator_gives_moves_and_takes_away(tmp_path: Path) -> None:
    async with (
        staged(tmp_path) as stage,
        stage.client("boss", "coordinator") as boss,
        stage.client("guide a", "guide") as guide,
        stage.client("guide b", "guide") as other,
    ):
        accounts = [await works_here(stage, name, "guide") for name in ("guide a", "guide b")]
        people = [await stage.person(name) for name in ("amira", "bahar")]
        await stage.settle()
        cases = [(await stage.case_of(person)).id for person in people]
        board = (await boss.get("/board?show=unclaimed")).text
        assert all(f'value="{case}" form="give"' in board for case in cases)
        assert 'form="give"' not in (await guide.get("/board?show=unclaimed")).text
        sent = await boss.post_cases(cases, accounts[0])
        assert sent.headers["location"] == "/board?show=unclaimed&done=assigned"
        await stage.settle()
        assert stage.bus.kinds(cases[0])[-1] == "CaseClaimed"
        day = (await guide.get("/day")).text
        assert "You were given these cases" in day
        assert (await other.get(f"/cases/{cases[0]}")).status_code == 404
        assert "The case was given to a guide" in (await guide.get(f"/cases/{cases[0]}")).text
        # The control of "given": who has opened it is not told again.
        assert (await guide.get("/day")).text.count(f'href="/cases/{cases[0]}"') == 0
        assert (await guide.get("/day")).text.count(f'href="/cases/{cases[1]}"') > 0
        await boss.post_cases(cases[:1], accounts[1])
        assert (await guide.get(f"/cases/{cases[0]}")).status_code == 404
        await boss.post_cases(cases[:1], "nobody")
        assert (await stage.case_of(people[0])).guide is None


async def test_only_to_those_who_take_cases_here_and_only_by_a_coordinator(tmp_path: Path) -> None:
    async with (
        staged(tmp_path) as stage,
        stage.client("boss", "coordinator") as boss,
        stage.client("guide a", "guide") as guide,
    ):
        person = await stage.person("amira")
        await stage.settle()
        case = (await stage.case_of(person)).id
        admin = await works_here(stage, "admin", "admin")
        elsewhere = await works_here(stage, "far", "guide", region="lund")
        left = await works_here(stage, "left", "guide")
        await works_here(stage, "left")
        path = f"/matching/api/v1/cases/{case}/guide"
        for account in (admin, elsewhere, left, an_id("unheard of"), ""):
            assert (await boss.send_json(path, {"guide": account})).status_code == 422
            assert (await boss.post_cases([case], account)).status_code == 422
        assert (await boss.post_cases([], left)).status_code == 422
        own = await works_here(stage, "guide a", "guide")
        assert (await guide.send_json(path, {"guide": own})).status_code == 404
        assert (await guide.post_cases([case], own)).status_code == 404
        assert (await stage.case_of(person)).guide is None
        told = (await boss.send_json(path, {"guide": own})).json()
        assert told["claimed"] is True
        wrong = await boss.send_json(f"/matching/api/v1/cases/{an_id('x')}/guide", {"guide": own})
        assert wrong.status_code == 404
