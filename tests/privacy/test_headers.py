"""Every answer carries the security headers, also where something went wrong (check 10)."""

from collections.abc import Iterable
from pathlib import Path

import httpx
import pytest

from services.intake.app import INTAKE
from shared.web.guard import HEADERS, MAX_BODY
from shared.web.static import asset
from tests.privacy.doors import client, doors, knock, token_for
from tests.privacy.inside import Inside
from tests.privacy.walked import Walked
from tests.stage import staged

SAFE = {
    "url": "https://lotsa.example.org",
    "operator_name": "Staden",
    "operator_phone": "040-00 00 00",
    "operator_email": "hej@example.org",
    "data_protection": "dpo@example.org",
}


def bare(answers: Iterable[httpx.Response]) -> list[tuple[str, int]]:
    """Answers that lack a header, or that a browser might keep."""
    return [
        (f"{one.request.method} {one.request.url.path}", one.status_code)
        for one in answers
        if {name: one.headers.get(name) for name in HEADERS} != HEADERS
        or one.headers.get("cache-control") != "no-store"
    ]


def test_every_route_answers_with_the_headers(inside: Inside, walked: Walked) -> None:
    with client(inside) as nobody, client(inside, walked) as chief:
        inviting = [d for d in doors(inside) if not d.route.endswith("/stream")]
        answers = [knock(reader, door) for door in inviting for reader in (nobody, chief)]
    assert {one.status_code for one in answers} >= {200, 303, 401, 403, 404}
    assert bare(answers) == []


def test_refusals_carry_them_too(inside: Inside, walked: Walked) -> None:
    with client(inside) as nobody, client(inside, walked) as chief:
        large = {"content-type": "application/json", "x-form-token": token_for(chief)}
        answers = [
            nobody.get("/nowhere"),
            nobody.get("/board/nowhere"),
            nobody.get("/matching/api/v1/nowhere"),
            nobody.delete("/"),
            nobody.post("/sign-in", headers={"sec-fetch-site": "cross-site"}),
            nobody.post("/intake/api/v1/people", content=b"{" * (MAX_BODY + 1), headers=large),
            nobody.post("/intake/api/v1/people", content=b"{", headers=large),
        ]
    assert [one.status_code for one in answers] == [404, 404, 404, 405, 403, 413, 422]
    assert bare(answers) == []


def test_a_failure_carries_them_too(inside: Inside) -> None:
    """And says nothing of what failed."""

    async def fail() -> None:
        raise RuntimeError("canary of a failure")

    inside.apps["events"].add_api_route("/events/api/v1/failure", fail)
    inside.apps["matching"].add_api_route("/board/failure", fail)
    with client(inside) as nobody:
        answers = [nobody.get(path) for path in ("/events/api/v1/failure", "/board/failure")]
    assert [one.status_code for one in answers] == [500, 500]
    assert not [one for one in answers if "canary" in one.text or "Traceback" in one.text]
    assert "canary of a failure" not in inside.logs()
    assert bare(answers) == []


def test_static_files_are_kept_and_carry_them(inside: Inside) -> None:
    with client(inside) as nobody:
        answer = nobody.get(asset("lotsa.css"))
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_a_missing_header_would_be_found() -> None:
    """The control."""
    request = httpx.Request("GET", "http://127.0.0.1/")
    headers = {**HEADERS, "cache-control": "no-store"}
    assert bare([httpx.Response(200, headers=headers, request=request)]) == []
    for name in headers:
        less = {other: text for other, text in headers.items() if other != name}
        assert bare([httpx.Response(200, headers=less, request=request)]) == [("GET /", 200)]


@pytest.mark.parametrize("path", ["/", "/form/kind", "/sign-in", "/nowhere"])
async def test_https_cookies_and_headers(tmp_path: Path, path: str) -> None:
    async with staged(INTAKE, tmp_path, **SAFE) as stage:
        transport = httpx.ASGITransport(app=stage.app)
        async with httpx.AsyncClient(transport=transport, base_url=SAFE["url"]) as browser:
            answer = await browser.get(path)
            begun = await browser.post(path, data={"email": "eva@example.org", "kind": "leader"})
            chosen = await browser.get(f"{path}?lang=ar")
    for one in (answer, begun, chosen):
        assert one.headers["strict-transport-security"].startswith("max-age=31536000")
        for cookie in one.headers.get_list("set-cookie"):
            assert attributes(cookie) >= {"path=/", "secure", "httponly", "samesite=lax"}, cookie
            assert cookie.startswith("__Host-"), cookie


def attributes(cookie: str) -> set[str]:
    return {part.strip().lower() for part in cookie.split(";")[1:]}
