"""Signing in: one link, once, within 15 minutes, and nothing to be learned about addresses."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from services.intake.accounts.account import ACCOUNTS, account_id
from services.intake.app import INTAKE
from services.intake.desk import Desk
from services.intake.signing_in.first_link import first_link
from services.intake.signing_in.sign_in import SIGN_INS, made
from shared.keys import hash_of
from shared.service import Office
from tests.intake.door import (
    API,
    account,
    bodies,
    call,
    desk_of,
    known,
    link_path,
    path_of,
    send,
    sign_ins,
    signed_in,
    token,
)
from tests.stage import Stage, staged

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


async def test_asking_has_a_link_written_to_those_who_have_an_account(stage: Stage) -> None:
    guide = await account(stage, "guide@example.org", "guide")
    await send(stage.client(), "/sign-in", {"email": " Guide@Example.ORG "})
    await stage.settle()
    (told,) = bodies(stage, "SignInAsked")
    (asked,) = await sign_ins(stage)
    assert told == {
        "sign_in": asked.id,
        "account": guide.id,
        "expires_at": stage.clock() + 15 * 60_000,
    }
    assert (await send(stage.client(), path_of(stage, asked))).status_code == 303


class Recorder:
    """A store that notes what it is asked to do, for whom of the tests to compare."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.calls: list[tuple[str, str]] = []

    def __getattr__(self, name: str) -> Any:
        def noted(of: Any, *args: Any, **more: Any) -> Any:
            self.calls.append((name, of.table))
            return getattr(self._store, name)(of, *args, **more)

        return noted


def recorded(stage: Stage) -> tuple[Desk, Recorder]:
    office = desk_of(stage).office
    recorder = Recorder(office.store)
    desk = Desk(Office("intake", office.settings, office.keys, recorder, office.now))  # type: ignore[arg-type]
    return desk, recorder


async def test_an_unknown_address_is_answered_alike_with_the_same_work(stage: Stage) -> None:
    await account(stage, "guide@example.org", "guide")
    browser = stage.client()
    one = await token(browser)
    answers, calls = [], []
    for email in ("guide@example.org", "nobody@example.org"):
        stage.app.state.desk, recorder = recorded(stage)
        answers.append(await browser.post("/sign-in", data={"form_token": one, "email": email}))
        calls.append(recorder.calls)
    assert calls[0] == calls[1]
    assert [call for call in calls[0] if call == ("save", "intake__sign_ins")] == [calls[0][-1]]
    assert {(a.status_code, a.text, tuple(a.headers.items())) for a in answers} == {
        (303, "", tuple(answers[0].headers.items()))
    }
    await stage.settle()
    assert len(bodies(stage, "SignInAsked")) == 1


async def test_looking_up_at_once_would_be_seen(stage: Stage) -> None:
    """The control: an `ask` that looks first does other work for an unknown address."""
    await account(stage, "guide@example.org", "guide")

    async def ask_at_once(desk: Desk, email: str) -> None:
        key = account_id(desk.keys, email)
        if await desk.store.get(ACCOUNTS, key):
            await desk.store.save(SIGN_INS, made(desk, desk.new_id(), key))

    calls = []
    for email in ("guide@example.org", "nobody@example.org"):
        desk, recorder = recorded(stage)
        await ask_at_once(desk, email)
        calls.append(recorder.calls)
    assert calls[0] != calls[1]


async def test_neither_address_nor_key_is_stored(stage: Stage, tmp_path: Path) -> None:
    await send(stage.client(), "/sign-in", {"email": "canary@example.org"})
    await stage.settle()
    (asked,) = await sign_ins(stage)
    key = path_of(stage, asked).removeprefix("/sign-in/")
    assert asked.key_hash == hash_of(key)
    files = b"".join(file.read_bytes() for file in tmp_path.glob("lotsa.sqlite*"))
    assert hash_of(key).encode() in files
    assert key.encode() not in files
    assert b"canary" not in files


