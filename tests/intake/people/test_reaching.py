"""A guide corrects how somebody is reached: with a reason, told to who writes letters, and noted."""

import httpx
import pytest

from services.intake.people.names import SHOWN_FOR_MS
from services.intake.people.person import Person
from services.intake.people.register import link_of
from tests.intake.door import known, signed_in
from tests.intake.people.own import english
from tests.intake.people.test_names import accesses, claimed, contact_path
from tests.intake.walker import bodies, desk_of, hidden, people
from tests.stage import Stage

NEW = {"first_name": "Amina", "email": "right@example.org", "phone": ""}
CONTACTS = "/intake/api/v1/contacts"


@pytest.fixture
async def person(stage: Stage, guide: httpx.AsyncClient) -> Person:
    assert guide.cookies
    return await claimed(stage, await known(stage, "guide@example.org"))


async def opened(guide: httpx.AsyncClient, person: Person) -> str:
    """Where the guide corrects the contact, once they have said why they need it."""
    shown = await contact_path(guide, person, "mend")
    page = (await guide.get(shown.headers["location"])).text
    start = page.index(f'href="/people/{person.id}/reach') + len('href="')
    return page[start:].partition('"')[0]


async def token(guide: httpx.AsyncClient) -> None:
    page = await guide.get("/classes")
    guide.headers["x-form-token"] = hidden(page)["form_token"]


async def test_it_is_saved_told_and_noted_for_the_person(
    stage: Stage, guide: httpx.AsyncClient, person: Person
) -> None:
    path = await opened(guide, person)
    page = await guide.get(path)
    assert (person.email or person.phone or "-") in page.text
    done = await guide.post(path, data={**hidden(page), **NEW})
    assert done.status_code == 303
    assert "right@example.org" in (await guide.get(done.headers["location"])).text
    (after,) = await people(stage)
    assert (after.email, after.phone, after.reach) == ("right@example.org", None, "email")
    await stage.settle()
    told = [one for one in bodies(stage, "ContactChanged") if one["contact"] == person.id]
    assert len(told) == 2
    assert [one.what for one in await accesses(stage) if one.what] == ["contact"]
    seen, own = f"/my/{link_of(person.id, 1, desk_of(stage).keys)}/seen", english(stage)
    assert "How we reach you: they wrote down what you said" in (await own.get(seen)).text


async def test_what_is_wrong_is_said_and_nothing_is_lost(
    stage: Stage, guide: httpx.AsyncClient, person: Person
) -> None:
    path = await opened(guide, person)
    wrong = {**NEW, "email": "right@"}
    answer = await guide.post(path, data={**hidden(await guide.get(path)), **wrong})
    assert answer.status_code == 422
    assert 'value="right@"' in answer.text
    (after,) = await people(stage)
    assert after.email == person.email


async def test_the_contact_is_not_there_without_a_reason_nor_for_long(
    stage: Stage, guide: httpx.AsyncClient, person: Person
) -> None:
    bare = f"/people/{person.id}/reach"
    path = await opened(guide, person)
    fields = {**hidden(await guide.get(path)), **NEW}
    assert (await guide.get(bare)).headers["location"] == f"/people/{person.id}"
    stage.clock.at += SHOWN_FOR_MS + 1
    for asked in (await guide.get(path), await guide.post(path, data=fields)):
        assert asked.headers["location"] == f"/people/{person.id}"
    (after,) = await people(stage)
    assert after.email == person.email


async def test_another_guide_corrects_nothing(
    stage: Stage, guide: httpx.AsyncClient, person: Person
) -> None:
    path = await opened(guide, person)
    fields = {**hidden(await guide.get(path)), **NEW}
    other = await signed_in(stage, "other@example.org", "guide")
    assert (await other.get(path)).status_code == 404
    await token(other)
    assert (await other.post(path, data=fields)).status_code == 404
    sent = {**NEW, "reason": "mend"}
    assert (await other.put(f"{CONTACTS}/{person.id}", json=sent)).status_code == 404


async def test_programs_do_the_same_with_a_reason(
    stage: Stage, guide: httpx.AsyncClient, person: Person
) -> None:
    await token(guide)
    url = f"{CONTACTS}/{person.id}"
    assert (await guide.put(url, json={**NEW, "reason": "because"})).status_code == 422
    assert (await guide.put(url, json=NEW)).status_code == 422
    done = await guide.put(url, json={**NEW, "reason": "mend"})
    assert (done.status_code, done.json()["email"]) == (200, "right@example.org")
    assert sorted(one.what for one in await accesses(stage)) == ["", "contact"]
