"""Several people speak for an association: invited, removed, and never nobody."""

from uuid import uuid4

import httpx
import pytest

from services.intake.associations.association import Association
from services.intake.associations.contacts import AT_MOST
from tests.intake.door import (
    account,
    bodies,
    call,
    known,
    link_path,
    reread,
    send,
    verified,
)
from tests.intake.needs.asking_for import WHOLE, all_needs
from tests.stage import Stage

PAGE = "/association/contacts"
SECOND = {"name": "Bo", "email": "bo@example.org", "language": "ar"}


async def choir(stage: Stage) -> tuple[Association, httpx.AsyncClient]:
    made = await verified(stage, "Kören", "kor@example.org")
    return made, await at_the_door(stage, "kor@example.org")


async def at_the_door(stage: Stage, email: str) -> httpx.AsyncClient:
    browser = stage.client()
    await send(browser, await link_path(stage, await known(stage, email)))
    return browser


async def test_an_invited_contact_signs_in_as_any_account_and_is_told(stage: Stage) -> None:
    made, browser = await choir(stage)
    answer = await send(browser, PAGE, SECOND)
    assert answer.headers["location"] == f"{PAGE}?done=invited"
    await stage.settle()
    second = await known(stage, "bo@example.org")
    assert (second.roles, second.association, second.language) == (("association",), made.id, "ar")
    (told,) = bodies(stage, "AssociationChanged")
    assert told["contacts"] == [*made.contacts, second.id]
    assert told["arrived"] == [second.id]
    other = await at_the_door(stage, "bo@example.org")
    assert (await other.get("/needs")).status_code == 200
    assert "bo@example.org" in (await browser.get(PAGE)).text


async def test_the_page_says_who_has_come(stage: Stage) -> None:
    made, browser = await choir(stage)
    await send(browser, PAGE, SECOND)
    await stage.settle()
    path = f"/associations/{made.id}/contacts"
    listed = (await browser.get(f"/intake/api/v1{path}")).json()
    assert {one["name"]: one["came"] for one in listed} == {"Bo": False, "Sara": True}
    await at_the_door(stage, "bo@example.org")
    listed = (await browser.get(f"/intake/api/v1{path}")).json()
    assert all(one["came"] for one in listed)


async def test_the_same_invitation_twice_is_one(stage: Stage) -> None:
    made, browser = await choir(stage)
    for _ in range(2):
        assert (await send(browser, PAGE, SECOND)).status_code == 303
        await stage.settle()
    assert len((await reread(stage, made)).contacts) == 2
    assert len(bodies(stage, "AssociationChanged")) == 1


async def test_open_needs_follow_and_their_clock_does_not(stage: Stage) -> None:
    made, browser = await choir(stage)
    await send(browser, "/needs/new", WHOLE)
    await stage.settle()
    (before,) = await all_needs(stage)
    stage.clock.passes(hours=1)
    await send(browser, PAGE, SECOND)
    await stage.settle()
    (need,) = await all_needs(stage)
    assert need.contacts == (await reread(stage, made)).contacts
    assert bodies(stage, "NeedChanged")[-1]["contacts"] == list(need.contacts)
    assert (need.changed_at, need.doubted_at) == (before.changed_at, before.doubted_at)


async def test_a_removed_contact_is_signed_out_and_told_nothing_more(stage: Stage) -> None:
    made, browser = await choir(stage)
    await send(browser, PAGE, SECOND)
    await stage.settle()
    other = await at_the_door(stage, "bo@example.org")
    second = await known(stage, "bo@example.org")
    answer = await send(browser, f"{PAGE}/{second.id}/remove")
    assert answer.headers["location"] == f"{PAGE}?done=removed"
    await stage.settle()
    assert (await known(stage, "bo@example.org")).roles == ()
    assert (await known(stage, "bo@example.org")).association is None
    assert (await other.get("/needs")).headers["location"] == "/sign-in"
    assert bodies(stage, "AssociationChanged")[-1]["contacts"] == list(made.contacts)
    assert (await send(browser, f"{PAGE}/{second.id}/remove")).status_code == 404


async def test_who_was_removed_can_be_invited_again(stage: Stage) -> None:
    made, browser = await choir(stage)
    await send(browser, PAGE, SECOND)
    await stage.settle()
    second = await known(stage, "bo@example.org")
    await send(browser, f"{PAGE}/{second.id}/remove")
    # Both are due at the same moment: who is invited last speaks for it.
    await send(browser, PAGE, {**SECOND, "name": "Bosse"})
    await stage.settle()
    again = await known(stage, "bo@example.org")
    assert (again.name, again.roles, again.association) == ("Bosse", ("association",), made.id)
    assert again.id in (await reread(stage, made)).contacts


async def test_the_last_contact_stays(stage: Stage) -> None:
    made, browser = await choir(stage)
    only = made.contacts[0]
    answer = await send(browser, f"{PAGE}/{only}/remove")
    assert (answer.status_code, 'role="alert"' in answer.text) == (422, True)
    refused = await call(browser, "DELETE", f"/associations/{made.id}/contacts/{only}")
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["contact"])
    assert (await reread(stage, made)).contacts == (only,)


