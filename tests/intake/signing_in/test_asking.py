"""Asking for a link: nothing is to be learned about addresses, and none is kept."""

from pathlib import Path
from typing import Any

import pytest

from services.intake.accounts.account import ACCOUNTS, account_id
from services.intake.desk import Desk
from services.intake.signing_in.sign_in import LOOK_UP_AFTER_MS, SIGN_INS, made
from shared.desk import Office
from shared.keys import hash_of
from tests.intake.door import (
    API,
    account,
    bodies,
    desk_of,
    path_of,
    send,
    sign_ins,
    token,
)
from tests.stage import Stage


async def test_asking_has_a_link_written_to_those_who_have_an_account(stage: Stage) -> None:
    guide = await account(stage, "guide@example.org", "guide")
    expires_at = stage.clock() + 15 * 60_000
    await send(stage.client(), "/sign-in", {"email": " Guide@Example.ORG "})
    await stage.settle()
    assert bodies(stage, "SignInAsked") == []
    stage.clock.at += LOOK_UP_AFTER_MS
    await stage.settle()
    (told,) = bodies(stage, "SignInAsked")
    (asked,) = await sign_ins(stage)
    assert told == {
        "sign_in": asked.id,
        "account": guide.id,
        "expires_at": expires_at,
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
    stage.clock.at += LOOK_UP_AFTER_MS
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
    stage.clock.at += LOOK_UP_AFTER_MS
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
