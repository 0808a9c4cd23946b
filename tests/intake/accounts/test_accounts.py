"""Accounts: who may invite whom, what changing a role ends, and what strangers learn."""

from pathlib import Path
from uuid import uuid4

import pytest

from deploy.users import added, linked
from services.intake.accounts.account import account_id, contact_of
from services.intake.accounts.keeping import first_account
from shared.keys import Keys
from shared.settings import Misconfigured, Settings
from tests.intake.door import (
    API,
    account,
    bodies,
    call,
    desk_of,
    known,
    path_of,
    send,
    sign_ins,
    signed_in,
)
from tests.stage import Stage

INVITED = {"name": "Ali", "email": "ali@example.org", "language": "ar"}


async def test_a_coordinator_invites_a_guide_who_gets_a_link(stage: Stage) -> None:
    browser = await signed_in(stage, "boss@example.org", "coordinator")
    answer = await send(browser, "/accounts", INVITED)
    assert answer.headers["location"] == "/accounts?done=invited"
    guide = await known(stage, "ali@example.org")
    assert (guide.roles, guide.name, guide.language) == (("guide",), "Ali", "ar")
    await stage.settle()
    (asked,) = [told for told in bodies(stage, "SignInAsked") if told["account"] == guide.id]
    (link,) = [one for one in await sign_ins(stage) if one.id == asked["sign_in"]]
    assert (await send(stage.client(), path_of(stage, link))).headers["location"] == "/board"
    assert "Ali" in (await browser.get("/accounts")).text


async def test_an_invitation_is_written_once(stage: Stage) -> None:
    browser = await signed_in(stage, "boss@example.org", "coordinator")
    for _ in range(3):
        await send(browser, "/accounts", INVITED)
        await stage.settle()
    assert len(bodies(stage, "SignInAsked")) == 1


async def test_the_contact_is_told_sealed_and_opens_for_whom_it_is_meant(stage: Stage) -> None:
    made = await account(stage, "ali@example.org", "guide")
    await stage.settle()
    told = next(one for one in bodies(stage, "ContactChanged") if one["contact"] == made.id)
    assert "ali" not in told["sealed"]
    opened = stage.keys.unseal(told["key_id"], told["sealed"], made.id)
    assert '"email": "ali@example.org"' in opened
    with pytest.raises(ValueError, match="somebody else"):
        stage.keys.unseal(told["key_id"], told["sealed"], "another")


async def test_a_coordinator_gives_no_other_role(stage: Stage) -> None:
    browser = await signed_in(stage, "boss@example.org", "coordinator")
    answer = await send(browser, "/accounts", {**INVITED, "role": "admin"})
    assert answer.status_code == 422
    assert 'value="ali@example.org"' in answer.text
    refused = await call(browser, "POST", "/accounts", {**INVITED, "role": "admin"})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["role"])
    assert "ali@example.org" not in (await browser.get("/accounts")).text


async def test_changed_roles_end_what_was_signed(stage: Stage) -> None:
    admin = await signed_in(stage, "admin@example.org", "admin")
    guide = await signed_in(stage, "guide@example.org", "guide")
    made = await known(stage, "guide@example.org")
    await send(admin, f"/accounts/{made.id}/roles", {"roles": ["coordinator", "guide"]})
    assert (await guide.get("/accounts")).headers["location"] == "/sign-in"
    assert (await known(stage, "guide@example.org")).roles == ("guide", "coordinator")
    await stage.settle()
    (told,) = bodies(stage, "SessionEnded")
    assert (told["account"], len(told["sessions"])) == (made.id, 1)


async def test_an_account_without_roles_is_closed(stage: Stage) -> None:
    admin = await signed_in(stage, "admin@example.org", "admin")
    made = await account(stage, "guide@example.org", "guide")
    await send(admin, f"/accounts/{made.id}/roles")
    await send(stage.client(), "/sign-in", {"email": "guide@example.org"})
    await stage.settle()
    assert bodies(stage, "SignInAsked") == []
    assert await linkless(stage, "guide@example.org")


async def linkless(stage: Stage, email: str) -> bool:
    """Whether even a link that exists no longer opens the door."""
    made = await known(stage, email)
    link = next(one for one in await sign_ins(stage) if one.account == made.id)
    return (await send(stage.client(), path_of(stage, link))).status_code == 404


async def test_an_administrator_stays_one(stage: Stage) -> None:
    admin = await signed_in(stage, "admin@example.org", "admin")
    own = await known(stage, "admin@example.org")
    answer = await send(admin, f"/accounts/{own.id}/roles", {"roles": ["guide"]})
    assert answer.status_code == 422
    assert (await known(stage, "admin@example.org")).roles == ("admin",)


@pytest.mark.parametrize("role", ["guide", "association"])
async def test_others_find_no_such_page(stage: Stage, role: str) -> None:
    browser = await signed_in(stage, "somebody@example.org", role)  # type: ignore[arg-type]
    made = await account(stage, "victim@example.org", "guide")
    for page in ("/accounts", f"{API}/accounts"):
        assert (await browser.get(page)).status_code == 404
    real = await call(browser, "PUT", f"/accounts/{made.id}/roles", {"roles": ["admin"]})
    made_up = await call(browser, "PUT", f"/accounts/{uuid4()}/roles", {"roles": ["admin"]})
    assert (real.status_code, real.content) == (made_up.status_code, made_up.content)
    assert real.status_code == 404
    assert real.headers == made_up.headers
    assert (await known(stage, "victim@example.org")).roles == ("guide",)


