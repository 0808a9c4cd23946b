"""Posting, changing, closing: by whom it may, told whole, and closed by a block."""

from uuid import uuid4

import pytest

from services.intake.associations.association import ASSOCIATIONS, Association
from services.intake.needs.asked import NeedAsked
from services.intake.needs.need import NEEDS, posted, told_posted
from services.intake.needs.posting import look_again
from shared.contracts.need_details import NeedDetails
from tests.intake.door import (
    API,
    NEED,
    account,
    bodies,
    call,
    desk_of,
    known,
    link_path,
    reread,
    send,
    verified,
)
from tests.intake.needs.asking_for import WHOLE, all_needs, speaker
from tests.stage import Stage


async def test_a_posted_need_is_told_whole(stage: Stage) -> None:
    browser = await speaker(stage)
    answer = await send(browser, "/needs/new", WHOLE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/needs?done=posted")
    await stage.settle()
    (need,) = await all_needs(stage)
    (told,) = bodies(stage, "NeedPosted")
    contact = await known(stage, "kor@example.org")
    assert told["need"] == need.id
    assert told["association"] == contact.association
    assert told["association_name"] == "Kören kor@example.org"
    assert told["contacts"] == [contact.id]
    assert told["posted_at"] == stage.clock()
    assert told["details"] == {
        "kind": "leader",
        "title": "Tränare på tisdagar",
        "seats": 2,
        "activities": ["football", "running"],
        "skills": ["coach"],
        "place": "Kroksbäcks IP",
        "area": None,
        "slots": ["tue_evening", "thu_evening"],
        "starts": "2027-01-31",
        "weeks": 10,
        "languages": ["ar"],
        "swedish": "little",
        "ages": ["18-25", "26-64"],
        "groups": "any",
        "cost": 0,
        "step_free": True,
        "register_check": True,
    }


async def test_the_same_form_twice_posts_once(stage: Stage) -> None:
    browser = await speaker(stage)
    form = {**WHOLE, "form_id": str(uuid4())}
    for _ in range(2):
        assert (await send(browser, "/needs/new", form)).status_code == 303
    assert len(await all_needs(stage)) == 1


async def test_nobody_posts_before_a_coordinator_has_looked(stage: Stage) -> None:
    made = await verified(stage, "Kören", "kor@example.org")
    waiting = made.model_copy(update={"state": "waiting"})
    await desk_of(stage).store.save(ASSOCIATIONS, waiting)
    browser = stage.client()
    await send(browser, await link_path(stage, await known(stage, "kor@example.org")))
    page = await browser.get("/needs")
    assert page.status_code == 200
    assert 'href="/needs/new"' not in page.text
    assert (await send(browser, "/needs/new", WHOLE)).headers["location"] == "/needs"
    refused = await call(browser, "POST", "/needs", NEED)
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["association"])
    assert await all_needs(stage) == []


async def test_a_block_that_comes_while_posting_closes_the_need(stage: Stage) -> None:
    """The save of the need and the block are two documents: the second look ties them."""
    made = await verified(stage, "Kören", "kor@example.org")
    desk = desk_of(stage)
    await desk.store.save(ASSOCIATIONS, made.model_copy(update={"state": "blocked"}))
    details = told_details()
    need = posted(details, made, str(uuid4()), stage.clock())
    kept = await desk.store.save(NEEDS, need, [told_posted(need)])
    assert await all_needs(stage) == [kept]
    await look_again(kept, desk)
    assert await all_needs(stage) == []


def told_details() -> NeedDetails:
    return NeedAsked.model_validate(NEED).details()


async def test_a_change_is_told_whole_and_keeps_the_id(stage: Stage) -> None:
    browser = await speaker(stage)
    await send(browser, "/needs/new", WHOLE)
    (need,) = await all_needs(stage)
    page = await browser.get(f"/needs/{need.id}/change")
    assert 'value="Tränare på tisdagar"' in page.text
    stage.clock.passes(hours=1)
    await send(browser, f"/needs/{need.id}/change", {**WHOLE, "seats": "5"})
    await stage.settle()
    (told,) = bodies(stage, "NeedChanged")
    assert (told["need"], told["details"]["seats"]) == (need.id, 5)
    assert told["posted_at"] == need.posted_at


