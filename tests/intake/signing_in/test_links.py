"""One-time links: once, within 15 minutes, and not by a mail scanner."""

import asyncio
from typing import Any

import pytest

from services.intake.signing_in.first_link import first_link
from tests.intake.door import (
    API,
    account,
    call,
    desk_of,
    known,
    link_path,
    send,
    sign_ins,
    token,
)
from tests.stage import Stage

COOKIE = "lotsa-session"


async def test_a_link_opens_the_board_to_a_guide(stage: Stage) -> None:
    guide = await account(stage, "guide@example.org", "guide")
    browser = stage.client()
    answer = await send(browser, await link_path(stage, guide))
    assert (answer.status_code, answer.headers["location"]) == (303, "/board")
    assert (await browser.get("/account")).status_code == 200


@pytest.mark.parametrize(
    ("role", "home"), [("association", "/needs"), ("admin", "/accounts"), ("coordinator", "/board")]
)
async def test_each_role_begins_at_its_own_page(stage: Stage, role: Any, home: str) -> None:
    somebody = await account(stage, "somebody@example.org", role)
    answer = await send(stage.client(), await link_path(stage, somebody))
    assert answer.headers["location"] == home


async def test_of_many_at_once_one_wins(stage: Stage) -> None:
    path = await link_path(stage, await account(stage, "guide@example.org", "guide"))
    browsers = [stage.client() for _ in range(8)]
    tokens = [await token(browser) for browser in browsers]
    answers = await asyncio.gather(
        *(
            browser.post(path, data={"form_token": one})
            for browser, one in zip(browsers, tokens, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [303, *[410] * 7]
    assert sum(COOKIE in answer.headers.get("set-cookie", "") for answer in answers) == 1
    assert len((await known(stage, "guide@example.org")).sessions) == 1


async def test_a_mail_scanner_burns_nothing(stage: Stage) -> None:
    path = await link_path(stage, await account(stage, "guide@example.org", "guide"))
    before = await sign_ins(stage)
    for _ in range(3):
        looked = await stage.client().get(path)
        assert looked.status_code == 200
        assert COOKIE not in looked.headers.get("set-cookie", "")
        assert (await stage.client().head(path)).status_code in {200, 405}
    assert await sign_ins(stage) == before
    assert (await send(stage.client(), path)).status_code == 303


async def test_a_used_link_says_so_and_leads_on(stage: Stage) -> None:
    path = await link_path(stage, await account(stage, "guide@example.org", "guide"))
    await send(stage.client(), path)
    again = await stage.client().get(path)
    assert again.status_code == 410
    assert 'href="/sign-in"' in again.text


async def test_a_link_is_over_after_15_minutes(stage: Stage) -> None:
    path = await link_path(stage, await account(stage, "guide@example.org", "guide"))
    stage.clock.passes(minutes=14, seconds=59)
    assert (await stage.client().get(path)).status_code == 200
    stage.clock.passes(seconds=1)
    assert (await stage.client().get(path)).status_code == 410
    assert (await send(stage.client(), path)).status_code == 410


async def test_a_made_up_key_is_no_page(stage: Stage) -> None:
    for key in ("x", "A" * 22, "sent/../x", "%00"):
        assert (await stage.client().get(f"/sign-in/{key}")).status_code == 404


async def test_an_old_link_is_forgotten(stage: Stage) -> None:
    await link_path(stage, await account(stage, "guide@example.org", "guide"))
    await stage.settle()
    stage.clock.passes(hours=25)
    await stage.settle()
    assert await sign_ins(stage) == []


async def test_the_first_account_is_made_once_and_its_link_works(stage: Stage) -> None:
    links = {await first_link(desk_of(stage)) for _ in range(2)}
    assert len(links) == 2
    first = await known(stage, "first@localhost")
    assert set(first.roles) == {"guide", "coordinator", "admin"}
    for link in links:
        assert (await send(stage.client(), link[len("http://127.0.0.1:8080") :])).status_code == 303


async def test_a_program_signs_in_and_out_by_the_same_rules(stage: Stage) -> None:
    guide = await account(stage, "guide@example.org", "guide")
    program = stage.client()
    queued = await program.post(f"{API}/sign-ins", json={"email": "guide@example.org"})
    assert (queued.status_code, queued.json()) == (202, {"status": "queued"})
    key = (await link_path(stage, guide)).removeprefix("/sign-in/")
    answer = await program.post(f"{API}/session", json={"key": key})
    assert answer.status_code == 201
    assert (answer.json()["account"], answer.json()["roles"]) == (guide.id, ["guide"])
    assert (await program.post(f"{API}/session", json={"key": key})).status_code == 403
    again = await stage.client().post(f"{API}/session", json={"key": key})
    assert (again.status_code, again.json()["slug"]) == (410, "gone")
    assert (await program.get(f"{API}/session")).json()["roles"] == ["guide"]
    assert (await call(program, "DELETE", "/session")).status_code == 204
    assert (await program.get(f"{API}/session")).status_code == 401
