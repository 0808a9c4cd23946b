"""What a status page says comes next: by when, what the person can do now, and why it fits."""

import pytest

from services.intake.people.person import CaseSeen, OfferSeen, Person
from services.intake.status import (
    ASKED_LATER,
    HEAR,
    HELPS,
    MORE_LIKED,
    THEY_ANSWER,
    WHY,
    YOU_ANSWER,
    has_offer,
    helps_for,
    may_answer,
    saying,
)
from shared.contracts.matching import (
    ANSWER_MS,
    ASK_AGAIN_MS,
    LATER,
    Asked,
    CaseMoved,
    CaseState,
    MatchAnswered,
    MatchApproved,
    MatchAskedAgain,
)
from tests.intake.people.own import arrived, english, only
from tests.intake.people.test_api import PEOPLE
from tests.intake.people.test_status import PERSON, with_case
from tests.stage import NOON, Stage

ABOUT = Asked(
    association_name="Limhamns kör", title="Kör på tisdagar", kind="participant",
    activity="choir", place="Folkets hus", slots=("tue_evening",), cost=50,
)  # fmt: skip


def match(person: str, **more: object) -> dict[str, object]:
    return {
        "match": "m", "case": "c", "person": person, "need": "n", "association": "a",
        "contacts": ("club",), "alias": "Blue Gull 12", "state": "asked", "round": 1, "points": 1,
        "reasons": ("interests:choir", "of_tomorrow:x"), "about": ABOUT, **more,
    }  # fmt: skip


async def is_at(
    stage: Stage, person: Person, state: str, waiting: str, *, sequence: int = 1, **more: object
) -> None:
    told = {"case": "c", "person": person.id, "state": state, "waiting": waiting, "alias": "a"}
    await stage.hear(CaseMoved.model_validate({**told, **more}), "c", sequence=sequence)


@pytest.mark.parametrize(
    ("state", "waiting", "said"),
    [("asked", "person", YOU_ANSWER), ("asked", "association", THEY_ANSWER), ("agreed", "introduction", HEAR)],
)  # fmt: skip
def test_who_has_until_when(state: CaseState, waiting: str, said: str) -> None:
    now = saying(with_case(state, waiting))  # type: ignore[arg-type]
    assert (now.by, now.by_when) == (NOON + 5 + 7 * 24 * 3_600_000, said)


def test_nothing_yet_says_what_would_help() -> None:
    assert saying(with_case("registered", "need", "slots")).helps == (HELPS["slots"], MORE_LIKED)
    assert saying(with_case("registered", "need")).helps == (MORE_LIKED,)
    assert helps_for("age") == ()
    assert saying(with_case("proposed", "guide")).helps == ()
    assert set(HELPS) <= set(WHY)


def test_an_offer_stands_only_while_it_is_asked_about() -> None:
    offer = OfferSeen(match="m", about=ABOUT, reasons=(), state="asked", asked_at=NOON)
    asked = with_case("asked", "person").model_copy(update={"offer": offer})
    assert (has_offer(asked), may_answer(asked)) == (True, True)
    said = with_case("asked", "association").model_copy(update={"offer": offer})
    assert (has_offer(said), may_answer(said)) == (True, False)
    back = with_case("registered", "need").model_copy(update={"offer": offer})
    assert (has_offer(back), may_answer(back)) == (False, False)
    assert not has_offer(PERSON.model_copy(update={"case": CaseSeen.model_validate(
        {"state": "asked", "waiting": "person", "alias": "a", "moved_at": 0})}))  # fmt: skip


async def test_the_page_of_somebody_asked_says_what_why_and_where_to_answer(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    person = await only(stage)
    await is_at(stage, person, "asked", "person")
    await stage.hear(MatchApproved.model_validate(match(person.id)), "m")
    page = (await browser.get(mine)).text
    link = f"/answer/{stage.keys.link_key('answer', 'm', 'person')}"
    for said in ("Limhamns kör", "Kör på tisdagar", "Folkets hus", "50 kronor", link):
        assert said in page
    assert "Why we thought of you" in page
    assert "of_tomorrow" not in page
    assert "Answer by" in page
    told = (await stage.client().get(f"{PEOPLE}/{mine.rpartition('/')[2]}")).json()
    assert told["answer_link"].endswith(link)
    assert len(told["reasons"]) == 1


async def test_after_the_answer_it_stands_without_the_question(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    person = await only(stage)
    await is_at(stage, person, "asked", "person")
    await stage.hear(MatchApproved.model_validate(match(person.id)), "m")
    yes = match(person.id, person_answer="yes", side="person")
    await stage.hear(MatchAnswered.model_validate(yes), "m", sequence=2)
    await is_at(stage, person, "asked", "association", sequence=2)
    page = (await browser.get(mine)).text
    assert "Limhamns kör" in page
    assert "Answer yes or no" not in page
    assert "The association answers by" in page
    back = f'href="/answer/{stage.keys.link_key("answer", "m", "person")}?changed="'
    assert back in page
    both = {**yes, "state": "agreed", "association_answer": "yes", "side": "association"}
    await stage.hear(MatchAnswered.model_validate(both), "m", sequence=3)
    await is_at(stage, person, "agreed", "introduction", sequence=3)
    assert back in (await browser.get(mine)).text
    await is_at(stage, person, "introduced", "none", sequence=4)
    assert "?changed=" not in (await browser.get(mine)).text


async def test_what_was_said_no_to_is_not_shown_any_more(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    person = await only(stage)
    await stage.hear(MatchApproved.model_validate(match(person.id)), "m")
    no = match(person.id, state="ended", person_answer="no", side="person")
    await stage.hear(MatchAnswered.model_validate(no), "m", sequence=2)
    await is_at(stage, person, "registered", "need", reason="slots")
    page = (await browser.get(mine)).text
    assert "Limhamns kör" not in page
    assert "What would help" in page
    assert f'href="{mine}/change/when"' in page


async def test_who_is_asked_again_has_as_long_from_then_on(stage: Stage) -> None:
    mine = await arrived(stage)
    person = await only(stage)
    await is_at(stage, person, "asked", "person")
    await stage.hear(MatchApproved.model_validate(match(person.id)), "m")
    stage.clock.passes(hours=72)
    await stage.hear(MatchAskedAgain.model_validate(match(person.id)), "m", sequence=2)
    assert saying(await only(stage)).by == stage.clock() + ANSWER_MS
    assert "/answer/" in (await english(stage).get(mine)).text


async def test_who_wants_to_think_reads_when_we_ask_again_and_can_answer_now(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    person = await only(stage)
    await is_at(stage, person, "asked", "person")
    await stage.hear(MatchApproved.model_validate(match(person.id)), "m")
    await is_at(stage, person, "asked", "person", sequence=2, reason=LATER)
    now = saying(await only(stage))
    assert (now.by, now.by_when) == (stage.clock() + ASK_AGAIN_MS, ASKED_LATER)
    page = (await browser.get(mine)).text
    assert "We ask you again on" in page
    assert "Answer by" not in page
    assert "/answer/" in page
    # The control: once they are asked again, there is a day to answer by.
    await is_at(stage, person, "asked", "person", sequence=3)
    assert "Answer by" in (await browser.get(mine)).text


async def test_it_is_late_after_its_time(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    await is_at(stage, await only(stage), "asked", "person")
    stage.clock.at += ANSWER_MS
    page = (await browser.get(mine)).text
    assert "Answer by" not in page
    assert "It takes longer than we thought" in page
