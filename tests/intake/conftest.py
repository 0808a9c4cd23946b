"""Intake on a file of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.intake.app import INTAKE
from shared.service import utc_now
from tests.stage import Clock, Stage, staged


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    # Sessions are over by the real clock, wherever they are shown: so the test's begins there.
    async with staged(INTAKE, tmp_path, clock=Clock(utc_now())) as stage:
        yield stage
