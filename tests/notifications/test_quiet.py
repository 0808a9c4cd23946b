"""Nobody is written to at night, but for an answer to what they just did."""

from datetime import datetime

import pytest

from services.notifications.quiet import Quiet
from shared.web.languages import STOCKHOLM

NIGHT = Quiet.parse("20-8")


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).timestamp() * 1000)


@pytest.mark.parametrize(
    ("now", "send"),
    [
        ("2026-06-08T12:00", "2026-06-08T12:00"),
        ("2026-06-08T19:59", "2026-06-08T19:59"),
        ("2026-06-08T20:00", "2026-06-09T08:00"),
        ("2026-06-09T03:00", "2026-06-09T08:00"),
        # The nights in which the clock is changed.
        ("2026-03-28T22:00", "2026-03-29T08:00"),
        ("2026-10-24T22:00", "2026-10-25T08:00"),
    ],
)
def test_a_letter_waits_for_the_morning(now: str, send: str) -> None:
    assert NIGHT.send_at(at(now), None) == at(send)


def test_an_answer_to_what_somebody_just_did_goes_at_once() -> None:
    night = at("2026-06-08T23:00")
    assert NIGHT.send_at(night, night - 9 * 60_000) == night
    assert NIGHT.send_at(night, night - 11 * 60_000) == at("2026-06-09T08:00")


def test_no_night_is_never_quiet() -> None:
    night = at("2026-06-08T23:00")
    assert Quiet.parse("0-0").send_at(night, None) == night


@pytest.mark.parametrize("text", ["", "20", "24-8", "a-b", "20-8-9"])
def test_what_is_no_night_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Quiet.parse(text)
