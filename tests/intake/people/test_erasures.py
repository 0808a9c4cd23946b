"""A guide begins an erasing and a second person agrees; who is alone waits a day."""

import httpx
import pytest

from services.intake.accounts.account import ACCOUNTS
from services.intake.people.erasure import ALONE
from services.intake.people.person import PEOPLE, Person
from tests.intake.door import known, signed_in
from tests.intake.people.test_names import claimed
from tests.intake.walker import bodies, desk_of, hidden, people
from tests.stage import Stage

API = "/intake/api/v1/erasures"


@pytest.fixture
async def person(stage: Stage, guide: httpx.AsyncClient) -> Person:
    assert guide.cookies
    return await claimed(stage, await known(stage, "guide@example.org"))


async def begin(
    browser: httpx.AsyncClient, person: Person, reason: str = "asked"
) -> httpx.Response:
    page = await browser.get(f"/people/{person.id}")
    return await browser.post(
        f"/people/{person.id}/erasure", data={**hidden(page), "reason": reason}
    )


async def act(browser: httpx.AsyncClient, person: Person, what: str) -> httpx.Response:
    """Presses a button of the list, or of the page of whoever cannot read it."""
    page = await browser.get("/erasures")
    if page.status_code != 200:
        page = await browser.get(f"/people/{person.id}")
    return await browser.post(f"/people/{person.id}/erasure/{what}", data=hidden(page))


async def is_alone(stage: Stage, email: str) -> None:
    """Nobody else leads the work: the first account of the machine does something else."""
    chief = await known(stage, email)
    where = {"region": "malmo", "staff": True}
    for one in await desk_of(stage).store.find(ACCOUNTS, where, order="-made_at"):
        if one.id != chief.id:
            others = one.model_copy(update={"roles": ("guide",)})
            await desk_of(stage).store.save(ACCOUNTS, others)


async def is_erased(stage: Stage) -> bool:
    (person,) = await people(stage)
    return person.erased_at is not None


async def test_a_guide_begins_and_a_coordinator_agrees(
    stage: Stage, guide: httpx.AsyncClient, chief: httpx.AsyncClient, person: Person
) -> None:
    assert "Nobody is to be erased" in (await chief.get("/erasures")).text
    begun = await begin(guide, person)
    assert begun.headers["location"] == f"/people/{person.id}#erasure"
    await stage.settle()
    (told,) = bodies(stage, "ErasureWaits")
    chief_id = (await known(stage, "chief@example.org")).id
    assert told["person"] == person.id
    assert chief_id in told["coordinators"]
    assert "A second coordinator has to agree" in (await guide.get(f"/people/{person.id}")).text
    page = (await chief.get("/erasures")).text
    assert "Blue gull 12" in page
    assert person.first_name not in page
    # The control: nothing is erased by the first word, however long it waits.
    stage.clock.passes(hours=24 * 7)
    await stage.settle()
    assert not await is_erased(stage)
    done = await act(chief, person, "agree")
    assert done.headers["location"] == "/erasures?done=erased"
    assert await is_erased(stage)
    await stage.settle()
    assert bodies(stage, "PersonWithdrawn")[-1]["reason"] == "erased"
    assert "Nobody is to be erased" in (await chief.get("/erasures")).text


async def test_who_asked_is_not_the_second(
    stage: Stage, chief: httpx.AsyncClient, person: Person
) -> None:
    second = await signed_in(stage, "second@example.org", "coordinator")
    page = await chief.get(f"/people/{person.id}")
    why = {**hidden(page), "reason": "asked"}
    await chief.post(f"/people/{person.id}/why", data=why)
    await begin(chief, person)
    refused = await act(chief, person, "agree")
    assert refused.status_code == 422
    assert not await is_erased(stage)
    await act(second, person, "agree")
    assert await is_erased(stage)


