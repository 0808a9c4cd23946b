"""Associations: anybody registers one, a coordinator decides, and what follows is done once."""

from uuid import uuid4

import pytest

from services.intake.accounts.account import ACCOUNTS, account_id
from services.intake.associations.association import ASSOCIATIONS, Association
from tests.intake.door import (
    API,
    NEED,
    account,
    bodies,
    call,
    desk_of,
    known,
    path_of,
    reread,
    send,
    sign_ins,
    signed_in,
    token,
    verified,
)
from tests.stage import Stage

FORM = {
    "name": "Malmö Flickfotboll",
    "web": "www.flickfotboll.example.org",
    "does": "Fotboll för flickor.",
    "contact_name": "Sara",
    "contact_email": "Sara@Example.org",
    "language": "sv",
}


async def all_of(stage: Stage) -> list[Association]:
    return await desk_of(stage).store.find(ASSOCIATIONS, {"region": "malmo"})


async def test_registering_waits_and_opens_the_contacts_account(stage: Stage) -> None:
    answer = await send(stage.client(), "/association/new", FORM)
    assert answer.headers["location"] == "/association/registered"
    await stage.settle()
    (made,) = await all_of(stage)
    assert (made.state, made.web, made.contact) == (
        "waiting",
        "https://www.flickfotboll.example.org",
        None,
    )
    contact = await known(stage, "sara@example.org")
    assert (contact.roles, contact.association) == (("association",), made.id)
    assert made.contacts == (contact.id,)
    assert stage.bus.kinds() == ["ContactChanged", "ContactChanged"], "the first account's too"


async def test_the_same_form_twice_registers_once(stage: Stage) -> None:
    form = {**FORM, "form_id": str(uuid4())}
    for _ in range(2):
        answer = await send(stage.client(), "/association/new", form)
        assert answer.headers["location"] == "/association/registered"
    assert len(await all_of(stage)) == 1


async def test_what_is_wrong_is_said_and_nothing_typed_is_lost(stage: Stage) -> None:
    wrong = {**FORM, "name": "", "contact_email": "sara", "web": "javascript:alert(1)"}
    answer = await send(stage.client(), "/association/new", wrong)
    assert answer.status_code == 422
    for field in ("name", "contact_email", "web"):
        assert f'id="{field}-error"' in answer.text
    assert "Fotboll för flickor." in answer.text
    assert await all_of(stage) == []


async def test_a_coordinator_verifies_with_one_click(stage: Stage) -> None:
    browser = await signed_in(stage, "boss@example.org", "coordinator")
    await send(stage.client(), "/association/new", FORM)
    await stage.settle()
    (made,) = await all_of(stage)
    page = (await browser.get("/associations")).text
    assert "sara@example.org" in page
    await send(browser, f"/associations/{made.id}/verify")
    await stage.settle()
    contact = await known(stage, "sara@example.org")
    (told,) = bodies(stage, "AssociationVerified")
    assert told == {
        "association": made.id,
        "name": FORM["name"],
        "web": "https://www.flickfotboll.example.org",
        "contacts": [contact.id],
    }
    (asked,) = [one for one in bodies(stage, "SignInAsked") if one["account"] == contact.id]
    link = next(one for one in await sign_ins(stage) if one.id == asked["sign_in"])
    speaker = stage.client()
    answer = await send(speaker, path_of(stage, link))
    assert answer.headers["location"] == "/needs"
    session = (await speaker.get(f"{API}/session")).json()
    assert session["association"] == made.id


async def test_who_decided_and_when_stands_there(stage: Stage) -> None:
    browser = await signed_in(stage, "boss@example.org", "coordinator")
    made = await verified(stage, "Kören", "kor@example.org")
    await send(browser, f"/associations/{made.id}/block")
    again = await reread(stage, made)
    boss = await known(stage, "boss@example.org")
    assert (again.decided_by, again.decided_at) == (boss.id, stage.clock())
    assert "Sara" in (await browser.get("/associations")).text


async def test_verifying_twice_tells_once(stage: Stage) -> None:
    browser = await signed_in(stage, "boss@example.org", "coordinator")
    made = await verified(stage, "Kören", "kor@example.org")
    for _ in range(2):
        answer = await send(browser, f"/associations/{made.id}/verify")
        assert answer.status_code == 303
    await stage.settle()
    assert len(bodies(stage, "AssociationVerified")) == 1
    assert len(bodies(stage, "SignInAsked")) == 1


async def test_a_block_closes_every_need(stage: Stage) -> None:
    browser = await signed_in(stage, "boss@example.org", "coordinator")
    made = await verified(stage, "Kören", "kor@example.org")
    for _ in range(3):
        await call(browser, "POST", f"/associations/{made.id}/needs", NEED)
    await send(browser, f"/associations/{made.id}/block")
    await stage.settle()
    assert bodies(stage, "AssociationBlocked") == [{"association": made.id}]
    assert [one["reason"] for one in bodies(stage, "NeedClosed")] == ["blocked"] * 3
    assert (await stage.client().get(f"{API}/needs/open")).json() == []
    refused = await call(browser, "POST", f"/associations/{made.id}/needs", NEED)
    assert refused.status_code == 422


