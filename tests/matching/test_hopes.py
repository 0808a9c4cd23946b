"""How the hopes came true: on the case's page for its guide, and in the figures of all."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from services.matching.groups import FEW
from services.matching.happenings import Happening
from services.matching.hopes import HopesSeen, follow_ups
from services.matching.introducing import HOPES
from services.matching.matches import MATCHES, Match, Rated
from tests.matching.saying import START
from tests.matching.stage import staged
from tests.matching.test_answers import agreed
from tests.matching.test_overview import DAY, a_match, figures_of, seen_of

ASKED = Happening(at=START - DAY, what="inquired", by="clock", why="three_months")
THREE = Rated(question="three_months", at=START, network=2, health=3)
SIX = Rated(question="six_months", at=START, network=4)


def asked(name: str, *rated: Rated, at: int = ASKED.at) -> Match:
    """Somebody who was asked after three months."""
    return a_match(name, rated=rated, log=(ASKED.model_copy(update={"at": at}),))


def seen(*matches: Match) -> HopesSeen:
    found = HopesSeen(START - 365 * DAY)
    for one in matches:
        found.match(one)
    return found


def test_medians_of_what_was_answered_and_how_many_were_asked() -> None:
    rated = [THREE.model_copy(update={"network": figure}) for figure in (1, 2, 4, 5, 5)]
    silent = [asked(f"s{n}") for n in range(5)]
    three, six = follow_ups(seen(*silent, *(asked(f"p{n}", one) for n, one in enumerate(rated))))
    assert (three.question, three.asked, three.answered) == ("three_months", 10, 5)
    assert [(one.hope, one.median, one.count) for one in three.hopes] == [
        ("network", 4.0, 5), ("swedish", None, None), ("health", 3.0, 5),
    ]  # fmt: skip
    assert (six.asked, six.answered) == (None, None)


def test_few_who_did_not_answer_are_not_told_by_subtraction() -> None:
    """Seven were asked and five answered: two would be known."""
    three, _ = follow_ups(seen(asked("s"), asked("t"), *(asked(f"p{n}", THREE) for n in range(5))))
    assert (three.asked, three.answered) == (None, 5)


def test_few_who_left_a_hope_out_are_not_told_by_subtraction() -> None:
    left = THREE.model_copy(update={"network": None})
    three, _ = follow_ups(seen(asked("l", left), *(asked(f"p{n}", THREE) for n in range(8))))
    assert [(one.hope, one.count) for one in three.hopes] == [
        ("network", None), ("swedish", None), ("health", 9),
    ]  # fmt: skip


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
def test_no_count_below_five_is_shown_or_follows(silent: int, whole: int, part: int) -> None:
    left = THREE.model_copy(update={"network": None})
    told = [asked(f"s{n}") for n in range(silent)]
    told += [asked(f"w{n}", THREE) for n in range(whole)]
    told += [asked(f"p{n}", left) for n in range(part)]
    three, _ = follow_ups(seen(*told))
    network = three.hopes[0]
    for one in (three.asked, three.answered, network.count):
        assert one is None or one >= FEW
    for more, less in ((three.asked, three.answered), (three.answered, network.count)):
        if more is not None and less is not None:
            assert more == less or more - less >= FEW
    assert (network.median is None) == (whole < FEW)


def test_who_was_asked_more_than_a_year_ago_counts_no_longer() -> None:
    old = [asked(f"p{n}", THREE, at=START - 366 * DAY) for n in range(9)]
    assert follow_ups(seen(*old))[0].answered is None


def test_they_stand_in_the_figures_of_the_region() -> None:
    found = seen_of(0)
    for number in range(5):
        found.match(asked(str(number), THREE))
    assert figures_of(found).hopes[0].answered == 5
    assert [one.hope for one in figures_of(found).hopes[1].hopes] == list(HOPES)


async def test_the_case_shows_both_times_side_by_side_to_who_works_on_it(tmp_path: Path) -> None:
    async with (
        staged(tmp_path) as stage,
        stage.client("guide a", "guide") as guide,
        stage.client("boss", "coordinator") as boss,
    ):
        match = await agreed(stage, "amira", seats=3)
        page, api = f"/cases/{match.case}", f"/matching/api/v1/cases/{match.case}"
        assert "How it is for the person" not in (await guide.get(page)).text
        kept = await stage.desk.store.get(MATCHES, match.id)
        assert kept is not None
        rated = kept.model_copy(update={"rated": (THREE, SIX)})
        await stage.desk.keep(MATCHES, rated)
        text = (await guide.get(page)).text
        for said in ("After three months", "After six months", "2 – A little better",
                     "4 – Much better", "Left out"):  # fmt: skip
            assert said in text
        assert (await guide.get(api)).json()["proposals"][0]["rated"][1]["network"] == 4
        assert (await boss.get(api)).status_code == 403
        await boss.says_why(match.case)
        assert (await boss.get(api)).json()["proposals"][0]["rated"]