@pytest.mark.parametrize("role", ["guide", "coordinator"])
async def test_nobody_takes_an_account_over_by_writing_its_address(stage: Stage, role: str) -> None:
    """It speaks for nobody new, nobody is signed out, and the page does not tell that it exists."""
    made, browser = await choir(stage)
    await account(stage, "lots@example.org", role)  # type: ignore[arg-type]
    await at_the_door(stage, "lots@example.org")
    before = await known(stage, "lots@example.org")
    for email in ("lots@example.org", "nobody@example.org"):
        await send(browser, PAGE, {**SECOND, "email": email})
        await stage.settle()
    assert await known(stage, "lots@example.org") == before
    listed = (await browser.get(f"/intake/api/v1/associations/{made.id}/contacts")).json()
    seen = {one["email"]: {**one, "email": "", "account": ""} for one in listed}
    assert seen["lots@example.org"] == seen["nobody@example.org"]
    page = (await browser.get(PAGE)).text
    for one in (before.id, (await known(stage, "nobody@example.org")).id):
        assert f'action="{PAGE}/{one}/remove"' in page
    # A coordinator who knows them lets them in.
    boss = stage.client("coordinator")
    path = f"/associations/{made.id}/contacts"
    invited = await call(boss, "POST", path, {**SECOND, "email": "lots@example.org"})
    assert invited.status_code == 201
    await stage.settle()
    after = await known(stage, "lots@example.org")
    assert (set(after.roles), after.association) == ({role, "association"}, made.id)
    assert (after.name, after.language) == (before.name, before.language)


async def test_who_speaks_for_another_association_goes_on_doing_so(stage: Stage) -> None:
    made, browser = await choir(stage)
    other = await verified(stage, "Dansen", "dans@example.org")
    for reader in (browser, stage.client("coordinator")):
        path = f"/associations/{made.id}/contacts"
        await call(reader, "POST", path, {**SECOND, "email": "dans@example.org"})
        await stage.settle()
    assert (await known(stage, "dans@example.org")).association == other.id
    assert (await reread(stage, made)).contacts == made.contacts


async def test_another_association_sees_and_changes_nothing(stage: Stage) -> None:
    made, _ = await choir(stage)
    other = await verified(stage, "Dansen", "dans@example.org")
    stranger = stage.client("association", association=other.id)
    for number in (made.id, str(uuid4())):
        path = f"/associations/{number}/contacts"
        assert (await stranger.get(f"/intake/api/v1{path}")).status_code == 404
        assert (await call(stranger, "POST", path, SECOND)).status_code == 404
        assert (await stranger.get(f"{PAGE}?association={number}")).status_code == 404
        answer = await send(stranger, f"{PAGE}?association={number}", SECOND)
        assert answer.status_code == 404
    gone = await call(stranger, "DELETE", f"/associations/{other.id}/contacts/{made.contacts[0]}")
    assert gone.status_code == 404
    for reader in (stage.client("guide"), stage.client("admin")):
        assert (await reader.get(PAGE)).status_code == 404
    assert (await reread(stage, made)).contacts == made.contacts


async def test_a_coordinator_does_the_same_for_them(stage: Stage) -> None:
    made, _ = await choir(stage)
    boss = stage.client("coordinator")
    query = f"?association={made.id}"
    assert f'action="{PAGE}{query}"' in (await boss.get(f"{PAGE}{query}")).text
    answer = await send(boss, f"{PAGE}{query}", SECOND)
    assert answer.headers["location"] == f"{PAGE}{query}&done=invited"
    await stage.settle()
    second = await known(stage, "bo@example.org")
    await send(boss, f"{PAGE}/{second.id}/remove{query}")
    assert (await reread(stage, made)).contacts == made.contacts


@pytest.mark.parametrize(
    ("field", "wrong"), [("email", "bo"), ("name", ""), ("language", "xx"), ("email", "$ne")]
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(
    stage: Stage, field: str, wrong: str
) -> None:
    made, browser = await choir(stage)
    answer = await send(browser, PAGE, {**SECOND, field: wrong})
    assert (answer.status_code, f'href="#{field}"' in answer.text) == (422, True)
    path = f"/associations/{made.id}/contacts"
    for body in ({**SECOND, field: wrong}, {**SECOND, "trusted": True}):
        assert (await call(browser, "POST", path, body)).status_code == 422
    assert (await reread(stage, made)).invited == ()


async def test_there_is_an_end_to_inviting(stage: Stage) -> None:
    made, browser = await choir(stage)
    for number in range(AT_MOST - 1):
        await send(browser, PAGE, {**SECOND, "email": f"bo{number}@example.org"})
        await stage.settle()
    one_more = await send(browser, PAGE, SECOND)
    assert one_more.status_code == 422
    assert len((await reread(stage, made)).contacts) == AT_MOST
    statuses = [(await send(browser, PAGE, SECOND)).status_code for _ in range(15)]
    assert statuses[-1] == 429


async def test_before_a_coordinator_has_looked_nobody_is_invited(stage: Stage) -> None:
    made, browser = await choir(stage)
    boss = stage.client("coordinator")
    await send(boss, f"/associations/{made.id}/block")
    await stage.settle()
    assert (await send(browser, PAGE, SECOND)).status_code == 422
    assert (await reread(stage, made)).invited == ()
