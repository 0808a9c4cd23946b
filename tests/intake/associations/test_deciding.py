"""A coordinator verifies and blocks, and what follows is done once."""

from uuid import uuid4

import pytest

from services.intake.associations.association import ASSOCIATIONS, Association
from tests.intake.door import (
    API,
    NEED,
    bodies,
    call,
    desk_of,
    known,
    path_of,
    reread,
    send,
    sign_ins,
    signed_in,
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
