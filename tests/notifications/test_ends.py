"""An end of a match is told: to whom it concerns, in their language, and never as their own word."""

import pytest

from services.notifications import endings
from shared.contracts.matching import MatchAnswered, MatchApproved, MatchMoved
from shared.web.languages import LANGUAGES
from tests.notifications.ended import (
    BOTH,
    CLUB,
    MET,
    NO,
    PERSON,
    YES,
    asked,
    both_known,
    case,
    ends,
    introduced,
    over,
    said_yes,
)
from tests.notifications.letterbox import NIGHT, Sink
from tests.notifications.test_erasing import about
from tests.stage import Stage


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
async def test_a_no_of_the_association_is_told_with_what_comes_next(
    stage: Stage, sink: Sink, language: str
) -> None:
    await both_known(stage, language)
    await said_yes(stage)
    sink.taken.clear()
    await stage.hear(NO, "m-p1", sequence=3)
    (one,) = sink.taken
    chosen = next(known for known in LANGUAGES if known.code == language)
    assert (one.to, one.letter.language) == ("amina@example.org", language)
    assert chosen.say(endings.WHY_PERSON["association_no"]) in one.letter.text()
    assert chosen.day(stage.clock() + 7 * 86_400_000) in one.letter.text()
    assert f"/my/{stage.keys.link_key('person', 'p1', '1')}" in one.letter.text()
    assert "Limhamns kör" in one.letter.subject


@pytest.mark.parametrize("why", ["no_answer", "full", "need_closed"])
async def test_who_waited_for_the_association_is_told_and_it_is_not(
    stage: Stage, sink: Sink, why: str
) -> None:
    await both_known(stage)
    await said_yes(stage)
    await stage.hear(over(why, **YES), "m-p1", sequence=3)
    assert await ends(stage) == [PERSON]
    assert endings.WHY_PERSON[why] in sink.taken[-1].letter.text()


@pytest.mark.parametrize("why", ["never_met", "stopped", "not_right", "other"])
async def test_a_pair_that_a_guide_ends_is_told_to_both(stage: Stage, sink: Sink, why: str) -> None:
    await both_known(stage)
    await introduced(stage)
    await stage.hear(over(why, by_guide=True, **BOTH), "m-p1", sequence=4)
    assert await ends(stage) == [CLUB, PERSON]
    (to_club,) = [one.letter for one in sink.taken[-2:] if one.to == "club@example.org"]
    assert "Blue Gull 12 will not come" in to_club.subject
    assert "erase" in to_club.text()
    assert "Amina" not in to_club.text()


async def test_an_association_that_cannot_is_not_told_so(stage: Stage) -> None:
    await both_known(stage)
    await introduced(stage)
    await stage.hear(over("association_cannot", by_guide=True, **BOTH), "m-p1", sequence=4)
    assert await ends(stage) == [PERSON]


@pytest.mark.parametrize("why", ["own_wish", "stopped"])
async def test_the_persons_own_word_is_told_to_the_association_alone(
    stage: Stage, sink: Sink, why: str
) -> None:
    await both_known(stage)
    await introduced(stage)
    await stage.hear(MET, "m-p1", sequence=4)
    await stage.hear(over(why, **BOTH), "m-p1", sequence=5)
    assert await ends(stage) == [CLUB]
    assert "Blue Gull 12 does not come any more" in sink.taken[-1].letter.subject


@pytest.mark.parametrize("both", [False, True])
async def test_a_yes_that_is_taken_back_is_told_to_the_association_alone(
    stage: Stage, sink: Sink, both: bool
) -> None:
    await both_known(stage)
    await said_yes(stage)
    if both:
        yes = {**about(), **BOTH, "state": "agreed", "side": "association"}
        await stage.hear(MatchAnswered.model_validate(yes), "m-p1", sequence=3)
    sink.taken.clear()
    answers = BOTH if both else YES
    await stage.hear(over("person_changed_mind", **answers), "m-p1", sequence=3 + both)
    assert await ends(stage) == [CLUB]
    (told,) = sink.taken
    assert told.to == "club@example.org"
    assert "Blue Gull 12 will not come" in told.letter.subject
    assert ("The place is free again" in told.letter.text()) is both
    assert "erase" not in told.letter.text()


async def test_who_takes_it_back_at_night_does_not_read_in_the_morning_that_both_said_yes(
    stage: Stage, sink: Sink
) -> None:
    await both_known(stage)
    await said_yes(stage)
    stage.clock.at = NIGHT
    yes = {**about(), **BOTH, "state": "agreed", "side": "association"}
    await stage.hear(MatchAnswered.model_validate(yes), "m-p1", sequence=3)
    await stage.hear(over("person_changed_mind", **BOTH), "m-p1", sequence=4)
    sink.taken.clear()
    stage.clock.passes(hours=12)
    await stage.settle()
    assert [one.to for one in sink.taken] == ["club@example.org"]


async def test_a_no_or_a_silence_of_the_person_makes_no_letter(stage: Stage) -> None:
    await both_known(stage)
    await asked(stage)
    no = {**about(), "person_answer": "no", "state": "ended", "side": "person"}
    await stage.hear(MatchAnswered.model_validate(no), "m-p1", sequence=2)
    silent = {**about("p2"), "person": "p1", "match": "m-2"}
    await stage.hear(MatchApproved.model_validate(silent), "m-2")
    await stage.hear(
        MatchMoved.model_validate({**silent, "state": "ended", "why": "no_answer"}),
        "m-2",
        sequence=2,
    )
    assert await ends(stage) == []


async def test_a_life_that_went_well_ends_without_a_word(stage: Stage) -> None:
    await both_known(stage)
    await introduced(stage)
    await stage.hear(over("followed", **BOTH), "m-p1", sequence=4)
    await stage.hear(case("ended", "followed"), "c-p1")
    assert await ends(stage) == []


async def test_whoever_was_only_asked_hears_that_the_question_is_over(stage: Stage) -> None:
    await both_known(stage)
    await asked(stage)
    await stage.hear(over("full"), "m-p1", sequence=2)
    assert await ends(stage) == [PERSON]


@pytest.mark.parametrize("why", ["own_wish", "person_changed_mind"])
async def test_a_question_that_never_went_is_dropped_with_its_end(
    stage: Stage, sink: Sink, why: str
) -> None:
    await both_known(stage)
    stage.clock.at = NIGHT
    await said_yes(stage)
    await stage.hear(over(why, **YES), "m-p1", sequence=3)
    other = {**about("p2"), "person": "p1", "match": "m-2"}
    await stage.hear(MatchApproved.model_validate(other), "m-2")
    full = MatchMoved.model_validate({**other, "state": "ended", "why": "full"})
    await stage.hear(full, "m-2", sequence=2)
    sink.taken.clear()
    stage.clock.passes(hours=12)
    await stage.settle()
    assert (sink.taken, await ends(stage)) == ([], [])
