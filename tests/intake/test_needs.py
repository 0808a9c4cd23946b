"""Needs: a verified association asks in two pages, changes, closes; everybody reads what is open."""

from uuid import uuid4

import httpx
import pytest

from services.intake.associations.association import ASSOCIATIONS, Association
from services.intake.needs.asked import NeedAsked
from services.intake.needs.need import NEEDS, Need, posted, told_posted
from services.intake.needs.posting import look_again
from shared.contracts.intake import NeedDetails
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
    token,
    verified,
)
from tests.stage import Stage

FIRST = {
    "kind": "leader",
    "title": "Tränare på tisdagar",
    "activities": ["football", "running"],
    "seats": "2",
    "place": "Kroksbäcks IP",
    "area": "",
    "slots": ["tue_evening", "thu_evening"],
}
SECOND = {
    "swedish": "little",
    "languages": ["ar"],
    "ages": ["18-25", "26-64"],
    "groups": "any",
    "cost": "0",
    "step_free": "yes",
    "register_check": "yes",
    "skills": ["coach"],
    "starts": "2027-01-31",
    "weeks": "10",
}
WHOLE: dict[str, str | list[str]] = {**FIRST, **SECOND, "go": "post"}


async def speaker(stage: Stage, email: str = "kor@example.org") -> httpx.AsyncClient:
    """The contact of a verified association, signed in."""
    await verified(stage, f"Kören {email}", email)
    browser = stage.client()
    await send(browser, await link_path(stage, await known(stage, email)))
    return browser


async def all_needs(stage: Stage) -> list[Need]:
    return await desk_of(stage).store.find(NEEDS, {"region": "malmo", "state": "open"})


async def test_the_first_page_leads_to_the_second_and_loses_nothing(stage: Stage) -> None:
    browser = await speaker(stage)
    answer = await send(browser, "/needs/new", {**FIRST, "go": "second"})
    assert answer.status_code == 200
    assert 'name="ages"' in answer.text
    for one in ('value="Tränare på tisdagar"', 'value="running"', 'value="thu_evening"'):
        assert one in answer.text
    back = await send(browser, "/needs/new", {**WHOLE, "go": "first"})
    assert 'value="Kroksbäcks IP"' in back.text
    assert '<input type="hidden" name="weeks" value="10">' in back.text
    assert await all_needs(stage) == []


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


WRONG_FIRST: tuple[tuple[str, str | list[str]], ...] = (
    ("kind", "boss"),
    ("title", ""),
    ("title", "x" * 81),
    ("activities", []),
    ("activities", ["$ne"]),
    ("seats", "many"),
    ("seats", "0"),
    ("seats", "9" * 6000),
    ("place", "x" * 81),
    ("area", "atlantis"),
    ("slots", []),
)
WRONG_SECOND: tuple[tuple[str, str | list[str]], ...] = (
    ("swedish", "perfect"),
    ("ages", []),
    ("groups", "dogs"),
    ("cost", "-1"),
    ("weeks", "0"),
    ("starts", "tomorrow"),
    ("languages", ["klingon"]),
    ("skills", ["$gt"]),
)


async def test_what_is_wrong_is_said_on_its_page_and_nothing_is_lost(stage: Stage) -> None:
    browser = await speaker(stage)
    pages = (
        (WRONG_FIRST, 'name="weeks" value="10"'),
        (WRONG_SECOND, 'name="title" value="Tränare på tisdagar"'),
    )
    for wrongs, elsewhere in pages:
        for field, typed in wrongs:
            answer = await send(browser, "/needs/new", {**WHOLE, field: typed})
            assert answer.status_code == 422, field
            assert answer.text.count('class="error"') == 1, field
            assert f'id="{field}-error"' in answer.text
            assert elsewhere in answer.text
    assert await all_needs(stage) == []


async def test_digits_of_any_script_are_figures(stage: Stage) -> None:
    browser = await speaker(stage)
    await send(browser, "/needs/new", {**WHOLE, "seats": "١٢"})
    assert [need.details.seats for need in await all_needs(stage)] == [12]


async def test_participants_are_asked_for_no_extract(stage: Stage) -> None:
    browser = await speaker(stage)
    page = await send(browser, "/needs/new", {**FIRST, "kind": "participant", "go": "second"})
    assert 'id="register_check"' not in page.text
    await send(browser, "/needs/new", {**WHOLE, "kind": "participant"})
    (need,) = await all_needs(stage)
    assert not need.details.register_check
    body = {**NEED, "kind": "participant", "register_check": True}
    assert (await call(browser, "POST", "/needs", body)).status_code == 422


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


async def test_everybody_reads_what_is_open_and_nothing_about_people(stage: Stage) -> None:
    browser = await speaker(stage)
    evil = "<script>alert(1)</script>\r\nSet-Cookie: x=1"
    await send(browser, "/needs/new", {**WHOLE, "title": evil})
    page = await stage.client().get("/needs/open")
    assert page.status_code == 200
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Set-Cookie: x=1" in page.text
    assert "<script>alert" not in page.text
    (need,) = (await stage.client().get(f"{API}/needs/open")).json()
    assert set(need) == {"id", "association_name", "posted_at", "details"}
    contact = await known(stage, "kor@example.org")
    for secret in (contact.id, contact.name):
        assert secret not in page.text
        assert secret not in str(need)


async def test_operators_are_refused(stage: Stage) -> None:
    browser = await speaker(stage)
    headers = {"x-form-token": await token(browser)}
    for field in NEED:
        for payload in ({"$ne": ""}, {"$where": "1"}, [{"$gt": ""}]):
            body = {**NEED, field: payload}
            answer = await browser.post(f"{API}/needs", json=body, headers=headers)
            assert answer.status_code == 422
            assert {name.split(".")[0] for name in answer.json()["fields"]} == {field}
    assert await all_needs(stage) == []


async def test_fields_that_are_ours_are_refused(stage: Stage) -> None:
    browser = await speaker(stage)
    for extra in ("id", "state", "status", "owner", "association", "role", "contacts", "a.$b"):
        answer = await call(browser, "POST", "/needs", {**NEED, extra: "x"})
        assert (answer.status_code, list(answer.json()["fields"])) == (422, [extra])
    assert await all_needs(stage) == []


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
