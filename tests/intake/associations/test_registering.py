"""Registering: anybody may, and it touches nobody's account."""

from collections import Counter
from uuid import uuid4

from services.intake.accounts.account import ACCOUNTS, account_id
from services.intake.associations.association import ASSOCIATIONS, Association
from tests.intake.door import (
    API,
    account,
    desk_of,
    known,
    send,
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
    told = Counter(stage.bus.kinds())
    assert told["ContactChanged"] == 3, "the first account's and the clock's too"
    assert set(told) == {"ContactChanged", "RolesChanged"}


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


async def test_somebody_elses_account_is_not_touched_by_registering(stage: Stage) -> None:
    """Anybody may write anybody's address: a guide stays what the guide was until verified."""
    await account(stage, "guide@example.org", "guide")
    await send(stage.client(), "/association/new", {**FORM, "contact_email": "guide@example.org"})
    await stage.settle()
    guide = await known(stage, "guide@example.org")
    assert (guide.roles, guide.association, guide.name) == (("guide",), None, "Sara")


async def test_registering_tells_nothing_about_addresses(stage: Stage) -> None:
    await account(stage, "guide@example.org", "guide")
    browser = stage.client()
    answers = []
    for email in ("guide@example.org", "nobody@example.org"):
        sent = {**FORM, "contact_email": email, "form_token": await token(browser)}
        answers.append(await browser.post("/association/new", data=sent))
    assert answers[0].headers == answers[1].headers
    assert answers[0].content == answers[1].content


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


async def test_who_has_to_wait_keeps_what_was_typed(stage: Stage) -> None:
    for _ in range(10):
        await stage.client().post(f"{API}/associations", json=FORM)
    answer = await send(stage.client(), "/association/new", FORM)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert 'value="Malmö Flickfotboll"' in answer.text
