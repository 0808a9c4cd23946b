"""The status page from both yeses on: how the two come together, what is asked, and by when."""

from typing import get_args

import httpx
import pytest

from services.intake.people.person import OfferSeen, Person
from services.intake.status import ASK_MS, HEAR_BY_MS, SILENCE_MS, saying, to_tell
from services.intake.status_words import INTRODUCED, TELL
from services.matching import life
from shared.contracts.matching import (
    Asked,
    CaseMoved,
    CaseState,
    Level,
    MatchInquired,
    MatchIntroduced,
    MatchMoved,
    Waiting,
)
from tests.intake.people.test_status import with_case
from tests.intake.walker import people, sent
from tests.stage import NOON, Stage


@pytest.fixture
def browser(stage: Stage) -> httpx.AsyncClient:
    made = stage.client()
    made.cookies.set("lang", "en")
    return made


def with_offer(state: CaseState, waiting: Waiting, **facts: object) -> Person:
    about = Asked(
        association_name="IFK", title="Fotboll", kind="participant", activity="football",
        place="", slots=(),
    )  # fmt: skip
    offer = OfferSeen(match="m", about=about, reasons=(), state="introduced", asked_at=NOON)
    told = {"offer": offer.model_copy(update=facts)}
    return with_case(state, waiting).model_copy(update=told)


@pytest.mark.parametrize("level", get_args(Level))
def test_who_was_introduced_reads_how_the_guide_helps(level: Level) -> None:
    said = saying(with_offer("introduced", "none", level=level))
    assert said.text == INTRODUCED[level]
    assert said.by == NOON + 5 + ASK_MS
    assert to_tell(with_offer("introduced", "none", level=level)) == TELL["introduced"]


@pytest.mark.parametrize("state", ["introduced", "started", "active"])
def test_a_question_says_until_when_and_where_to_answer(state: CaseState) -> None:
    asked = with_offer(state, "person", question="met")
    assert saying(asked).by == NOON + 5 + SILENCE_MS
    assert to_tell(asked) == TELL[state]


@pytest.mark.parametrize("state", ["agreed", "introduced", "started", "active"])
def test_a_silence_is_the_guides_and_the_page_says_so(state: CaseState) -> None:
    said = saying(with_offer(state, "guide"))
    assert "uide" in said.text
    assert said.by == NOON + 5 + HEAR_BY_MS


def test_nothing_is_to_be_told_where_nothing_was_asked() -> None:
    for state, waiting in (("started", "none"), ("active", "none"), ("agreed", "introduction")):
        assert to_tell(with_offer(state, waiting)) is None  # type: ignore[arg-type]


def test_the_page_counts_as_the_clocks_do() -> None:
    asked = [one for inquiries in life.INQUIRIES.values() for one in inquiries]
    assert {one.after for one in asked if one.question in {"met", "two_weeks"}} == {ASK_MS}
    assert life.SILENCE_MS == SILENCE_MS


async def test_the_page_follows_what_comes_after_both_yeses(
    stage: Stage, browser: httpx.AsyncClient
) -> None:
    where = (await sent(browser)).headers["location"]
    (person,) = await people(stage)
    facts = {
        "match": "m", "case": "c", "person": person.id, "need": "n", "association": "a",
        "contacts": (), "alias": "Blue Gull 12", "round": 1, "points": 1, "reasons": (),
        "about": {"association_name": "IFK", "title": "Fotboll", "kind": "participant",
                  "activity": "football", "place": "", "slots": ()},
    }  # fmt: skip
    case = {"case": "c", "person": person.id, "alias": "Blue Gull 12"}
    told = {**facts, "state": "introduced", "level": "along", "details": True}
    await stage.hear(MatchIntroduced.model_validate(told), "m", sequence=1)
    moved = CaseMoved.model_validate({**case, "state": "introduced", "waiting": "none"})
    await stage.hear(moved, "c", sequence=1)
    page = (await browser.get(where)).text
    assert "Your guide comes with you the first time" in page
    assert "/answer/" in page
    asked = {**facts, "state": "active", "question": "three_months"}
    await stage.hear(MatchInquired.model_validate(asked), "m", sequence=2)
    moved = CaseMoved.model_validate({**case, "state": "active", "waiting": "person"})
    await stage.hear(moved, "c", sequence=2)
    assert "Three short questions" in (await browser.get(where)).text
    await stage.hear(MatchMoved.model_validate({**facts, "state": "active"}), "m", sequence=3)
    moved = CaseMoved.model_validate({**case, "state": "active", "waiting": "none"})
    await stage.hear(moved, "c", sequence=3)
    page = (await browser.get(where)).text
    assert "You take part" in page
    assert "/answer/" not in page
