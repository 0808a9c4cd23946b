"""The guard: who may send what, decided by headers and token alone."""

from collections.abc import Mapping

import httpx
import pytest
from fastapi import FastAPI, Request
from starlette.responses import Response

from shared.web.guard import HEADERS, MAX_BODY, form_token, holds, stand_before

OWN = "https://lotsa.example.org"


def client(*, secure: bool = True) -> httpx.AsyncClient:
    app = FastAPI()

    @app.api_route("/", methods=["GET", "POST"])
    async def answer(request: Request) -> Response:
        await request.body()
        return Response("heard " * 400, media_type="text/plain")

    @app.get("/stream")
    async def stream() -> Response:
        return Response("data: x\n\n" * 400, media_type="text/event-stream")

    stand_before(app, base_url=OWN, secure=secure)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=OWN)


ALLOWED: list[dict[str, str]] = [
    {},  # a program, or an old browser: the form token decides
    {"origin": OWN},
    {"origin": "null"},  # what browsers send with our own forms under no-referrer
    {"origin": "null", "sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "none"},  # typed or from a bookmark
]
FOREIGN: list[dict[str, str]] = [
    {"origin": "https://evil.example"},
    {"origin": "https://lotsa.example.org.evil.example"},
    {"origin": OWN + ":444"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "null", "sec-fetch-site": "cross-site"},
    {"origin": OWN, "sec-fetch-site": "cross-site"},
]


@pytest.mark.parametrize("headers", ALLOWED)
async def test_our_own_pages_and_programs_may_send(headers: Mapping[str, str]) -> None:
    async with client() as browser:
        assert (await browser.post("/", headers=headers)).status_code == 200


@pytest.mark.parametrize("headers", FOREIGN)
async def test_other_sites_may_look_and_not_send(headers: Mapping[str, str]) -> None:
    async with client() as browser:
        refused = await browser.post("/", headers=headers)
        assert (refused.status_code, refused.json()["slug"]) == (403, "foreign-request")
        assert {name: refused.headers.get(name) for name in HEADERS} == HEADERS
        assert (await browser.get("/", headers=headers)).status_code == 200


async def test_a_form_token_is_for_one_reader_and_never_reads_the_same() -> None:
    token, other = form_token(b"key", "reader"), form_token(b"key", "reader")
    assert token != other
    assert holds(token, b"key", "reader")
    assert holds(other, b"key", "reader")
    assert not holds(token, b"key", "somebody else")
    assert not holds(token, b"another key", "reader")


@pytest.mark.parametrize("token", ["", "AAAA", "åäö", "=", form_token(b"key", "reader")[:-4]])
async def test_what_is_no_token_holds_nothing(token: str) -> None:
    assert not holds(token, b"key", "reader")


async def test_what_goes_out_is_compressed() -> None:
    async with client() as browser:
        answer = await browser.get("/", headers={"accept-encoding": "gzip"})
        plain = await browser.get("/", headers={"accept-encoding": "identity"})
    assert (answer.headers["content-encoding"], answer.headers["vary"]) == (
        "gzip",
        "Accept-Encoding",
    )
    assert "content-encoding" not in plain.headers


async def test_streams_go_out_as_they_come() -> None:
    async with client() as browser:
        answer = await browser.get("/stream", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in answer.headers


async def test_https_is_remembered_only_where_it_is_spoken() -> None:
    for secure in (True, False):
        async with client(secure=secure) as browser:
            told = (await browser.get("/")).headers
        assert ("strict-transport-security" in told) is secure


async def test_the_largest_body_passes() -> None:
    """The control of what larger ones are refused for, which needs a whole service."""
    async with client() as browser:
        assert (await browser.post("/", content=b"x" * MAX_BODY)).status_code == 200
