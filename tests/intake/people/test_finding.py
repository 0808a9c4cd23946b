"""Looking for somebody by name: intake knows it, and the address it leads to holds ids alone."""

import httpx
import pytest

from services.intake.people.person import Person
from tests.intake.door import known, signed_in
from tests.intake.people.test_names import claimed
from tests.intake.walker import hidden, people, sent
from tests.stage import Stage


@pytest.fixture
async def guide(stage: Stage) -> httpx.AsyncClient:
    return await signed_in(stage, "guide@example.org", "guide")


@pytest.fixture
async def person(stage: Stage, guide: httpx.AsyncClient) -> Person:
    assert guide.cookies
    return await claimed(stage, await known(stage, "guide@example.org"))


async def found(browser: httpx.AsyncClient, typed: str) -> str:
    """Where the search leads."""
    fields = hidden(await browser.get("/classes"))
    answer = await browser.post("/names/find", data={**fields, "who": typed})
    assert answer.status_code == 303
    return answer.headers["location"]


@pytest.mark.parametrize("typed", ["Amina", "ami", "Blue gull 12", "blue"])
async def test_ones_own_are_found_by_name_and_alias(
    guide: httpx.AsyncClient, person: Person, typed: str
) -> None:
    assert await found(guide, typed) == f"/board?people={person.id}"


@pytest.mark.parametrize("typed", ["Amina", "Blue gull 12", "mina", "$ne", "Blue Gull 13"])
async def test_of_anothers_case_nothing_is_found_nor_told(
    stage: Stage, person: Person, typed: str
) -> None:
    assert person.first_name == "Amina"
    other = await signed_in(stage, "other@example.org", "guide")
    assert await found(other, typed) == "/board?people=nobody"


async def test_a_coordinator_finds_by_alias_and_needs_a_reason_for_names(
    stage: Stage, person: Person
) -> None:
    chief = await signed_in(stage, "chief@example.org", "coordinator")
    assert await found(chief, "blue gull") == f"/board?people={person.id}"
    assert await found(chief, "Amina") == "/board?people=nobody"


@pytest.mark.usefixtures("person")
async def test_nothing_typed_is_the_whole_board(guide: httpx.AsyncClient) -> None:
    assert await found(guide, "  ") == "/board"


async def test_somebody_whose_case_is_nobodys_is_not_found_by_name(
    stage: Stage, guide: httpx.AsyncClient
) -> None:
    await sent(stage.client())
    assert len(await people(stage)) == 1
    assert await found(guide, "Amina") == "/board?people=nobody"
