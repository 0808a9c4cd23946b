"""Bearer tokens: shown once, kept as a hash, ended with one click, and no way to more of them."""

import re

import httpx

from shared.keys import hash_of
from tests.intake.door import API, bodies, call, known, send, signed_in
from tests.stage import Stage

SHOWN = re.compile(r'<textarea id="made"[^>]*>([^<]+)</textarea>')


async def made_token(browser: httpx.AsyncClient) -> str:
    answer = await send(browser, "/account/tokens", {"token_name": "Kalender"})
    found = SHOWN.search(answer.text)
    assert found is not None
    return found.group(1)


def bearer(stage: Stage, token: str) -> httpx.AsyncClient:
    program = stage.client()
    program.headers["authorization"] = f"Bearer {token}"
    return program


async def test_a_token_works_and_is_shown_once(stage: Stage) -> None:
    browser = await signed_in(stage, "boss@example.org", "coordinator")
    token = await made_token(browser)
    program = bearer(stage, token)
    assert (await program.get(f"{API}/session")).json()["roles"] == ["coordinator"]
    assert (await program.get(f"{API}/accounts")).status_code == 200
    page = (await browser.get("/account")).text
    assert "Kalender" in page
    assert token not in page


async def test_only_its_hash_is_kept(stage: Stage) -> None:
    browser = await signed_in(stage, "guide@example.org", "guide")
    token = await made_token(browser)
    kept = await known(stage, "guide@example.org")
    assert kept.tokens[0].hash == hash_of(token)
    assert token.rpartition(".")[2] not in kept.model_dump_json()


async def test_a_revoked_token_is_nobodys_and_everybody_hears(stage: Stage) -> None:
    browser = await signed_in(stage, "guide@example.org", "guide")
    program = bearer(stage, await made_token(browser))
    (kept,) = (await known(stage, "guide@example.org")).tokens
    answer = await send(browser, f"/account/tokens/{kept.id}/revoke")
    assert answer.headers["location"] == "/account?done=revoked"
    assert (await program.get(f"{API}/session")).status_code == 401
    await stage.settle()
    assert bodies(stage, "SessionEnded")[-1]["sessions"] == [kept.id]
    assert (await browser.get("/account")).status_code == 200


async def test_nobody_revokes_anothers(stage: Stage) -> None:
    owner = await signed_in(stage, "guide@example.org", "guide")
    await made_token(owner)
    (kept,) = (await known(stage, "guide@example.org")).tokens
    other = await signed_in(stage, "other@example.org", "guide")
    assert (await send(other, f"/account/tokens/{kept.id}/revoke")).status_code == 404
    assert (await call(other, "DELETE", f"/tokens/{kept.id}")).status_code == 404
    assert len((await known(stage, "guide@example.org")).tokens) == 1


async def test_a_token_makes_no_tokens(stage: Stage) -> None:
    browser = await signed_in(stage, "guide@example.org", "guide")
    program = bearer(stage, await made_token(browser))
    assert (await program.post(f"{API}/tokens", json={"name": "more"})).status_code == 404
    assert (await program.get("/account")).status_code == 404


async def test_changed_roles_end_tokens(stage: Stage) -> None:
    admin = await signed_in(stage, "admin@example.org", "admin")
    browser = await signed_in(stage, "guide@example.org", "guide")
    program = bearer(stage, await made_token(browser))
    made = await known(stage, "guide@example.org")
    await call(admin, "PUT", f"/accounts/{made.id}/roles", {"roles": ["coordinator"]})
    assert (await program.get(f"{API}/session")).status_code == 401


async def test_there_is_a_limit(stage: Stage) -> None:
    browser = await signed_in(stage, "guide@example.org", "guide")
    answers = [await call(browser, "POST", "/tokens", {"name": f"t{n}"}) for n in range(11)]
    assert [answer.status_code for answer in answers] == [201] * 10 + [422]
    assert len((await browser.get(f"{API}/tokens")).json()) == 10


async def test_a_program_may_give_its_token_back(stage: Stage) -> None:
    browser = await signed_in(stage, "guide@example.org", "guide")
    program = bearer(stage, await made_token(browser))
    assert (await program.delete(f"{API}/session")).status_code == 204
    assert (await program.get(f"{API}/session")).status_code == 401
    assert (await browser.get(f"{API}/session")).status_code == 200
