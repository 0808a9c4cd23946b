"""What tests of intake's staff side do again and again: send a form, sign in, register, verify."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx

from services.intake.accounts.account import ACCOUNTS, Account, NewAccount, account_id
from services.intake.accounts.keeping import open_account
from services.intake.associations.association import ASSOCIATIONS, Association, Registration
from services.intake.associations.deciding import register, verify
from services.intake.desk import Desk
from services.intake.signing_in.sign_in import SIGN_INS, SignIn, key_of, ready_link
from shared.web.sessions import Role, Session
from tests.stage import Stage

API = "/intake/api/v1"
TOKEN = re.compile(r'name="form_token" value="([^"]+)"')
Fields = Mapping[str, str | list[str]]


async def token(browser: httpx.AsyncClient) -> str:
    """A form token for this browser, from a page that anybody may read."""
    found = TOKEN.search((await browser.get("/association/new")).text)
    assert found is not None
    return found.group(1)


async def send(
    browser: httpx.AsyncClient, path: str, fields: Fields | None = None
) -> httpx.Response:
    """The form sent as our own page would send it."""
    return await browser.post(path, data={"form_token": await token(browser), **(fields or {})})


async def call(
    browser: httpx.AsyncClient, method: str, path: str, body: object = None
) -> httpx.Response:
    """A request of a program that holds the cookie, with its form token."""
    headers = {"x-form-token": await token(browser)}
    return await browser.request(method, API + path, json=body, headers=headers)


def desk_of(stage: Stage) -> Desk:
    desk: Desk = stage.running.desk
    return desk


async def account(
    stage: Stage, email: str, *roles: Role, association: str | None = None
) -> Account:
    asked = NewAccount(
        email=email, name="Sara", language="sv", roles=roles, association=association
    )
    return await open_account(desk_of(stage), asked, welcome=False)


async def signed_in(stage: Stage, email: str, *roles: Role) -> httpx.AsyncClient:
    """A browser of somebody with an account, who came through the door."""
    made = await account(stage, email, *roles)
    browser = stage.client()
    answer = await send(browser, await link_path(stage, made))
    assert answer.status_code == 303
    return browser


async def link_path(stage: Stage, made: Account) -> str:
    """The path of a fresh one-time link."""
    return (await ready_link(desk_of(stage), made.id)).removeprefix("http://127.0.0.1:8080")


async def known(stage: Stage, email: str) -> Account:
    desk = desk_of(stage)
    found = await desk.store.get(ACCOUNTS, account_id(desk.keys, email))
    assert found is not None
    return found


async def sign_ins(stage: Stage) -> list[SignIn]:
    return await desk_of(stage).store.find(SIGN_INS, {})


def path_of(stage: Stage, sign_in: SignIn) -> str:
    return f"/sign-in/{key_of(stage.keys, sign_in.id)}"


async def verified(stage: Stage, name: str, email: str) -> Association:
    """A verified association, and everything done that follows."""
    desk = desk_of(stage)
    asked = Registration(name=name, contact_name="Sara", contact_email=email)
    made = await register(desk, asked, str(uuid4()))
    await stage.settle()
    coordinator = Session(
        id="s",
        account="account-coordinator",
        roles=frozenset({"coordinator"}),
        regions=("malmo",),
        association=None,
        expires=4_000_000_000,
    )
    await verify(desk, made.id, coordinator)
    await stage.settle()
    return await reread(stage, made)


async def reread(stage: Stage, made: Association) -> Association:
    from_store = await desk_of(stage).store.get(ASSOCIATIONS, made.id)
    assert from_store is not None
    return from_store


def bodies(stage: Stage, kind: str) -> list[dict[str, Any]]:
    """What was told of this kind, oldest first."""
    return [one.data for one in stage.bus.sent if one.envelope.kind == kind]


NEED: dict[str, object] = {
    "kind": "leader",
    "title": "Tränare på tisdagar",
    "activities": ["football"],
    "seats": 2,
    "place": "Kroksbäcks IP",
    "area": "lugnet",
    "slots": ["tue_evening"],
    "ages": ["18-25", "26-64"],
}
