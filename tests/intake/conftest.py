"""Intake on a file of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from services.intake.app import INTAKE
from shared.service import utc_now
from shared.web.sessions import Role
from tests.intake.door import signed_in
from tests.stage import Clock, Stage, staged


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    # Sessions are over by the real clock, wherever they are shown: so the test's begins there.
    async with staged(INTAKE, tmp_path, clock=Clock(utc_now())) as stage:
        yield stage


@pytest.fixture
async def guide(stage: Stage) -> httpx.AsyncClient:
    """A guide who reads English."""
    return await reading_english(stage, "guide@example.org", "guide")


@pytest.fixture
async def chief(stage: Stage) -> httpx.AsyncClient:
    """A coordinator who reads English."""
    return await reading_english(stage, "chief@example.org", "coordinator")


async def reading_english(stage: Stage, email: str, role: Role) -> httpx.AsyncClient:
    made = await signed_in(stage, email, role)
    made.cookies.set("lang", "en")
    return made
