"""Which associations are slow to answer, without telling about few people."""

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.matching.groups import FEW
from services.matching.matches import Match
from services.matching.slow_answers import AnswersSeen, by_association
from tests.matching.saying import START
from tests.matching.stage import staged
from tests.matching.test_overview import DAY, HOUR, a_match, figures_of, seen_of


def asked(name: str, association: str, **facts: Any) -> Match:
    """A match whose association was asked ten days ago."""
    told = {"passed_on_at": START - 10 * DAY, **facts}
    return a_match(name, **told).model_copy(update={"association": association})


def answered(name: str, association: str, hours: int) -> Match:
    return asked(name, association, association_at=START - 10 * DAY + hours * HOUR)


def silent(name: str, association: str) -> Match:
    return asked(name, association, ended="no_answer", answered_at=START - 3 * DAY)


def seen(*matches: Match) -> AnswersSeen:
    found = AnswersSeen(START - 365 * DAY)
    for one in matches:
        found.match(one)
    return found


def test_the_slowest_stands_first_and_who_never_answers_before_all() -> None:
    quick = [answered(f"q{n}", "quick", 2) for n in range(6)]
    slow = [answered(f"s{n}", "slow", 48 + n) for n in range(5)]
    never = [silent(f"n{n}", "never") for n in range(5)]
    found = by_association(seen(*quick, *slow, *never))
    assert [(one.association, one.median, one.count, one.silent) for one in found] == [
        ("never", None, None, 5), ("slow", 50.0, 5, None), ("quick", 2.0, 6, None),
    ]  # fmt: skip


def test_one_with_few_answers_is_not_listed_and_takes_another_along() -> None:
    """How many answers all gave is known: of two, the larger would tell the smaller."""
    few = [answered(f"f{n}", "few", 2) for n in range(4)]
    many = [answered(f"m{n}", "many", 9) for n in range(6)]
    assert by_association(seen(*few, *many)) == ()
    more = [answered(f"x{n}", "more", 5) for n in range(8)]
    assert [one.association for one in by_association(seen(*few, *many, *more))] == ["more"]
    # The control: a fifth answer, and all are listed.
    fifth = answered("f5", "few", 2)
    assert len(by_association(seen(*few, fifth, *many, *more))) == 3


@given(st.lists(st.integers(0, 9), max_size=6))
def test_no_few_answers_can_be_worked_out(sizes: list[int]) -> None:
    told = [answered(f"{at}-{n}", str(at), 1) for at, size in enumerate(sizes) for n in range(size)]
    found = by_association(seen(*told))
    assert all(one.count is not None and one.count >= FEW for one in found)
    left = sum(sizes) - sum(one.count or 0 for one in found)
    assert left == 0 or left >= FEW or not found


def test_a_person_who_is_silent_is_not_the_association_s_silence() -> None:
    never_asked = [silent(f"n{n}", "a").model_copy(update={"passed_on_at": None}) for n in range(9)]
    assert by_association(seen(*never_asked)) == ()


def test_answers_of_more_than_a_year_ago_count_no_longer_and_the_newest_name_stands() -> None:
    old = asked("o", "a", proposed_at=1, passed_on_at=1, association_at=2)
    renamed = old.about.model_copy(update={"association_name": "Old name"})
    told = [
        old.model_copy(update={"about": renamed}),
        *(answered(str(n), "a", 3) for n in range(5)),
    ]
    (found,) = by_association(seen(*told))
    assert (found.name, found.count) == ("IFK", 5)


def test_they_stand_in_the_figures_of_the_region() -> None:
    found = seen_of(0)
    for number in range(5):
        found.match(answered(str(number), "a", 7))
    assert [(one.name, one.median) for one in figures_of(found).associations] == [("IFK", 7.0)]


async def test_the_page_leads_coordinators_to_the_fairness_of_the_newest_pass(
    tmp_path: Path,
) -> None:
    async with (
        staged(tmp_path) as stage,
        stage.client("boss", "coordinator") as boss,
        stage.client("admin", "admin") as admin,
    ):
        await stage.settle()
        await stage.pass_time(HOUR)
        assert "/passes/" not in (await boss.get("/figures")).text
        await boss.send_form("/passes")
        await stage.pass_time(HOUR)
        assert 'href="/passes/1"' in (await boss.get("/figures")).text
        assert "/passes/1" not in (await admin.get("/figures")).text
