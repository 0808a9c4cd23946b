"""A guide's day: what needs them now, in order, each case once, and nobody else's."""

from pathlib import Path
from typing import Any

import pytest

from services.matching.cases import CASES, Asking, Case
from services.matching.my_day import NEEDS, UNTAKEN_MS, need_of_guide, tasks_of, tomorrow
from services.matching.notes import start_of
from shared.web.languages import day_of
from tests.matching.saying import START, an_id
from tests.matching.stage import Stage, staged

DAY_MS = 24 * 3_600_000
TODAY = start_of(day_of(START))


def a_case(name: str = "amira", **facts: Any) -> Case:
    usual = {"state": "asked", "waiting": "person", "since": START, "guide": "g"}
    return Case(
        id=an_id(name), region="malmo", person=name, alias="Lugn vik 11", **{**usual, **facts}
    )


@pytest.mark.parametrize(
    ("facts", "need"),
    [
        ({}, None),
        ({"state": "agreed", "waiting": "introduction"}, "turn"),
        ({"state": "introduced", "waiting": "guide"}, "turn"),
        ({"next_at": TODAY}, "date"),
        ({"next_at": tomorrow(START) - 1}, "date"),
        ({"next_at": tomorrow(START)}, None),
        ({"since": START - 8 * DAY_MS}, "stuck"),
        ({"state": "proposed", "waiting": "guide"}, "choose"),
        ({"state": "proposed", "waiting": "guide", "since": START - 4 * DAY_MS}, "stuck"),
        ({"state": "ended", "waiting": "none", "next_at": TODAY}, None),
        ({"state": "agreed", "waiting": "introduction", "next_at": TODAY}, "turn"),
        ({"given_at": START}, "given"),
        ({"given_at": START, "call_at": START}, "given"),
        ({"call_at": START}, "call"),
        ({"call_at": START, "state": "agreed", "waiting": "introduction"}, "call"),
    ],
)
def test_why_a_case_needs_its_guide(facts: dict[str, Any], need: str | None) -> None:
    assert need_of_guide(a_case(**facts), START) == need


def test_what_was_approved_just_now_needs_nothing() -> None:
    asking = Asking(match="m", at=START + 1, by="g")
    told = {"state": "proposed", "waiting": "guide"}
    assert need_of_guide(a_case(**told, asking=asking), START) is None
    assert need_of_guide(a_case(**told), START) == "choose"


MISSING = {"letter": "l", "what": "receipt", "state": "failed", "at": START}


def test_a_day_goes_in_order_and_the_longest_wait_first() -> None:
    cases = [
        a_case("e", state="proposed", waiting="guide"),
        a_case("d", since=START - 9 * DAY_MS),
        a_case("c", next_at=TODAY),
        a_case("1", call_at=START),
        a_case("2", lost=(MISSING,), lost_at=START),
        a_case("b", state="agreed", waiting="introduction"),
        a_case("a", state="agreed", waiting="introduction", since=START - 1),
        a_case("0", given_at=START),
    ]
    found = tasks_of(cases, START)
    assert [one.case.person for one in found] == ["0", "1", "2", "a", "b", "c", "d", "e"]
    # What nobody has taken is nobody's own, and comes last.
    assert (*dict.fromkeys(one.need for one in found), "nobody") == NEEDS


async def test_coordinators_hear_what_nobody_has_taken_for_days(tmp_path: Path) -> None:
    long_ago, longer = START - UNTAKEN_MS - 1, START - UNTAKEN_MS - 2
    async with (
        staged(tmp_path) as stage,
        stage.client("chief", "coordinator") as chief,
        stage.client("guide a", "guide") as guide,
    ):
        proposed = {"guide": None, "state": "proposed", "waiting": "guide"}
        await kept(stage, "late", **proposed, since=long_ago)
        await kept(stage, "later", guide=None, state="registered", waiting="need", since=longer)
        await kept(stage, "fresh", **proposed, since=START - UNTAKEN_MS)
        await kept(stage, "taken", **{**proposed, "guide": "g"}, since=long_ago)
        await kept(stage, "over", guide=None, state="ended", waiting="none", since=long_ago)
        api = (await chief.get("/matching/api/v1/day")).json()["tasks"]
        assert [(one["need"], one["case"]["person"]) for one in api] == [
            ("nobody", "later"),
            ("nobody", "late"),
        ]
        text = (await chief.get("/day")).text
        assert "Nobody has taken these" in text
        assert f'href="/guides?case={an_id("late")}"' in text
        assert (await guide.get("/matching/api/v1/day")).json() == {"tasks": []}


async def kept(stage: Stage, name: str, **facts: Any) -> None:
    await stage.desk.store.save(CASES, a_case(name, **facts))


async def test_the_page_shows_ones_own_with_one_button_each(tmp_path: Path) -> None:
    async with (
        staged(tmp_path) as stage,
        stage.client("guide a", "guide") as guide,
        stage.client("guide b", "guide") as other,
        stage.client("club", "association") as club,
    ):
        mine = {"guide": an_id("guide a")}
        await kept(stage, "a", **mine, state="agreed", waiting="introduction")
        await kept(stage, "b", **mine, next_at=TODAY, next_step="Ask about the shoes")
        text = (await guide.get("/day")).text
        assert "2 cases need you now." in text
        assert f'href="/cases/{an_id("a")}/further"' in text
        assert "Ask about the shoes" in text
        assert text.index("They wait for you") < text.index("You set this day yourself")
        assert '<span class="count">2</span>' in text
        assert '<span class="count">2</span>' in (await guide.get("/board")).text
        for path in (f"/cases/{an_id('a')}", f"/cases/{an_id('a')}/notes"):
            assert '<span class="count">2</span>' in (await guide.get(path)).text
        for path in ("/board", "/day"):
            assert '<span class="count">2</span>' not in (await other.get(path)).text
        assert "Nothing needs you right now" in (await other.get("/day")).text
        assert (await club.get("/day")).status_code == 404
        api = (await guide.get("/matching/api/v1/day")).json()
        assert [one["need"] for one in api["tasks"]] == ["turn", "date"]
        assert (await other.get("/matching/api/v1/day")).json() == {"tasks": []}