@pytest.mark.parametrize("reason", ["filled", "withdrawn"])
async def test_a_need_closes_with_its_reason_and_only_once(stage: Stage, reason: str) -> None:
    browser = await speaker(stage)
    await send(browser, "/needs/new", WHOLE)
    (need,) = await all_needs(stage)
    await send(browser, f"/needs/{need.id}/close", {"reason": reason})
    assert (await send(browser, f"/needs/{need.id}/close", {"reason": reason})).status_code == 409
    assert (await send(browser, f"/needs/{need.id}/change", WHOLE)).status_code == 409
    await stage.settle()
    assert bodies(stage, "NeedClosed") == [{"need": need.id, "reason": reason}]


async def test_only_our_reasons_close(stage: Stage) -> None:
    browser = await speaker(stage)
    await send(browser, "/needs/new", WHOLE)
    (need,) = await all_needs(stage)
    for reason in ("", "blocked", "$ne"):
        answer = await send(browser, f"/needs/{need.id}/close", {"reason": reason})
        assert answer.status_code == 422
    assert len(await all_needs(stage)) == 1


async def test_another_association_finds_no_such_need(stage: Stage) -> None:
    owner = await speaker(stage, "kor@example.org")
    await send(owner, "/needs/new", WHOLE)
    (need,) = await all_needs(stage)
    other = await speaker(stage, "dans@example.org")
    for method, path, body in (
        ("PUT", "/needs/{}", NEED),
        ("POST", "/needs/{}/close", {"reason": "filled"}),
    ):
        real = await call(other, method, path.format(need.id), body)
        made_up = await call(other, method, path.format(uuid4()), body)
        assert (real.status_code, real.content) == (404, made_up.content)
        assert real.headers == made_up.headers
    assert (await other.get(f"/needs/{need.id}/change")).status_code == 404
    assert need.details.title not in (await other.get("/needs")).text
    theirs = (await known(stage, "kor@example.org")).association
    assert (await other.get(f"/needs?association={theirs}")).status_code == 404
    assert (await other.get(f"{API}/needs?association={theirs}")).status_code == 404
    assert (await call(other, "POST", f"/associations/{theirs}/needs", NEED)).status_code == 404
    assert [one.details for one in await all_needs(stage)] == [need.details]


@pytest.mark.parametrize("role", ["guide", "admin"])
async def test_those_who_speak_for_nobody_have_no_needs(stage: Stage, role: str) -> None:
    made = await account(stage, "x@example.org", role)  # type: ignore[arg-type]
    browser = stage.client()
    await send(browser, await link_path(stage, made))
    for page in ("/needs", "/needs/new", f"{API}/needs"):
        assert (await browser.get(page)).status_code == 404


async def test_a_coordinator_posts_for_an_association(stage: Stage) -> None:
    made: Association = await verified(stage, "Kören", "kor@example.org")
    boss = stage.client()
    await send(
        boss, await link_path(stage, await account(stage, "boss@example.org", "coordinator"))
    )
    answer = await send(boss, f"/needs/new?association={made.id}", WHOLE)
    assert answer.headers["location"] == f"/needs?association={made.id}&done=posted"
    (need,) = await all_needs(stage)
    assert need.association == made.id
    assert (await boss.get("/needs")).status_code == 404
    assert (await boss.get(answer.headers["location"])).status_code == 200
    assert (await reread(stage, made)).state == "verified"


async def test_a_program_posts_changes_and_closes(stage: Stage) -> None:
    browser = await speaker(stage)
    made = await call(browser, "POST", "/needs", NEED)
    assert made.status_code == 201
    path = f"/needs/{made.json()['id']}"
    after = await call(browser, "PUT", path, {**NEED, "seats": 3})
    assert after.json()["details"]["seats"] == 3
    closed = await call(browser, "POST", f"{path}/close", {"reason": "filled"})
    assert (closed.json()["state"], closed.json()["reason"]) == ("closed", "filled")
    assert [one["state"] for one in (await browser.get(f"{API}/needs")).json()] == ["closed"]
    await stage.settle()
    kinds = [kind for kind in stage.bus.kinds() if kind.startswith("Need")]
    assert kinds == ["NeedPosted", "NeedChanged", "NeedClosed"]


async def test_a_coordinator_stays_with_the_association(stage: Stage) -> None:
    made = await verified(stage, "Kören", "kor@example.org")
    boss = stage.client("coordinator")
    await send(boss, f"/needs/new?association={made.id}", WHOLE)
    (need,) = await all_needs(stage)
    for page in (f"/needs/new?association={made.id}", f"/needs/{need.id}/change"):
        assert f'href="/needs?association={made.id}"' in (await boss.get(page)).text
    answer = await send(boss, f"/needs/{need.id}/change", WHOLE)
    assert answer.headers["location"] == f"/needs?association={made.id}&done=changed"
