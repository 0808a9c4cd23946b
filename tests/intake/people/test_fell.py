"""A status page says that the association could not, until something else has come."""

import pytest

from services.intake.status_words import FELL
from shared.contracts.matching import MatchAnswered, MatchApproved, MatchFacts, MatchMoved
from tests.intake.people.own import arrived, english, only
from tests.intake.people.test_next import is_at, match
from tests.stage import Stage

SAID = FELL.partition(".")[0]


async def page_after(stage: Stage, end: MatchFacts) -> str:
    """What the person reads once the match they were asked about ended so."""
    mine, person = await arrived(stage), await only(stage)
    asked = match(person.id)
    await stage.hear(MatchApproved.model_validate(asked), "m")
    told = end.model_copy(update={"person": person.id})
    await stage.hear(told, "m", sequence=2)
    await is_at(stage, person, "registered", "ranking")
    return (await english(stage).get(mine)).text


@pytest.mark.parametrize("why", ["full", "need_closed", "no_answer", "association_cannot"])
async def test_what_the_association_could_not_is_said(stage: Stage, why: str) -> None:
    over = match("p", state="ended", person_answer="yes")
    assert SAID in await page_after(stage, MatchMoved.model_validate({**over, "why": why}))


async def test_a_no_of_the_association_is_said_until_something_else_has_come(stage: Stage) -> None:
    no = match("p", state="ended", person_answer="yes", association_answer="no", side="association")
    assert SAID in await page_after(stage, MatchAnswered.model_validate(no))
    person = await only(stage)
    await is_at(stage, person, "proposed", "guide", sequence=2)
    browser = english(stage)
    mine = f"/my/{stage.keys.link_key('person', person.id, '1')}"
    assert SAID not in (await browser.get(mine)).text


@pytest.mark.parametrize("why", ["stopped", "own_wish", "not_right"])
async def test_what_was_not_theirs_is_not_laid_on_them(stage: Stage, why: str) -> None:
    over = match("p", state="ended", person_answer="yes", association_answer="yes")
    assert SAID not in await page_after(stage, MatchMoved.model_validate({**over, "why": why}))


async def test_a_no_of_ones_own_and_a_silence_are_not_theirs_either(stage: Stage) -> None:
    no = match("p", state="ended", person_answer="no", side="person")
    assert SAID not in await page_after(stage, MatchAnswered.model_validate(no))
    silent = match("p", state="ended")
    moved = MatchMoved.model_validate({**silent, "why": "no_answer"})
    await stage.hear(moved.model_copy(update={"person": (await only(stage)).id}), "m", sequence=3)
    mine = f"/my/{stage.keys.link_key('person', (await only(stage)).id, '1')}"
    assert SAID not in (await english(stage).get(mine)).text
