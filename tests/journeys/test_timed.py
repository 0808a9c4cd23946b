"""A story begins at the same hour of the same kind of day, whenever it is told."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from shared.holidays import is_holiday
from shared.mornings import is_late
from shared.web.languages import STOCKHOLM
from tests.journeys.timed import DAY_MS, MONDAY, monday_morning

LATER = (14, 91, 92)
FROM_2026_TO_2036 = st.integers(1_767_225_600_000, 2_082_758_400_000)


def local(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, STOCKHOLM)


@given(FROM_2026_TO_2036)
def test_a_story_begins_on_a_monday_morning_and_goes_on_in_mornings(told: int) -> None:
    begins = monday_morning(told, LATER)
    assert begins > told
    assert local(begins).weekday() == MONDAY
    for days in (0, *LATER):
        # As the clock is moved: by whole days of 24 hours, across a change of clocks.
        moment = begins + days * DAY_MS
        assert local(moment).hour in {9, 10, 11}
        assert not is_holiday(local(moment).date())
        assert not is_late(moment)


def test_a_monday_with_a_holiday_on_a_day_of_the_story_is_passed_over() -> None:
    told = int(datetime(2026, 12, 16, tzinfo=UTC).timestamp() * 1000)
    assert local(monday_morning(told, ())).date() == date(2026, 12, 21)
    # Four days after these Mondays are Christmas Day and New Year's Day.
    assert local(monday_morning(told, (4,))).date() == date(2027, 1, 4)
