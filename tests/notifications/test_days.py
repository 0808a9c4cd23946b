"""The letter of a guide's morning: at seven, once, in their language, and with nobody in it."""

from datetime import datetime

import pytest

from services.notifications.quiet import Quiet
from shared.contracts.matching import DayBegan
from shared.web.languages import STOCKHOLM
from tests.notifications.letterbox import Sink, contact, states
from tests.stage import Stage

HOUR = 3_600_000
NUMBER = "018f0000-0000-7000-8000-00000000000{}"


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).timestamp() * 1000)


SEVEN = at("2026-05-28 07:00")
MIDNIGHT = at("2026-05-29 00:00")


def began(**counts: int) -> DayBegan:
    return DayBegan(account="g1", day="2026-05-28", until=MIDNIGHT, **counts)


async def known_guide(stage: Stage) -> None:
    told = contact(stage, "g1", name="Ali", email="ali@example.org", language="sv")
    await stage.hear(told, "g1")


async def test_it_comes_at_seven_and_counts_cases(stage: Stage, sink: Sink) -> None:
    stage.clock.at = SEVEN
    await known_guide(stage)
    for _ in range(2):
        # The same message twice writes one letter.
        await stage.hear(began(turn=2, choose=1), "g1", number=NUMBER.format(1))
    (parcel,) = sink.taken
    assert (parcel.to, parcel.at) == ("ali@example.org", SEVEN)
    text = parcel.letter.text()
    assert "/day?lang=sv" in text
    assert parcel.letter.subject.startswith("3 ")
    # Two kinds have a line each, the others none.
    assert [line for line in text.splitlines() if line.endswith((": 2", ": 1"))] != []
    assert not any(line.endswith(": 0") for line in text.splitlines())


@pytest.mark.parametrize("days_late", [0, 1, 5])
async def test_one_that_comes_too_late_is_dropped(stage: Stage, sink: Sink, days_late: int) -> None:
    stage.clock.at = at("2026-05-28 21:00") + days_late * 24 * HOUR
    await known_guide(stage)
    await stage.hear(began(turn=2), "g1", number=NUMBER.format(1))
    await stage.settle()
    stage.clock.at += 12 * HOUR
    await stage.settle()
    assert (sink.taken, await states(stage)) == ([], [])


async def test_one_that_waits_for_the_contact_still_goes_on_its_day(
    stage: Stage, sink: Sink
) -> None:
    stage.clock.at = SEVEN
    await stage.hear(began(turn=2), "g1", number=NUMBER.format(1))
    assert sink.taken == []
    stage.clock.at += HOUR
    await known_guide(stage)
    await stage.settle()
    assert len(sink.taken) == 1


def test_only_a_reader_at_work_is_written_to_before_eight() -> None:
    night = Quiet.parse("20-8")
    assert night.ending_by(7).send_at(SEVEN, None) == SEVEN
    assert night.send_at(SEVEN, None) == SEVEN + HOUR
    assert night.ending_by(None) is night
    assert not Quiet.parse("0-0").ending_by(7).holds(at("2026-05-28 03:00"))
