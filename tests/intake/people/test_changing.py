"""Changing what one said: the form's pages again, one message, and nothing lost between two tabs."""

import httpx
import pytest

from services.intake.drafts import DRAFTS, KEPT_MS
from services.intake.people.answers import Answers
from services.intake.people.revise import Outdated, revise
from tests.intake.people.test_api import BODY as FORM
from tests.intake.people.test_api import PEOPLE, key_in, post
from tests.intake.people.test_status import PERSON
from tests.intake.walker import Fields, bodies, desk_of, hidden, people, sent
from tests.stage import Stage


@pytest.fixture
async def browser(stage: Stage) -> httpx.AsyncClient:
    made = stage.client()
    made.cookies.set("lang", "en")
    return made


@pytest.fixture
async def mine(browser: httpx.AsyncClient) -> str:
    """The path of somebody's status page."""
    return (await sent(browser)).headers["location"]


async def change(
    browser: httpx.AsyncClient, mine: str, step: str, fields: Fields
) -> httpx.Response:
    page = await browser.get(f"{mine}/change/{step}")
    assert page.status_code == 200
    return await browser.post(f"{mine}/change/{step}", data={**hidden(page), **fields})


async def press(browser: httpx.AsyncClient, mine: str, do: str = "send") -> httpx.Response:
    page = await browser.get(f"{mine}/change")
    return await browser.post(f"{mine}/change", data={**hidden(page), "do": do})


def test_a_change_is_told_once_and_keeps_what_is_not_asked() -> None:
    person = PERSON.model_copy(update={"answers": Answers(interests=("choir",), consent=True)})
    after, told = revise(person, Answers(interests=("chess",)), based_on=1)
    assert (after.answers.consent, after.revision) == (True, 2)
    assert [one.wishes.interests for one in told] == [("chess",)]
    assert revise(after, Answers(interests=("chess",)), based_on=1) == (after, ())
    with pytest.raises(Outdated):
        revise(after, Answers(interests=("football",)), based_on=1)


async def test_a_page_is_filled_in_with_the_answer(browser: httpx.AsyncClient, mine: str) -> None:
    page = (await browser.get(f"{mine}/change/when")).text
    assert 'value="tue_evening" id="slots-tue_evening" checked' in page
    assert "Question " not in page
    assert 'href="/my/' in page


async def test_changed_answers_are_checked_sent_and_told(
    stage: Stage, browser: httpx.AsyncClient, mine: str
) -> None:
    answered = await change(browser, mine, "when", {"slots": ["sat_morning"]})
    assert answered.headers["location"] == f"{mine}/change"
    assert (await people(stage))[0].answers.slots == ("tue_evening", "mon_morning")
    assert "Are your answers right now?" in (await browser.get(f"{mine}/change")).text
    page = await browser.get(f"{mine}/change")
    for _ in range(2):
        done = await browser.post(f"{mine}/change", data={**hidden(page), "do": "send"})
        assert (done.status_code, done.headers["location"]) == (303, mine)
    await stage.settle()
    (told,) = bodies(stage, "PersonChanged")
    assert told["wishes"]["slots"] == ["sat_morning"]
    assert told["wishes"]["interests"] == ["football", "choir"]
    (person,) = await people(stage)
    assert (person.first_name, person.revision) == ("Amina", 2)


async def test_what_is_wrong_is_said_beside_it(browser: httpx.AsyncClient, mine: str) -> None:
    wrong = await change(browser, mine, "interests", {})
    assert wrong.status_code == 422
    assert "Choose at least one thing." in wrong.text
    assert (await change(browser, mine, "age", {"age": "0-12"})).status_code == 422
    assert (await browser.get(f"{mine}/change/contact")).status_code == 404


async def test_who_wants_to_give_is_asked_what_they_can(
    browser: httpx.AsyncClient, mine: str
) -> None:
    assert (await browser.get(f"{mine}/change/skills")).status_code == 404
    answered = await change(browser, mine, "kind", {"kind": "leader"})
    assert answered.headers["location"] == f"{mine}/change/skills"


