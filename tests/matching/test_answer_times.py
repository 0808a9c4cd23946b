"""How fast an association answers: the median of the last ten, and nothing of too few."""

from pathlib import Path

import pytest

from services.matching.answer_times import median_hours
from services.matching.answers import answer
from services.matching.matches import MATCHES
from tests.matching.saying import an_id
from tests.matching.stage import Stage, staged

HOUR = 3_600_000


def took(*hours: float) -> list[tuple[int, int]]:
    """Answers in this order, each asked a day after the one before."""
    return [(n * 24 * HOUR, int((n * 24 + one) * HOUR)) for n, one in enumerate(hours)]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ((), None),
        ((1, 2), None),
        ((5, 1, 3), 3),
        ((1, 2, 3, 10), 2.5),
        # Of twelve the first two count no longer.
        ((23, 23, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2), 1.5),
    ],
)
def test_the_median_of_the_last_ten(hours: tuple[float, ...], expected: float | None) -> None:
    assert median_hours(took(*hours)) == expected
    # In whatever order the store gives them.
    assert median_hours(reversed(took(*hours))) == expected


async def answered_after(stage: Stage, name: str, hours: int) -> None:
    person = await stage.person(name)
    await stage.settle()
    match = (await stage.matches_of(person))[0]
    asked = await stage.desk.keep(MATCHES, match.model_copy(update={"state": "asked"}))
    stage.clock.now += 5 * HOUR
    await answer(asked, "person", "yes", stage.desk)
    stage.clock.now += hours * HOUR
    again = await stage.desk.store.get(MATCHES, match.id)
    assert again is not None
    await answer(again, "association", "yes", stage.desk)
    await stage.settle()


async def test_association_and_guide_read_it_from_the_third_answer_on(tmp_path: Path) -> None:
    """Counted from the person's yes, for only then the association is asked."""
    async with staged(tmp_path) as stage:
        club = stage.client("contact", "association", association=an_id("ifk"))
        boss = stage.client("boss", "coordinator")
        await stage.need("team", seats=10)
        for name, hours in (("a", 2), ("b", 7)):
            await answered_after(stage, name, hours)
        assert "your last answers" not in (await club.get("/candidates")).text
        await answered_after(stage, "c", 3)
        assert (
            "Half of your last answers came within 3 hours." in (await club.get("/candidates")).text
        )
        case = (await stage.case_of(an_id("a"))).id
        assert (
            "Half of their last answers came within 3 hours."
            in (await boss.get(f"/cases/{case}")).text
        )
