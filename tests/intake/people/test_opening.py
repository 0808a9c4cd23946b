"""A coordinator opens a person's page with a reason, which is noted, shown and listed."""

import httpx
import pytest

from services.intake.people.person import ACCESSES, PEOPLE, Person
from services.intake.people.register import link_of
from shared.contracts.matching import CaseOpened
from shared.web.looks import REASONS, look_id
from tests.intake.door import known, signed_in
from tests.intake.people.test_names import PHONE, accesses, claimed
from tests.intake.walker import desk_of, hidden
from tests.stage import Stage

LOG = "/intake/api/v1/log"


@pytest.fixture
async def person(stage: Stage) -> Person:
    await signed_in(stage, "guide@example.org", "guide")
    return await claimed(stage, await known(stage, "guide@example.org"))


@pytest.fixture
async def chief(stage: Stage) -> httpx.AsyncClient:
    return await signed_in(stage, "chief@example.org", "coordinator")


async def says_why(browser: httpx.AsyncClient, person: Person, reason: str) -> httpx.Response:
    page = await browser.get("/account")
    return await browser.post(f"/people/{person.id}/why", data={**hidden(page), "reason": reason})


def case_opened(person: Person, account: str, stage: Stage, reason: str = "quality") -> CaseOpened:
    key = look_id("case", person.id, account, stage.clock())
    return CaseOpened(look=key, case="case", person=person.id, account=account, reason=reason)


async def test_first_the_page_asks_why(chief: httpx.AsyncClient, person: Person) -> None:
    page = (await chief.get(f"/people/{person.id}")).text
    assert all(f'value="{code}"' in page for code in REASONS)
    assert "Blue gull 12" in page
    assert "Amina" not in page


async def test_with_a_reason_it_shows_the_answers_and_no_contact(
    stage: Stage, chief: httpx.AsyncClient, person: Person
) -> None:
    assert (await says_why(chief, person, "complaint")).headers["location"].endswith(person.id)
    await says_why(chief, person, "quality")
    page = (await chief.get(f"/people/{person.id}")).text
    assert "Amina" in page
    assert PHONE not in page
    (look,) = await accesses(stage)
    assert (look.what, look.reason, look.role) == ("person", "complaint", "coordinator")
    assert (look.account, look.at) == (
        (await known(stage, "chief@example.org")).id,
        stage.clock(),
    )


async def test_the_next_day_it_asks_again(
    stage: Stage, chief: httpx.AsyncClient, person: Person
) -> None:
    await says_why(chief, person, "cover")
    assert "Amina" in (await chief.get(f"/people/{person.id}")).text
    stage.clock.passes(minutes=24 * 60)
    again = await signed_in(stage, "chief@example.org", "coordinator")
    assert "Amina" not in (await again.get(f"/people/{person.id}")).text


async def test_another_reason_opens_nothing(
    stage: Stage, chief: httpx.AsyncClient, person: Person
) -> None:
    for wrong in ("", "curious", "given"):
        assert (await says_why(chief, person, wrong)).status_code == 422
    assert await accesses(stage) == []


async def test_a_guide_opens_their_own_as_before_and_no_others(
    stage: Stage, person: Person
) -> None:
    guide = await signed_in(stage, "guide@example.org", "guide")
    assert "Amina" in (await guide.get(f"/people/{person.id}")).text
    other = await signed_in(stage, "other@example.org", "guide")
    assert (await other.get(f"/people/{person.id}")).status_code == 404
    assert (await says_why(other, person, "cover")).status_code == 404
    assert await accesses(stage) == []


async def test_a_case_that_was_opened_is_noted_and_read_by_the_person(
    stage: Stage, chief: httpx.AsyncClient, person: Person
) -> None:
    account = (await known(stage, "chief@example.org")).id
    told = case_opened(person, account, stage)
    await stage.hear(told, told.look)
    (look,) = await accesses(stage)
    assert (look.what, look.reason, look.person) == ("case", "quality", person.id)
    # Whoever has said why for the case need not say it again for the person, on that day.
    assert "Amina" in (await chief.get(f"/people/{person.id}")).text
    mine = f"/my/{link_of(person.id, 1, desk_of(stage).keys)}/seen?lang=en"
    browser = stage.client()
    page = (await browser.get(mine, follow_redirects=True)).text
    for said in ("The office", "How it goes for you here", "To check how well we work"):
        assert said in page
    assert account not in page


async def test_to_have_given_a_case_away_opens_nobodys_answers(
    stage: Stage, chief: httpx.AsyncClient, person: Person
) -> None:
    told = case_opened(person, (await known(stage, "chief@example.org")).id, stage, "given")
    await stage.hear(told, told.look)
    assert "Amina" not in (await chief.get(f"/people/{person.id}")).text


async def test_a_late_word_about_somebody_erased_leaves_nothing(
    stage: Stage, person: Person
) -> None:
    desk = desk_of(stage)
    for gone in (False, True):
        if gone:
            kept = await desk.store.get(PEOPLE, person.id)
            assert kept
            await desk.store.save(PEOPLE, kept.model_copy(update={"erased_at": stage.clock()}))
        told = case_opened(person, f"account {gone}", stage)
        await stage.hear(told, told.look)
        left = await desk.store.get(ACCESSES, told.look)
        assert (left is None) == gone


async def test_the_log_says_who_looked_at_whom_and_why(
    chief: httpx.AsyncClient, person: Person
) -> None:
    await says_why(chief, person, "complaint")
    page = (await chief.get("/looks?lang=en", follow_redirects=True)).text
    for said in ("Blue gull 12", "Somebody has complained", "Name and answers"):
        assert said in page
    assert "Amina" not in page
    (told,) = (await chief.get(LOG)).json()
    assert (told["person"], told["reason"], told["what"]) == (person.id, "complaint", "person")


async def test_an_administrator_reads_it_without_whom(
    stage: Stage, chief: httpx.AsyncClient, person: Person
) -> None:
    await says_why(chief, person, "complaint")
    admin = await signed_in(stage, "admin@example.org", "admin")
    page = (await admin.get("/looks?lang=en", follow_redirects=True)).text
    assert "Somebody has complained" in page
    assert "Blue gull 12" not in page
    assert [one["person"] for one in (await admin.get(LOG)).json()] == [None]
    guide = await signed_in(stage, "guide@example.org", "guide")
    assert (await guide.get("/looks")).status_code == 404
