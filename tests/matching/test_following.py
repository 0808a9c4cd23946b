"""A case takes over what its match has noted: once, in order, and not again what it let go."""

import pytest

from services.matching.cases import MOST_HISTORY, Case, start_asking
from services.matching.following import follow
from services.matching.happenings import Happening
from services.matching.matches import Match, end, noted, say
from tests.matching.walking import ABOUT

CASE = Case(id="c", region="malmo", person="p", alias="a", state="asked", current="m", since=0)
MATCH = Match(
    id="m", region="malmo", case="c", person="p", need="n", association="i", contacts=(), alias="a",
    state="asked", points=1, parts={}, reasons=(), policy="1", about=ABOUT, person_key="1",
    association_key="2", proposed_at=0,
)  # fmt: skip


def test_lines_come_over_once_and_in_order() -> None:
    match = noted(noted(MATCH, "later", "person", 5), "reminded", "clock", 9, why="person")
    once = follow(CASE, match, 10)
    assert [(line.what, line.at) for line in once.history] == [("later", 5), ("reminded", 9)]
    assert follow(once, match, 11) == once


def test_what_is_heard_at_once_is_told_in_the_order_in_which_it_happened() -> None:
    """Both yeses and the introduction, of which the case hears when a service was away in between."""
    agreed = say(say(MATCH, "person", "yes", 3), "association", "yes", 5)
    late = follow(CASE, noted(agreed, "introduce", "account-1", 8), 10)
    assert [(line.what, line.at) for line in late.history] == [
        ("person_yes", 3), ("association_yes", 5), ("introduce", 8),
    ]  # fmt: skip
    assert follow(late, noted(agreed, "introduce", "account-1", 8), 11) == late


def test_an_end_that_is_heard_with_a_yes_is_told_after_it() -> None:
    over = say(say(MATCH, "person", "yes", 3), "association", "no", 5)
    assert [line.what for line in follow(CASE, over, 10).history] == ["person_yes", "ended"]


def test_what_a_full_history_let_go_does_not_come_back() -> None:
    lines = tuple(Happening(at=100 + at, what="proposed", by="matching") for at in range(300))
    full = CASE.model_copy(update={"history": lines})
    assert len(lines) == MOST_HISTORY
    old, new = noted(MATCH, "later", "person", 5), noted(MATCH, "later", "person", 500)
    assert follow(full, old, 501).history == lines
    assert follow(full, new, 501).history[-1].at == 500


@pytest.mark.parametrize(
    ("over", "who"),
    [
        (say(MATCH, "person", "no", 5), "person"),
        (say(MATCH, "person", "no", 5, actor="guide"), "person"),
        (say(say(MATCH, "person", "yes", 4), "association", "no", 5), "association"),
        (end(MATCH, "no_answer", 5, actor="clock"), "clock"),
        (end(MATCH, "other", 5, by="account-1"), "account-1"),
        (end(MATCH, "need_closed", 5), "matching"),
    ],
)
def test_the_history_says_whose_doing_an_end_is(over: Match, who: str) -> None:
    line = follow(CASE, over, 6).history[-1]
    assert (line.what, line.why, line.by) == ("ended", over.ended, who)


def test_an_approval_that_an_end_undoes_is_put_down_to_the_same() -> None:
    """The guide who approved did not take it back; their need closed under them."""
    proposal = MATCH.model_copy(update={"state": "proposed"})
    waiting = CASE.model_copy(update={"state": "proposed", "current": None})
    asking = start_asking(waiting, "account-1", proposal, 3)
    after = follow(asking, end(proposal, "need_closed", 5), 6)
    assert [(line.what, line.by) for line in after.history] == [
        ("approved", "account-1"), ("undone", "matching"), ("ended", "matching"),
    ]  # fmt: skip