async def test_changes_can_be_forgotten(
    stage: Stage, browser: httpx.AsyncClient, mine: str
) -> None:
    await change(browser, mine, "when", {"slots": ["sat_morning"]})
    await press(browser, mine, "forget")
    assert "Choose the answer" in (await browser.get(f"{mine}/change")).text
    assert (await people(stage))[0].revision == 1


async def test_a_draft_is_sealed_and_goes_after_14_days(
    stage: Stage, browser: httpx.AsyncClient, mine: str
) -> None:
    await change(browser, mine, "when", {"slots": ["sat_morning"]})
    store = desk_of(stage).store
    (kept,) = await store.find(DRAFTS, {})
    assert "sat_morning" not in kept.model_dump_json()
    stage.clock.at += KEPT_MS - 1
    await stage.settle()
    assert await store.find(DRAFTS, {})
    stage.clock.at += 1
    await stage.settle()
    assert await store.find(DRAFTS, {}) == []


async def test_an_older_version_loses_nothing_and_overwrites_nothing(
    stage: Stage, browser: httpx.AsyncClient, mine: str
) -> None:
    """Somebody changes answers on a phone while a program does so as well."""
    await change(browser, mine, "when", {"slots": ["sat_morning"]})
    key = mine.rpartition("/")[2]
    body = {"interests": ["chess"], "revision": 1}
    program = stage.client()
    assert (await program.put(f"{PEOPLE}/{key}/answers", json=body)).json()["revision"] == 2
    late = await press(browser, mine)
    assert late.status_code == 409
    assert "Your answers have changed since then" in late.text
    assert (await people(stage))[0].answers.interests == ("chess",)
    again = await browser.post(f"{mine}/change", data={**hidden(late), "do": "send"})
    assert again.status_code == 303
    (person,) = await people(stage)
    assert (person.answers.slots, person.revision) == (("sat_morning",), 3)


async def test_an_old_page_of_a_question_says_so(
    stage: Stage, browser: httpx.AsyncClient, mine: str
) -> None:
    page = await browser.get(f"{mine}/change/when")
    key = mine.rpartition("/")[2]
    body = {"interests": ["chess"], "revision": 1}
    await stage.client().put(f"{PEOPLE}/{key}/answers", json=body)
    late = await browser.post(
        f"{mine}/change/when", data={**hidden(page), "slots": ["sat_morning"]}
    )
    assert late.status_code == 409
    assert 'id="slots-sat_morning" checked' in late.text


async def test_a_program_changes_answers_by_the_same_rules(stage: Stage) -> None:
    program = stage.client()
    key = key_in(await post(program, FORM))
    where = f"{PEOPLE}/{key}/answers"
    body = {"interests": ["chess"], "revision": 1}
    for _ in range(2):
        done = await program.put(where, json=body)
        assert (done.status_code, done.json()["revision"]) == (200, 2)
    assert (await program.put(where, json={**body, "interests": []})).status_code == 422
    stale = await program.put(where, json={**body, "interests": ["football"]})
    assert (stale.status_code, stale.json()["slug"]) == (409, "conflict")
    owner = await program.put(where, json={**body, "first_name": "Else", "id": "x"})
    assert owner.status_code == 422
    await stage.settle()
    assert len(bodies(stage, "PersonChanged")) == 1


async def test_who_has_left_changes_nothing(
    stage: Stage, browser: httpx.AsyncClient, mine: str
) -> None:
    page = await browser.get(f"{mine}/withdraw")
    await browser.post(f"{mine}/withdraw", data=hidden(page))
    assert (await browser.get(f"{mine}/change")).headers["location"] == mine
    key = mine.rpartition("/")[2]
    body = {"interests": ["chess"], "revision": 1}
    answer = await stage.client().put(f"{PEOPLE}/{key}/answers", json=body)
    assert answer.status_code == 409
    await stage.settle()
    assert bodies(stage, "PersonChanged") == []


async def test_nobody_changes_anything_from_another_page(
    stage: Stage, browser: httpx.AsyncClient, mine: str
) -> None:
    answer = await browser.post(f"{mine}/change/when", data={"slots": ["sat_morning"]})
    assert answer.status_code == 403
    assert (await browser.get("/my/AAAAAAAAAAAAAAAAAAAAAA/change")).status_code == 404
    assert (await people(stage))[0].revision == 1
