"""Names and contacts: for the guide who has taken the case, and noted each time."""

import httpx
import pytest

from services.intake.accounts.account import Account
from services.intake.people.names import REASONS
from services.intake.people.person import ACCESSES, Access, Person
from shared.contracts.matching import CaseClaimed
from tests.intake.door import known, signed_in
from tests.intake.walker import desk_of, hidden, people, sent
from tests.stage import Stage

PHONE = "+46701234567"


async def claimed(stage: Stage, guide: Account) -> Person:
    """A person whose case this guide has taken."""
    await sent(stage.client())
    person = (await people(stage))[-1]
    taken = CaseClaimed(
        case=f"case of {person.id}",
        person=person.id,
        state="proposed",
        waiting="guide",
        alias="Blue gull 12",
        guide=guide.id,
    )
    await stage.hear(taken, taken.case)
    return person


async def accesses(stage: Stage) -> list[Access]:
    return await desk_of(stage).store.find(ACCESSES, {})


@pytest.fixture
async def guide(stage: Stage) -> httpx.AsyncClient:
    return await signed_in(stage, "guide@example.org", "guide")


@pytest.fixture
async def person(stage: Stage, guide: httpx.AsyncClient) -> Person:
    assert guide.cookies
    return await claimed(stage, await known(stage, "guide@example.org"))


async def contact_path(browser: httpx.AsyncClient, person: Person, reason: str) -> httpx.Response:
    page = await browser.get(f"/people/{person.id}")
    return await browser.post(
        f"/people/{person.id}/contact", data={**hidden(page), "reason": reason}
    )


async def test_a_guide_gets_the_names_of_their_own_cases(
    stage: Stage, guide: httpx.AsyncClient, person: Person
) -> None:
    await sent(stage.client())
    (other,) = [one for one in await people(stage) if one.id != person.id]
    asked = {"person": [person.id, other.id, "no-id"]}
    assert (await guide.get("/names", params=asked)).json() == {person.id: "Amina"}


async def test_the_board_gets_them_as_a_list(guide: httpx.AsyncClient, person: Person) -> None:
    headers = {"accept": "text/html"}
    fragment = await guide.get("/names", params={"person": person.id}, headers=headers)
    assert f'<li data-person="{person.id}">Amina</li>' in fragment.text


async def test_another_guide_gets_nothing(stage: Stage, person: Person) -> None:
    other = await signed_in(stage, "other@example.org", "guide")
    assert (await other.get("/names", params={"person": person.id})).json() == {}
    theirs = await other.get(f"/people/{person.id}")
    made_up = await other.get("/people/2f1e8ac2-4a2e-4a35-a9f1-5f0c8f2c8d11")
    assert (theirs.status_code, made_up.status_code) == (404, 404)
    assert theirs.text.replace(person.id, "") == made_up.text.replace(
        "2f1e8ac2-4a2e-4a35-a9f1-5f0c8f2c8d11", ""
    )


async def test_nobody_else_gets_names(stage: Stage, person: Person) -> None:
    for roles in ((), ("admin",), ("association",)):
        reader = (
            await signed_in(stage, f"{roles[0]}@example.org", *roles) if roles else stage.client()
        )
        for path in (f"/names?person={person.id}", f"/people/{person.id}"):
            answer = await reader.get(path)
            assert answer.status_code in {303, 401, 404}
            assert "Amina" not in answer.text


async def test_a_coordinator_gives_a_reason_and_it_is_noted(stage: Stage, person: Person) -> None:
    coordinator = await signed_in(stage, "siv@example.org", "coordinator")
    asked = {"person": person.id}
    assert (await coordinator.get("/names", params=asked)).json() == {}
    assert (await coordinator.get("/names", params={**asked, "reason": "because"})).json() == {}
    assert await accesses(stage) == []
    given = {**asked, "reason": "call"}
    assert (await coordinator.get("/names", params=given)).json() == {person.id: "Amina"}
    (noted,) = await accesses(stage)
    siv = await known(stage, "siv@example.org")
    assert (noted.account, noted.person, noted.reason) == (siv.id, person.id, "call")


async def test_a_contact_is_shown_after_a_reason_and_not_before(
    stage: Stage, guide: httpx.AsyncClient, person: Person
) -> None:
    page = await guide.get(f"/people/{person.id}")
    assert "Amina" in page.text
    assert PHONE not in page.text
    given = await contact_path(guide, person, "call")
    assert given.status_code == 303
    assert PHONE in (await guide.get(given.headers["location"])).text
    (noted,) = await accesses(stage)
    assert (noted.reason, noted.at) == ("call", stage.clock())


async def test_a_made_up_reason_opens_nothing(
    stage: Stage, guide: httpx.AsyncClient, person: Person
) -> None:
    refused = await contact_path(guide, person, "because")
    assert refused.status_code == 422
    assert await accesses(stage) == []
    assert PHONE not in (await guide.get(f"/people/{person.id}?note=no-note")).text


async def test_a_note_opens_for_its_writer_for_ten_minutes(
    stage: Stage, guide: httpx.AsyncClient, person: Person
) -> None:
    where = (await contact_path(guide, person, "meet")).headers["location"]
    coordinator = await signed_in(stage, "siv@example.org", "coordinator")
    assert PHONE not in (await coordinator.get(where)).text
    stage.clock.passes(minutes=10)
    assert PHONE in (await guide.get(where)).text
    stage.clock.passes(seconds=1)
    assert PHONE not in (await guide.get(where)).text


async def test_a_coordinator_sees_no_name_without_a_reason(stage: Stage, person: Person) -> None:
    coordinator = await signed_in(stage, "siv@example.org", "coordinator")
    page = await coordinator.get(f"/people/{person.id}")
    assert page.status_code == 200
    assert "Amina" not in page.text
    given = await contact_path(coordinator, person, "mend")
    assert "Amina" in (await coordinator.get(given.headers["location"])).text


def test_reasons_are_codes() -> None:
    assert all(code.isascii() and code.islower() for code in REASONS)
