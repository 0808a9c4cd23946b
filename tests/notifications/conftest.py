"""Notifications on a file of its own, with a channel that keeps what it is given."""

import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.notifications import deliveries
from services.notifications.app import NOTIFICATIONS
from tests.notifications.letterbox import Sink
from tests.stage import Stage, staged


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
async def stage(tmp_path: Path, sink: Sink) -> AsyncIterator[Stage]:
    parts = dataclasses.replace(
        NOTIFICATIONS, desk=lambda office: deliveries.Desk(office=office, email=sink)
    )
    async with staged(parts, tmp_path) as stage:
        yield stage