async def test_a_coordinator_changes_no_roles(stage: Stage) -> None:
    browser = await signed_in(stage, "boss@example.org", "coordinator")
    made = await account(stage, "victim@example.org", "guide")
    answer = await send(browser, f"/accounts/{made.id}/roles", {"roles": ["admin"]})
    assert answer.status_code == 404
    assert (await known(stage, "victim@example.org")).roles == ("guide",)


async def test_nobody_signed_in_is_asked_to_sign_in(stage: Stage) -> None:
    assert (await stage.client().get("/accounts")).headers["location"] == "/sign-in"
    assert (await stage.client().get(f"{API}/accounts")).status_code == 401


@pytest.mark.parametrize("extra", [{"id": "x"}, {"status": "open"}, {"owner": "x"}, {"roles": []}])
async def test_fields_that_are_ours_are_refused(stage: Stage, extra: dict[str, object]) -> None:
    browser = await signed_in(stage, "admin@example.org", "admin")
    answer = await call(browser, "POST", "/accounts", {**INVITED, **extra})
    assert answer.status_code == 422
    assert "ali@example.org" not in (await browser.get("/accounts")).text


async def test_own_details_change_and_are_told(stage: Stage) -> None:
    browser = await signed_in(stage, "guide@example.org", "guide")
    await send(browser, "/account", {"name": " Åsa\r\nBcc: x ", "language": "en"})
    changed = await known(stage, "guide@example.org")
    assert (changed.name, changed.language) == ("Åsa Bcc: x", "en")
    await stage.settle()
    assert (
        len([one for one in bodies(stage, "ContactChanged") if one["contact"] == changed.id]) == 2
    )
    wrong = await send(browser, "/account", {"name": "", "language": "xx"})
    assert wrong.status_code == 422
    mine = await call(browser, "PUT", "/accounts/own", {"name": "Åsa", "language": "sv"})
    assert (mine.status_code, mine.json()["language"]) == (200, "sv")


async def test_a_contact_chooses_one_letter_a_day_which_is_told_sealed(stage: Stage) -> None:
    await account(stage, "club@example.org", "association", association=str(uuid4()))
    browser = await signed_in(stage, "club@example.org", "association")
    page = (await browser.get("/account")).text
    assert 'name="letters"' in page
    await send(browser, "/account", {"name": "Eva", "language": "sv", "letters": "day"})
    await stage.settle()
    own = await known(stage, "club@example.org")
    told = [one for one in bodies(stage, "ContactChanged") if one["contact"] == own.id][-1]
    opened = stage.keys.unseal(told["key_id"], told["sealed"], own.id)
    assert (own.letters, '"letters": "day"' in opened) == ("day", True)
    # Left out it stays; anything else is refused, and changes nothing.
    mine = await call(browser, "PUT", "/accounts/own", {"name": "Eva", "language": "en"})
    assert (mine.json()["language"], mine.json()["letters"]) == ("en", "day")
    wrong = {"name": "Eva", "language": "sv", "letters": "hourly"}
    assert (await send(browser, "/account", wrong)).status_code == 422
    assert (await call(browser, "PUT", "/accounts/own", wrong)).status_code == 422
    back = await call(browser, "PUT", "/accounts/own", {**wrong, "letters": "each"})
    assert back.json()["letters"] == "each"


async def test_who_speaks_for_nobody_is_not_asked_how_news_come(stage: Stage) -> None:
    guide = await signed_in(stage, "guide@example.org", "guide")
    assert 'name="letters"' not in (await guide.get("/account")).text


async def test_one_address_is_one_account_without_a_way_back(stage: Stage) -> None:
    one = account_id(stage.keys, "guide@example.org")
    assert one == account_id(stage.keys, "guide@example.org")
    assert one != account_id(stage.keys, "guide2@example.org")


async def test_another_installation_gives_other_ids(stage: Stage, tmp_path: Path) -> None:
    other = Keys.load_or_make(tmp_path / "other.json")
    assert account_id(other, "a@example.org") != account_id(stage.keys, "a@example.org")


async def test_the_machine_adds_users_and_prints_links(stage: Stage, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)  # type: ignore[call-arg]
    await added(settings, "anna@example.org", ("guide",), "Anna")
    link = await linked(settings, "anna@example.org")
    path = link.removeprefix("http://127.0.0.1:8080")
    assert (await send(stage.client(), path)).headers["location"] == "/board"
    with pytest.raises(Misconfigured, match="no such account"):
        await linked(settings, "nobody@example.org")


async def test_a_first_address_that_is_none_stops_the_start(stage: Stage) -> None:
    desk = desk_of(stage)
    desk.office.settings.__dict__["first_email"] = "nonsense"
    with pytest.raises(Misconfigured, match="LOTSA_FIRST_EMAIL"):
        await first_account(desk)


async def test_what_is_sealed_holds_what_letters_need(stage: Stage) -> None:
    made = await account(stage, "ali@example.org", "guide")
    told = contact_of(made, stage.keys)
    assert told.contact == made.id
    assert told.sealed
    opened = stage.keys.unseal(told.key_id, told.sealed, made.id)
    for field in ("name", "language", "email", "phone", "reach"):
        assert f'"{field}"' in opened
