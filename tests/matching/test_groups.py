"""Figures of groups: none below five, and none that subtraction would reveal."""

from hypothesis import given
from hypothesis import strategies as st

from services.matching.groups import FEW, Group, without_few


def group(code: str, served: int, waiting: int) -> Group:
    return Group(code, served, [7] * waiting)


def test_large_groups_are_shown() -> None:
    cells = without_few([group("none", 10, 20), group("fluent", 8, 5)])
    assert [(cell.people, cell.served, cell.days) for cell in cells] == [(30, 10, 7), (13, 8, 7)]


def test_a_small_group_is_hidden_and_takes_another_with_it() -> None:
    cells = without_few([group("none", 2, 1), group("little", 6, 6), group("good", 60, 60)])
    assert [cell.people for cell in cells] == [None, None, 120]


def test_few_who_wait_are_not_told_by_people_minus_served() -> None:
    cells = without_few([group("none", 20, 3), group("little", 9, 9), group("good", 60, 60)])
    assert [cell.people for cell in cells] == [23, 18, 120]
    assert [cell.served for cell in cells] == [None, None, 60]
    assert [cell.days for cell in cells] == [None, None, 7]


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=6))
def test_what_is_hidden_cannot_be_worked_out(sizes: list[tuple[int, int]]) -> None:
    groups = [group(str(at), *size) for at, size in enumerate(sizes) if sum(size)]
    cells = without_few(groups)
    for count, shown in (
        (lambda one: one.people, [cell.people is not None for cell in cells]),
        (lambda one: one.served, [cell.served is not None for cell in cells]),
        (lambda one: len(one.waits), [cell.served is not None for cell in cells]),
    ):
        told = [count(one) for one, is_told in zip(groups, shown, strict=True) if is_told]
        hidden = [count(one) for one, is_told in zip(groups, shown, strict=True) if not is_told]
        assert all(figure >= FEW for figure in told)
        # With the total known, what is left over is at least two groups of five or more together,
        # or everything there is.
        assert not hidden or not told or (len(hidden) > 1 and sum(hidden) >= FEW)
