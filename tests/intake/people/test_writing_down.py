"""A guide writes down what somebody says on the phone: saved at once, told, and noted for them."""

import httpx
import pytest

from services.intake.people.person import Person
from services.intake.people.register import link_of
from tests.intake.door import known, signed_in
from tests.intake.people.own import english
from tests.intake.people.test_names import accesses, claimed
from tests.intake.walker import Fields, bodies, desk_of, hidden, people
from tests.stage import Stage

WISHES = "/intake/api/v1/wishes"


@pytest.fixture
async def person(stage: Stage, guide: httpx.AsyncClient) -> Person:
    assert guide.cookies
    return await claimed(stage, await known(stage, "guide@example.org"))


async def say(
    browser: httpx.AsyncClient, person: Person, step: str, fields: Fields
) -> httpx.Response:
    path = f"/people/{person.id}/change/{step}"
    page = await browser.get(path)
    assert page.status_code == 200
    return await browser.post(path, data={**hidden(page), **fields})


async def test_an_answer_is_saved_told_and_noted(
    stage: Stage, guide: httpx.AsyncClient, person: Person
) -> None:
    assert f"/people/{person.id}/change" in (await guide.get(f"/people/{person.id}")).text
    answered = await say(guide, person, "when", {"slots": ["sat_morning"]})
    assert answered.headers["location"] == f"/people/{person.id}/change?done=changed"
    assert "Changed." in (await guide.get(answered.headers["location"])).text
    await say(guide, person, "interests", {"interests": ["chess"]})
    (after,) = await people(stage)
    assert (after.answers.slots, after.answers.interests) == (("sat_morning",), ("chess",))
    assert (after.first_name, after.answers.consent) == ("Amina", True)
    await stage.settle()
    assert bodies(stage, "PersonChanged")[-1]["wishes"]["interests"] == ["chess"]
    (look,) = await accesses(stage)
    assert (look.what, look.role, look.person) == ("answers", "guide", person.id)


async def test_the_person_reads_who_wrote(
    stage: Stage, guide: httpx.AsyncClient, person: Person
) -> None:
    seen, own = f"/my/{link_of(person.id, 1, desk_of(stage).keys)}/seen", english(stage)
    assert "Nobody has looked so far" in (await own.get(seen)).text
    await say(guide, person, "when", {"slots": ["sat_morning"]})
    await say(guide, person, "when", {"slots": ["sun_morning"]})
    # Once a day, however many answers there are.
    assert (await own.get(seen)).text.count("they wrote down what you said") == 1


async def test_nothing_is_lost_where_both_write(
    stage: Stage, guide: httpx.AsyncClient, person: Person
) -> None:
    path = f"/people/{person.id}/change/when"
    page = await guide.get(path)
    await say(guide, person, "interests", {"interests": ["chess"]})
    late = await guide.post(path, data={**hidden(page), "slots": ["sat_morning"]})
    assert late.status_code == 409
    assert 'value="sat_morning" id="slots-sat_morning" checked' in late.text
    assert (await guide.post(path, data={**hidden(late), "slots": ["sat_morning"]})).is_redirect
    (after,) = await people(stage)
    assert (after.answers.slots, after.answers.interests) == (("sat_morning",), ("chess",))


async def test_what_is_wrong_is_said_and_not_saved(
    stage: Stage, guide: httpx.AsyncClient, person: Person
) -> None:
    wrong = await say(guide, person, "interests", {})
    assert (wrong.status_code, "Choose at least one thing." in wrong.text) == (422, True)
    assert (await guide.get(f"/people/{person.id}/change/contact")).status_code == 404
    assert (await people(stage))[0].answers == person.answers


async def test_nobody_else_writes_for_them(stage: Stage, person: Person) -> None:
    other = await signed_in(stage, "other@example.org", "guide")
    chief = await signed_in(stage, "chief@example.org", "coordinator")
    for path in (f"/people/{person.id}/change", f"/people/{person.id}/change/when"):
        assert (await other.get(path)).status_code == 404
        assert (await stage.client().get(path)).status_code in {303, 404}
        # A coordinator says first why they look.
        assert (await chief.get(path)).headers["location"] == f"/people/{person.id}"
    why = await chief.get(f"/people/{person.id}")
    given = {**hidden(why), "reason": "cover"}
    assert (await chief.post(f"/people/{person.id}/why", data=given)).is_redirect
    assert (await say(chief, person, "when", {"slots": ["sat_morning"]})).is_redirect
    assert {one.what for one in await accesses(stage)} == {"person", "answers"}


async def test_who_left_is_left_alone(
    stage: Stage, guide: httpx.AsyncClient, person: Person
) -> None:
    link = f"/my/{link_of(person.id, 1, desk_of(stage).keys)}/withdraw"
    page = await stage.client().get(link)
    assert (await stage.client().post(link, data=hidden(page))).is_redirect
    assert (await guide.get(f"/people/{person.id}/change")).status_code == 409
    assert "/change" not in (await guide.get(f"/people/{person.id}")).text


async def test_programs_write_the_same(
    stage: Stage, guide: httpx.AsyncClient, person: Person
) -> None:
    headers = {"x-form-token": hidden(await guide.get(f"/people/{person.id}"))["form_token"]}
    path = f"{WISHES}/{person.id}"
    known = (await guide.get(path)).json()
    assert not {"first_name", "phone", "email"} & set(known["answers"])
    body = {**known["answers"], "interests": ["chess"], "revision": known["revision"]}
    answered = await guide.put(path, json=body, headers=headers)
    assert (answered.json()["answers"]["interests"], answered.json()["revision"]) == (["chess"], 2)
    stale = {**body, "interests": ["choir"]}
    assert (await guide.put(path, json=stale, headers=headers)).status_code == 409
    assert (await people(stage))[0].answers.phone == person.answers.phone