async def test_too_many_wishes_wait_and_keep_what_was_typed(stage: Stage) -> None:
    browser = stage.client()
    for _ in range(6):
        answer = await send(browser, "/sign-in", {"email": "anna@example.org"})
        assert answer.status_code == 303
    refused = await send(browser, "/sign-in", {"email": "anna@example.org"})
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert 'value="anna@example.org"' in refused.text
    stage.clock.passes(hours=1)
    answer = await send(browser, "/sign-in", {"email": "anna@example.org"})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    "typed", ["", "anna", "a@b", "a@b.example\r\nBcc: x@y.example", "{'$ne': 1}", "x" * 5000]
)
async def test_what_is_no_address_is_shown_again_with_what_is_wrong(
    stage: Stage, typed: str
) -> None:
    answer = await send(stage.client(), "/sign-in", {"email": typed})
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text
    assert await sign_ins(stage) == []


async def test_a_script_in_the_address_is_inert(stage: Stage) -> None:
    answer = await send(stage.client(), "/sign-in", {"email": '"><script>alert(1)</script>'})
    assert "<script>alert" not in answer.text


async def test_signing_out_ends_the_session_for_a_stolen_cookie_too(stage: Stage) -> None:
    browser = await signed_in(stage, "guide@example.org", "guide")
    stolen = stage.client()
    stolen.cookies.update(browser.cookies)
    assert (await send(browser, "/sign-out")).headers["location"] == "/"
    assert (await stolen.get("/account")).headers["location"] == "/sign-in"
    await stage.settle()
    (told,) = bodies(stage, "SessionEnded")
    assert len(told["sessions"]) == 1


async def test_signing_out_everywhere_ends_all_sessions(stage: Stage) -> None:
    first = await signed_in(stage, "guide@example.org", "guide")
    second = await signed_in(stage, "guide@example.org", "guide")
    await send(first, "/sign-out/everywhere")
    for browser in (first, second):
        assert (await browser.get("/account")).status_code == 303


async def test_a_changed_cookie_is_nobodys(stage: Stage) -> None:
    browser = await signed_in(stage, "guide@example.org", "guide")
    signed = browser.cookies[COOKIE]
    head, body, mark = signed.split(".")
    for forged in (
        f"{head}.{body}.{mark[:-4]}AAAA",
        f"{head}.{body[:-4]}AAAA.{mark}",
        f"eyJhbGciOiJub25lIn0.{body}.",
    ):
        other = stage.client()
        other.cookies.set(COOKIE, forged)
        assert (await other.get("/account")).headers["location"] == "/sign-in"
        assert (await other.get(f"{API}/session")).status_code == 401


async def test_a_session_is_over_after_12_hours(stage: Stage) -> None:
    guide = await account(stage, "guide@example.org", "guide")
    answer = await send(stage.client(), await link_path(stage, guide))
    (started,) = (await known(stage, "guide@example.org")).sessions
    assert started.expires == stage.clock() // 1000 + 12 * 3600
    assert "Max-Age=43200" in answer.headers["set-cookie"]


async def test_cookies_hold_to_themselves(tmp_path: Path) -> None:
    secure = {"url": "https://lotsa.example.org"}
    async with staged(INTAKE, tmp_path, **secure) as stage:
        guide = await account(stage, "guide@example.org", "guide")
        path = (await first_link(desk_of(stage))).removeprefix("https://lotsa.example.org")
        assert guide.id != path
        browser = stage.client()
        browser.base_url = "https://lotsa.example.org"
        answer = await send(browser, path)
        cookies = answer.headers.get_list("set-cookie")
        (session,) = [one for one in cookies if "session" in one]
        assert session.startswith("__Host-session=")
        for attribute in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
            assert attribute in session
        assert "Domain" not in session
        assert "max-age" in answer.headers["strict-transport-security"]


async def test_without_the_form_token_nothing_happens(stage: Stage) -> None:
    browser = await signed_in(stage, "guide@example.org", "guide")
    assert (await browser.post("/sign-out")).status_code == 403
    foreign = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}
    sent = {"form_token": await token(browser)}
    assert (await browser.post("/sign-out", data=sent, headers=foreign)).status_code == 403
    assert (await browser.get("/account")).status_code == 200


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


@pytest.mark.parametrize(
    "body",
    [
        {"email": {"$ne": ""}},
        {"email": ["a@example.org"]},
        {"email": "a@example.org", "role": "admin"},
        {"email.$gt": "a@example.org"},
        {},
    ],
)
async def test_operators_and_extra_fields_are_refused(stage: Stage, body: object) -> None:
    answer = await stage.client().post(f"{API}/sign-ins", json=body)
    assert answer.status_code == 422
    assert "example.org" not in answer.text
    assert await sign_ins(stage) == []
