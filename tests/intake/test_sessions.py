"""A session that ends, ends everywhere: the other services hear of it within a second."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from deploy.embedded import Embedded, opened
from services.intake.signing_in.first_link import first_link
from shared.settings import Settings
from tests.intake.door import send

# Pages of the three services that hear of ended sessions.
ELSEWHERE = ("/board", "/gatherings/new", "/outbox")
PATIENCE_S = 10.0


@contextlib.asynccontextmanager
async def running(app: Embedded) -> AsyncIterator[None]:
    """All four services, their loops turning."""
    async with contextlib.AsyncExitStack() as stack:
        for one in app.apps.values():
            await stack.enter_async_context(one.router.lifespan_context(one))
        yield


async def statuses(browser: httpx.AsyncClient) -> set[int]:
    return {(await browser.get(path)).status_code for path in ELSEWHERE}


@pytest.mark.parametrize("path", ["/sign-out", "/sign-out/everywhere"])
async def test_every_service_knows_within_a_second(tmp_path: Path, path: str) -> None:
    settings = Settings.model_validate({"data": tmp_path})
    async with opened(settings) as app, running(app):
        browser, stolen = (
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8080"
            )
            for _ in range(2)
        )
        link = await first_link(app.apps["intake"].state.desk)
        assert (await send(browser, link[len("http://127.0.0.1:8080") :])).status_code == 303
        stolen.cookies.update(browser.cookies)
        assert await statuses(stolen) == {200}
        assert (await send(browser, path)).status_code == 303
        ended = time.monotonic()
        while await statuses(stolen) != {303}:
            assert time.monotonic() - ended < PATIENCE_S
            await asyncio.sleep(0.02)
        assert time.monotonic() - ended < 1.0
