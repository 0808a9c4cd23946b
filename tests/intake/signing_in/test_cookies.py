"""The session cookie: whose it is, how long, and when it is nobody's any more."""

from pathlib import Path

from services.intake.app import INTAKE
from services.intake.signing_in.first_link import first_link
from tests.intake.door import (
    API,
    account,
    bodies,
    desk_of,
    known,
    link_path,
    send,
    signed_in,
    token,
)
from tests.stage import Stage, staged

COOKIE = "lotsa-session"


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
