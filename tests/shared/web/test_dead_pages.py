"""The dead desk: administrators see ids and codes, decide, and nobody else finds it."""

import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.events.app import EVENTS
from shared.bus.direct import record_of
from shared.bus.listening import Outcome
from shared.contracts.intake import SessionEnded
from tests.stage import Stage, staged

CANARY = b"canary@example.org"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(EVENTS, tmp_path) as stage:
        ended = stage.untold(SessionEnded(account="a", sessions=("s",)), "a")
        broken = dataclasses.replace(record_of(ended), value=b'{"account": "' + CANARY + b'"')
        assert await stage.running.listening.handle(broken) is Outcome.DEAD
        yield stage


async def test_an_administrator_sees_that_it_stopped_and_nothing_of_what_it_says(
    stage: Stage,
) -> None:
    async with stage.client("admin") as browser:
        page = (await browser.get("/events/dead")).text
        (listed,) = (await browser.get("/events/api/v1/dead")).json()
    assert listed["reason"] == "bad-body"
    assert listed["id"] in page
    assert CANARY.decode() not in page


@pytest.mark.parametrize("role", ["association", "guide", "coordinator"])
async def test_others_do_not_find_it(stage: Stage, role: str) -> None:
    async with stage.client(role) as browser:  # type: ignore[arg-type]
        assert (await browser.get("/events/dead")).status_code == 404
        assert (await browser.get("/events/api/v1/dead")).status_code == 404


async def test_what_is_given_up_is_gone_and_stays_in_the_trail(stage: Stage) -> None:
    async with stage.client("admin", account="boss") as browser:
        (key,) = (await browser.get("/events/api/v1/dead")).json()
        page = (await browser.get("/events/dead")).text
        token = page.partition('name="form_token" value="')[2].partition('"')[0]
        path = f"/events/dead/{key['id']}/skip"
        assert (await browser.post(path, data={"form_token": token})).status_code == 303
        assert (await browser.get("/events/api/v1/dead")).json() == []
        assert len((await browser.get("/events/api/v1/dead?standing=decided")).json()) == 1
        again = await browser.post(path, data={"form_token": token})
        assert again.status_code == 404


async def test_a_standing_that_is_none_is_not_found(stage: Stage) -> None:
    async with stage.client("admin") as browser:
        assert (await browser.get("/events/dead?standing=lost")).status_code == 404
