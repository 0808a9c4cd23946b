"""An end is told once, when letters go, and not where it was overtaken by another."""

import pytest

from services.notifications import endings
from services.notifications.documents import DELIVERIES, GUIDES
from shared.contracts.matching import MatchMoved
from tests.notifications.ended import (
    CASE,
    CLUB,
    NO,
    YES,
    both_known,
    case,
    ends,
    over,
    said_yes,
)
from tests.notifications.letterbox import NIGHT, Sink
from tests.notifications.mornings import club, morning, wants_to_come
from tests.notifications.test_erasing import about, gone, left
from tests.stage import Stage


@pytest.mark.parametrize("why", list(endings.WHY_CASE))
async def test_a_case_that_a_guide_ends_is_told_once_with_the_way_back(
    stage: Stage, sink: Sink, why: str
) -> None:
    await both_known(stage)
    await said_yes(stage)
    await stage.hear(case("ended", why), "c-p1")
    await stage.hear(over(why, by_guide=True, **YES), "m-p1", sequence=3)
    await stage.hear(case("ended", why), "c-p1", sequence=2)
    assert await ends(stage) == [CLUB, CASE]
    (told,) = [
        one.letter.text() for one in sink.taken if endings.WHY_CASE[why] in one.letter.text()
    ]
    assert f"/my/{stage.keys.link_key('person', 'p1', '1')}" in told


async def test_a_case_that_is_open_again_can_end_again(stage: Stage) -> None:
    await both_known(stage)
    for number, moved in enumerate((case("ended", "not_reached"), case("registered")), 1):
        await stage.hear(moved, "c-p1", sequence=number)
    await stage.hear(case("ended", "left_town"), "c-p1", sequence=3)
    assert await ends(stage) == [CASE, CASE]


async def test_what_waits_for_the_morning_gives_way_to_the_end_of_the_case(
    stage: Stage,
) -> None:
    """Nobody reads that we look further, and that we do not."""
    await both_known(stage)
    await said_yes(stage)
    stage.clock.at = NIGHT
    await stage.hear(NO, "m-p1", sequence=3)
    await stage.hear(case("ended", "does_not_want"), "c-p1")
    stage.clock.passes(hours=12)
    await stage.settle()
    assert await ends(stage) == [CASE]


async def test_at_night_nothing_goes_and_in_the_morning_it_does(stage: Stage, sink: Sink) -> None:
    await both_known(stage)
    await said_yes(stage)
    stage.clock.at = NIGHT
    sink.taken.clear()
    await stage.hear(NO, "m-p1", sequence=3)
    assert sink.taken == []
    stage.clock.passes(hours=12)
    await stage.settle()
    assert len(sink.taken) == 1


async def test_whoever_withdrew_or_was_erased_hears_nothing_more(stage: Stage) -> None:
    await both_known(stage)
    await said_yes(stage)
    stage.clock.at = NIGHT
    await stage.hear(NO, "m-p1", sequence=3)
    await stage.hear(case("ended", "own_wish"), "c-p1")
    stage.clock.passes(hours=12)
    await stage.settle()
    assert await ends(stage) == []
    await stage.hear(left(), "p1", sequence=2)
    await stage.hear(gone(), "p1", sequence=2)
    await stage.hear(case("ended", "erased"), "c-p1", sequence=2)
    kept = await stage.running.store.get(GUIDES, "p1")
    assert kept is not None
    assert (kept.orders, await ends(stage)) == ((), [])


async def test_the_same_message_twice_is_one_letter(stage: Stage, sink: Sink) -> None:
    await both_known(stage)
    await said_yes(stage)
    sink.taken.clear()
    await stage.hear(NO, "m-p1", sequence=3)
    await stage.hear(NO, "m-p1", sequence=3)
    assert len(sink.taken) == 1


async def test_whoever_is_reached_through_a_guide_is_called(stage: Stage, sink: Sink) -> None:
    await both_known(stage, reach="guide")
    await said_yes(stage)
    sink.taken.clear()
    await stage.hear(NO, "m-p1", sequence=3)
    await stage.hear(case("ended", "not_reached"), "c-p1")
    assert sink.taken == []
    found = await stage.running.store.find(DELIVERIES, {"recipient": "p1"})
    told = {one.order.template: one.state for one in found}
    assert (told["ended_person"], told["ended_case"]) == ("call", "call")


async def test_a_club_that_reads_once_a_day_gets_it_with_the_others(
    stage: Stage, sink: Sink
) -> None:
    await stage.hear(club(stage), "club")
    await stage.hear(wants_to_come("p1"), "m-p1")
    await stage.hear(wants_to_come("p2"), "m-p2")
    await morning(stage)
    sink.taken.clear()
    for person in ("p1", "p2"):
        told = {**about(person), **YES, "state": "ended", "why": "own_wish"}
        await stage.hear(MatchMoved.model_validate(told), f"m-{person}", sequence=2)
    assert sink.taken == []
    stage.clock.passes(hours=24)
    await stage.settle()
    (one,) = sink.taken
    assert len(one.letter.parts) == 2