async def test_somebody_elses_account_is_not_touched_by_registering(stage: Stage) -> None:
    """Anybody may write anybody's address: a guide stays what the guide was until verified."""
    await account(stage, "guide@example.org", "guide")
    await send(stage.client(), "/association/new", {**FORM, "contact_email": "guide@example.org"})
    await stage.settle()
    guide = await known(stage, "guide@example.org")
    assert (guide.roles, guide.association, guide.name) == (("guide",), None, "Sara")


async def test_a_guide_may_speak_for_an_association_once_it_is_verified(stage: Stage) -> None:
    await signed_in(stage, "guide@example.org", "guide")
    made = await verified(stage, "Kören", "guide@example.org")
    guide = await known(stage, "guide@example.org")
    assert (guide.roles, guide.association) == (("association", "guide"), made.id)
    assert len(bodies(stage, "SessionEnded")) == 1


async def test_one_address_speaks_for_one_association(stage: Stage) -> None:
    browser = await signed_in(stage, "boss@example.org", "coordinator")
    first = await verified(stage, "Kören", "kor@example.org")
    await send(stage.client(), "/association/new", {**FORM, "contact_email": "kor@example.org"})
    await stage.settle()
    second = next(one for one in await all_of(stage) if one.id != first.id)
    assert second.contact_taken
    assert (await send(browser, f"/associations/{second.id}/verify")).status_code == 409
    assert (await known(stage, "kor@example.org")).association == first.id


async def test_registering_tells_nothing_about_addresses(stage: Stage) -> None:
    await account(stage, "guide@example.org", "guide")
    browser = stage.client()
    answers = []
    for email in ("guide@example.org", "nobody@example.org"):
        sent = {**FORM, "contact_email": email, "form_token": await token(browser)}
        answers.append(await browser.post("/association/new", data=sent))
    assert answers[0].headers == answers[1].headers
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize("role", ["guide", "admin", "association"])
async def test_others_decide_nothing_and_learn_nothing(stage: Stage, role: str) -> None:
    made = await verified(stage, "Kören", "kor@example.org")
    browser = await signed_in(stage, "somebody@example.org", role)  # type: ignore[arg-type]
    for word in ("verify", "block"):
        real = await call(browser, "POST", f"/associations/{made.id}/{word}")
        made_up = await call(browser, "POST", f"/associations/{uuid4()}/{word}")
        assert (real.status_code, real.content) == (404, made_up.content)
        assert real.headers == made_up.headers
    assert (await browser.get("/associations")).status_code == 404
    assert (await browser.get(f"{API}/associations/{made.id}")).status_code == 404
    assert (await reread(stage, made)).state == "verified"


async def test_a_coordinator_finds_no_association_of_another_region(stage: Stage) -> None:
    browser = await signed_in(stage, "boss@example.org", "coordinator")
    made = await verified(stage, "Kören", "kor@example.org")
    elsewhere = made.model_copy(update={"id": str(uuid4()), "region": "lund", "version": 0})
    await desk_of(stage).store.save(ASSOCIATIONS, elsewhere)
    assert (await send(browser, f"/associations/{elsewhere.id}/block")).status_code == 404


async def test_operators_are_refused(stage: Stage) -> None:
    for field in ("name", "web", "does", "contact_name", "contact_email", "language"):
        for payload in ({"$ne": ""}, {"$gt": ""}, ["x"], {"$where": "1"}):
            body = {**FORM, field: payload}
            answer = await stage.client().post(f"{API}/associations", json=body)
            assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert await all_of(stage) == []


async def test_fields_that_are_ours_are_refused(stage: Stage) -> None:
    for extra in ("id", "state", "status", "owner", "contacts", "role"):
        body = {**FORM, extra: "verified"}
        answer = await stage.client().post(f"{API}/associations", json=body)
        assert (answer.status_code, list(answer.json()["fields"])) == (422, [extra])
    assert await all_of(stage) == []


async def test_a_program_registers_by_the_same_rules(stage: Stage) -> None:
    number = str(uuid4())
    answers = [
        await stage.client().post(
            f"{API}/associations", json=FORM, headers={"idempotency-key": number}
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["state"] == "waiting"
    boss = await signed_in(stage, "boss@example.org", "coordinator")
    (listed,) = (await boss.get(f"{API}/associations")).json()
    done = await call(boss, "POST", f"/associations/{listed['id']}/verify")
    assert done.json()["state"] == "verified"


async def test_scripts_and_line_breaks_in_a_name_do_nothing(stage: Stage) -> None:
    browser = await signed_in(stage, "boss@example.org", "coordinator")
    evil = {**FORM, "name": "<script>alert(1)</script>\r\nBcc: x", "does": "\u202eabc\x00"}
    await send(stage.client(), "/association/new", evil)
    (made,) = await all_of(stage)
    assert made.name == "<script>alert(1)</script> Bcc: x"
    assert made.does == "abc"
    assert "<script>alert" not in (await browser.get("/associations")).text


async def test_a_stranger_may_not_register_without_end(stage: Stage) -> None:
    answers = [await stage.client().post(f"{API}/associations", json=FORM) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [201] * 10 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0


async def test_the_contacts_name_and_address_are_in_no_message(stage: Stage) -> None:
    made = await verified(stage, "Kören", "canary@example.org")
    assert made.contacts == (account_id(stage.keys, "canary@example.org"),)
    told = "".join(str(one.data) for one in stage.bus.sent)
    assert "canary" not in told
    assert "Sara" not in told
    assert await desk_of(stage).store.get(ACCOUNTS, made.contacts[0])