async def test_the_only_coordinator_waits_a_day_and_can_take_it_back(
    stage: Stage, chief: httpx.AsyncClient, person: Person
) -> None:
    await is_alone(stage, "chief@example.org")
    page = await chief.get(f"/people/{person.id}")
    await chief.post(f"/people/{person.id}/why", data={**hidden(page), "reason": "asked"})
    await begin(chief, person, "mistake")
    await stage.settle()
    assert bodies(stage, "ErasureWaits") == []
    assert "unless you take it back" in (await chief.get("/erasures")).text
    stage.clock.passes(hours=23)
    await stage.settle()
    assert not await is_erased(stage)
    assert (await act(chief, person, "back")).headers["location"] == "/erasures?done=kept"
    (kept,) = await people(stage)
    assert (kept.erasure, [due.what for due in kept.due if due.what == ALONE]) == (None, [])
    stage.clock.passes(hours=48)
    await stage.settle()
    assert not await is_erased(stage)
    page = await chief.get(f"/people/{person.id}")
    await chief.post(f"/people/{person.id}/why", data={**hidden(page), "reason": "asked"})
    await begin(chief, person)
    stage.clock.passes(hours=24)
    await stage.settle()
    assert await is_erased(stage)


async def test_a_second_request_changes_nothing_and_the_guide_takes_it_back(
    stage: Stage, guide: httpx.AsyncClient, chief: httpx.AsyncClient, person: Person
) -> None:
    assert chief.cookies
    await begin(guide, person)
    (first,) = await people(stage)
    stage.clock.passes(minutes=1)
    await begin(guide, person)
    (again,) = await people(stage)
    assert again.erasure == first.erasure
    await act(guide, person, "back")
    (after,) = await people(stage)
    assert after.erasure is None
    agreed = await act(chief, person, "agree")
    assert agreed.status_code == 409
    assert not await is_erased(stage)


async def test_what_one_of_us_asks_is_no_sign_of_the_persons(
    stage: Stage, guide: httpx.AsyncClient, chief: httpx.AsyncClient, person: Person
) -> None:
    """Somebody who was told on which day everything goes is not kept longer by it."""
    assert chief.cookies
    (known_one,) = await people(stage)
    goes = known_one.registered_at + 1
    told = known_one.model_copy(update={"leaving_at": goes, "stayed_at": None})
    await desk_of(stage).store.save(PEOPLE, told)
    stage.clock.passes(hours=1)
    await begin(guide, person)
    await act(guide, person, "back")
    (after,) = await people(stage)
    assert (after.leaving_at, after.stayed_at) == (goes, None)


@pytest.mark.parametrize(("region", "status"), [("malmo", 303), ("lund", 404)])
async def test_a_coordinator_of_another_place_does_not_agree(
    stage: Stage, guide: httpx.AsyncClient, person: Person, region: str, status: int
) -> None:
    await begin(guide, person)
    chief = stage.client("coordinator", account="k9", regions=(region,))
    form = hidden(await chief.get("/classes"))
    assert (await chief.post(f"/people/{person.id}/erasure/agree", data=form)).status_code == status
    assert await is_erased(stage) is (status == 303)


async def test_what_is_not_said_or_not_theirs_is_refused(
    stage: Stage, guide: httpx.AsyncClient, chief: httpx.AsyncClient, person: Person
) -> None:
    assert (await begin(guide, person, "because")).status_code == 422
    other = await signed_in(stage, "other@example.org", "guide")
    token = hidden(await other.get("/classes"))
    path = f"/people/{person.id}/erasure"
    assert (await other.post(path, data={**token, "reason": "asked"})).status_code == 404
    # A coordinator says first why they read.
    why = hidden(await chief.get("/classes"))
    asked = await chief.post(path, data={**why, "reason": "asked"})
    assert asked.headers["location"] == f"/people/{person.id}"
    (before,) = await people(stage)
    assert before.erasure is None
    await begin(guide, person)
    assert (await act(guide, person, "agree")).status_code == 404
    assert (await other.post(f"{path}/back", data=token)).status_code == 404
    (after,) = await people(stage)
    assert after.erasure is not None


async def test_programs_do_the_same(
    stage: Stage, guide: httpx.AsyncClient, chief: httpx.AsyncClient, person: Person
) -> None:
    for one in (guide, chief):
        one.headers["x-form-token"] = hidden(await one.get("/classes"))["form_token"]
    made = await guide.post(f"{API}/{person.id}", json={"reason": "asked"})
    assert (made.status_code, made.json()["reason"]) == (201, "asked")
    assert (await guide.get(API)).status_code == 404
    (listed,) = (await chief.get(API)).json()
    assert listed == made.json()
    assert (await chief.delete(f"{API}/{person.id}")).status_code == 204
    assert (await chief.get(API)).json() == []
    await guide.post(f"{API}/{person.id}", json={"reason": "dead"})
    assert (await chief.post(f"{API}/{person.id}/agree")).status_code == 204
    assert await is_erased(stage)
