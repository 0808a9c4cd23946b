"""The tables of a match's life: whole, and the only place where a match or a case moves."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import services.matching
from services.matching import life
from services.matching.approvals import DISMISSALS
from services.matching.life import Actor, NoWayError, Standing, Step
from services.matching.wording import ENDED
from shared.contracts.matching import Level, Question

STANDINGS: tuple[Standing, ...] = get_args(Standing)
ACTORS: tuple[Actor, ...] = get_args(Actor)
STEPS: tuple[Step, ...] = get_args(Step)
HERE = Path(services.matching.__file__).parent
# Who builds the two documents, and who writes where they stand: from what the tables say.
WRITERS = {"matches.py", "introducing.py", "cases.py"}


@pytest.mark.parametrize("start", [one for one in STANDINGS if one != "ended"])
def test_from_everywhere_there_is_a_way_on_and_an_end(start: Standing) -> None:
    ends = {why for why, end in life.ENDS.items() if start in end.start}
    assert {"own_wish", "erased", "moved", *life.CASE_ENDS} <= ends
    assert any(way.start == start for way in life.WAYS.values())


@pytest.mark.parametrize("start", [one for one in STANDINGS if one not in {"proposed", "ended"}])
def test_whatever_waits_for_somebody_has_a_clock(start: Standing) -> None:
    assert life.CLOCKS[start]
    assert start in life.SILENT or "expire" in life.CLOCKS[start]


def test_nothing_leads_on_from_the_end() -> None:
    assert all(way.start != "ended" for way in life.WAYS.values())
    assert all("ended" not in end.start for end in life.ENDS.values())
    assert not life.CLOCKS["ended"]


def test_only_the_steps_of_the_table_are_taken() -> None:
    """Every step from everywhere by everybody: either the table's, or refused."""
    taken = 0
    for name in STEPS:
        for start in STANDINGS:
            for actor in ACTORS:
                if life.may(name, start, actor):
                    taken += 1
                    assert life.step(name, start, actor) == life.WAYS[name].end
                else:
                    with pytest.raises(NoWayError):
                        life.step(name, start, actor)
    assert taken == sum(len(way.by) for way in life.WAYS.values())


def test_an_end_has_a_reason_that_fits() -> None:
    assert life.ending("no_answer", "asked_person", "clock") == "ended"
    for why, start, actor in (
        ("no_answer", "agreed", "clock"),
        ("no_answer", "asked_person", "guide"),
        ("person_no", "asked_association", "person"),
        ("person_changed_mind", "asked_person", "person"),
        ("person_changed_mind", "introduced", "person"),
        ("person_changed_mind", "agreed", "association"),
        ("because", "asked_person", "guide"),
        ("replaced", "asked_person", "matching"),
    ):
        with pytest.raises(NoWayError):
            life.ending(why, start, actor)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("why", "account", "who"),
    [
        ("person_no", None, "person"),
        ("person_changed_mind", None, "person"),
        ("association_no", None, "association"),
        ("stopped", None, "person"),
        ("stopped", "account-1", "account-1"),
        ("not_right", "account-1", "account-1"),
        ("left_town", None, "guide"),
        ("own_wish", None, "person"),
        ("no_answer", None, "clock"),
        ("followed", None, "clock"),
        ("full", None, "matching"),
        ("replaced", None, "matching"),
        (None, None, "matching"),
    ],
)
def test_an_end_is_the_doing_of_who_caused_it(
    why: str | None, account: str | None, who: str
) -> None:
    assert life.ended_by(why, account) == who


def test_whoever_an_end_is_put_down_to_may_cause_it() -> None:
    assert all(life.ended_by(why, None) in end.by for why, end in life.ENDS.items())


def test_a_no_a_dismissal_and_a_meeting_that_failed_are_for_good() -> None:
    final = {why for why, end in life.ENDS.items() if end.final}
    words = {"person_no", "person_changed_mind", "association_no", "followed"}
    assert final == words | {*life.DISMISSED, *life.PAIR_ENDS}
    assert not life.failed("no_answer")
    assert not life.failed(None)


def test_every_reason_and_every_level_is_known() -> None:
    assert set(life.DISMISSED) == set(DISMISSALS)
    assert set(life.ENDS) - set(ENDED) == set()
    assert set(life.SHARES) == set(get_args(Level))


def test_each_question_is_asked_once() -> None:
    asked = [one.question for inquiries in life.INQUIRIES.values() for one in inquiries]
    assert sorted(asked) == sorted(get_args(Question))
    assert life.next_inquiry("active", ("met", "two_weeks", "three_months", "six_months")) is None


def test_the_page_about_it_names_all_of_it() -> None:
    page = (HERE.parent.parent / "docs" / "life.md").read_text()
    codes = {*STANDINGS, *STEPS, *life.ALL_CLOCKS, *life.SHARES, *life.PAIR_ENDS, *life.CASE_ENDS}
    codes |= {why for why, end in life.ENDS.items() if end.final}
    assert {code for code in codes - {"ended"} if f"`{code}`" not in page} == set()
    days = {one.after // life.DAY_MS for ways in life.INQUIRIES.values() for one in ways}
    assert {day for day in days if not re.search(rf"\b{day}\b", page)} == set()


def states_written(tree: ast.AST) -> Iterator[int]:
    """Lines on which a dictionary, a keyword or a subscript gives something a "state"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            keys = [key.value for key in node.keys if isinstance(key, ast.Constant)]
            if "state" in keys and any(isinstance(part, ast.Name | ast.Call | ast.Constant)
                                       for part in node.values):  # fmt: skip
                yield node.lineno


def writes(path: Path) -> bool:
    """Whether a module copies a document with another state."""
    return any(
        isinstance(node, ast.keyword)
        and node.arg == "update"
        and any(True for _ in states_written(node))
        for node in ast.walk(ast.parse(path.read_text()))
    )


def test_nobody_else_writes_where_a_match_or_a_case_stands() -> None:
    found = {path.name for path in HERE.glob("*.py") if writes(path)}
    assert found <= WRITERS


def test_a_writer_would_be_found(tmp_path: Path) -> None:
    """The control: one more that moves a match past the tables."""
    other = tmp_path / "other.py"
    other.write_text('after = match.model_copy(update={"state": "agreed"})\n')
    assert writes(other)
