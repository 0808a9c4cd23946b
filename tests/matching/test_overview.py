"""The coordinator's figures: what they count, and that nothing below five can be read or worked out."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.cases import Case
from services.matching.groups import FEW
from services.matching.matches import Match
from services.matching.needs import Need
from services.matching.overview import (
    RegionFigures,
    Seen,
    answered_in,
    coverage,
    figures,
    length_of,
)
from services.matching.profiles import NOTHING, Profile
from services.matching.tables import counts
from shared.contracts.matching import Asked
from shared.contracts.need_details import NeedDetails
from tests.matching.saying import START
from tests.matching.stage import staged

DAY = 86_400_000
HOUR = 3_600_000


def a_profile(name: str, days: float = 0) -> Profile:
    at = int(START - days * DAY)
    return Profile(id=name, region="malmo", wishes=NOTHING, registered_at=at)


def a_case(name: str, **facts: Any) -> Case:
    return Case(
        id=f"case {name}", region="malmo", person=name, alias="a", **{"since": START, **facts}
    )


def a_match(name: str, **facts: Any) -> Match:
    asked = Asked(association_name="IFK", title="t", kind="leader", activity="", place="", slots=())
    usual = {"proposed_at": START - 10 * DAY, "state": "ended"}
    return Match(
        id=f"match {name}", region="malmo", case=f"case {name}", person=name, need="n",
        association="a", contacts=(), alias="a", points=1, parts={}, reasons=(), policy="1",
        about=asked, person_key="p", association_key="a", **{**usual, **facts},
    )  # fmt: skip


def a_need(key: str, kind: str = "leader", taken: int = 0, **facts: Any) -> Need:
    details: dict[str, Any] = {
        "kind": kind, "title": "t", "seats": 20, "activities": ("football",), "slots": (),
        "ages": (), "area": "limhamn", **facts,
    }  # fmt: skip
    held = tuple(f"m{number}" for number in range(taken))
    return Need(
        id=key, region="malmo", association="a", association_name="A", contacts=(), held=held,
        details=NeedDetails(**details), posted_at=START,
    )  # fmt: skip


def seen_of(people: int = 0, days: float = 20, **facts: Any) -> Seen:
    """`people` who registered `days` ago and have a match each."""
    seen = Seen(START)
    for name in map(str, range(people)):
        seen.profile(a_profile(name, days))
        seen.case(a_case(name))
        seen.match(a_match(name, **facts))
    return seen


def figures_of(seen: Seen) -> RegionFigures:
    return figures(seen, ["limhamn", "mollevangen"])


def test_places_by_kind_and_area_with_what_is_taken() -> None:
    seen = Seen(START)
    for need in (a_need("1", "leader", 6), a_need("2", "helper", 7, area=None), a_need("3")):
        seen.need(need)
    seen.need(a_need("4", "referee", 9).model_copy(update={"closed": "filled"}))
    found = figures_of(seen)
    assert [(one.code, one.needs, one.asked, one.taken) for one in found.kinds] == [
        ("helper", 1, 20, 7), ("leader", 2, 40, 6),
    ]  # fmt: skip
    assert [(one.code, one.taken) for one in found.areas] == [("limhamn", 6), ("not_said", 7)]
    assert found.taken == 13


def test_what_an_association_asks_for_is_public_and_who_took_it_is_not() -> None:
    """A hidden count takes another with it, since the sum is known."""
    rows = coverage([("a", [a_need("1", taken=2)]), ("b", [a_need("2", taken=30)])])
    assert [(one.asked, one.taken) for one in rows] == [(20, None), (20, None)]


def test_waits_and_steps_are_counted_from_the_form() -> None:
    asked = {"person_answer": "yes", "asked_at": START - 9 * DAY, "passed_on_at": START - 8 * DAY}
    told = {"association_answer": "yes", "association_at": START - 5 * DAY}
    found = figures_of(seen_of(6, **asked, **told))
    assert (found.waited, found.waiting.total) == (20.0, 6)
    assert [(one.code, one.median, one.count) for one in found.steps] == [
        ("proposed", 10.0, 6), ("agreed", 15.0, 6), ("active", None, None),
    ]  # fmt: skip
    assert [(one.code, one.median, one.count) for one in found.answers] == [
        ("person", 24.0, 6), ("association", 72.0, 6),
    ]  # fmt: skip


def test_few_between_two_steps_are_not_told_by_their_difference() -> None:
    seen = seen_of(7)
    for name in map(str, range(5)):
        seen.match(a_match(name, association_answer="yes", association_at=START - DAY))
    steps = {one.code: one for one in figures_of(seen).steps}
    assert (steps["proposed"].count, steps["agreed"].count) == (7, None)
    assert steps["agreed"].median is not None


def test_nothing_is_said_of_four() -> None:
    told = {"ended": "person_no", "no_why": "far", "answered_at": START - DAY, "asked_at": 1}
    found = figures_of(seen_of(FEW - 1, person_answer="no", **told))
    assert found.waiting.total is None
    assert found.ends.total is None
    assert (found.waited, {one.median for one in (*found.steps, *found.answers)}) == (None, {None})
    # The control: a fifth is said.
    more = figures_of(seen_of(FEW, person_answer="no", **told))
    assert (more.ends.total, more.refusals.total, more.waited) == (5, 5, 20.0)


def test_what_the_matcher_changed_by_itself_is_no_end_and_a_case_is_counted_once() -> None:
    assert figures_of(seen_of(9, ended="replaced", answered_at=START)).ends.total is None
    seen = seen_of(9, ended="left_town", answered_at=START)
    for name in map(str, range(9)):
        seen.case(a_case(name, state="ended", reason="left_town"))
    assert figures_of(seen).ends.total == 9


def test_what_is_older_than_a_year_counts_no_longer() -> None:
    old = START - 366 * DAY
    seen = seen_of(9, 400, ended="no_answer", answered_at=old, proposed_at=old)
    found = figures_of(seen)
    assert (found.ends.total, found.steps[0].count) == (None, None)


@pytest.mark.parametrize(
    ("days", "code"), [(0, "week"), (7, "month"), (40, "quarter"), (99, "longer")]
)
def test_lengths_of_a_wait(days: float, code: str) -> None:
    assert length_of(days) == code


def test_an_answer_is_counted_from_when_that_side_was_asked() -> None:
    no = a_match("a", person_answer="no", asked_at=1, answered_at=1 + HOUR)
    assert answered_in(no) == {"person": (1, 1 + HOUR)}
    silent = a_match("a", asked_at=1, answered_at=1 + HOUR, ended="no_answer")
    assert answered_in(silent) == {}


@given(st.lists(st.integers(0, 12), max_size=8))
def test_no_count_below_five_can_be_worked_out(sizes: list[int]) -> None:
    found = Counter({str(at): size for at, size in enumerate(sizes)})
    table = counts([str(at) for at in range(len(sizes))], found)
    hidden = [found[row.code] for row in table.rows if row.count is None]
    assert all(row.count is None or row.count >= FEW for row in table.rows)
    if table.total is not None and hidden:
        assert len(hidden) > 1 or len(table.rows) == 1
        assert sum(hidden) >= FEW


async def test_the_page_is_for_coordinators_and_administrators_and_counts_again(
    tmp_path: Path,
) -> None:
    async with (
        staged(tmp_path) as stage,
        stage.client("boss", "coordinator") as boss,
        stage.client("admin", "admin") as admin,
        stage.client("elsewhere", "coordinator", region="lund") as elsewhere,
        stage.client("guide", "guide") as guide,
    ):
        assert "Nothing is counted yet" in (await boss.get("/figures")).text
        await stage.settle()
        for number in range(6):
            await stage.person(f"p{number}")
        await stage.need("team")
        await stage.settle()
        assert (await boss.get("/matching/api/v1/figures")).json()["figures"]["kinds"] == []
        stage.clock.now += 1
        assert (await boss.send_form("/figures")).status_code == 303
        await stage.settle()
        told = (await boss.get("/matching/api/v1/figures")).json()
        assert told["counted_at"] == stage.clock.now
        assert told["figures"]["kinds"] == [
            {"code": "participant", "needs": 1, "asked": 3, "taken": None}
        ]
        assert told["figures"]["waiting"]["total"] == 6
        assert "Places that are taken" in (await admin.get("/figures")).text
        for stranger in (guide, elsewhere):
            assert (await stranger.get("/figures")).status_code == 404
            assert (await stranger.get("/matching/api/v1/figures")).status_code == 404


async def test_it_is_counted_every_hour_by_itself(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("boss", "coordinator") as boss:
        await stage.settle()
        for _ in range(2):
            await stage.pass_time(HOUR)
            told = (await boss.get("/matching/api/v1/figures")).json()
            assert told["counted_at"] == stage.clock.now
