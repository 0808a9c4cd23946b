"""SIGKILL between a save and its acknowledgement."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from tests.behaviour.store.places import Place, opened
from tests.behaviour.store.saver import SAVERS, SAVES_EACH
from tests.behaviour.store.things import PEOPLE

ROOT = Path(__file__).parents[3]
SAVER = "tests.behaviour.store.saver"


async def saved_until_killed(place: Place, acknowledged: int) -> dict[str, int]:
    """The last acknowledged version of each document, by a process that was killed while saving."""
    saver = await asyncio.create_subprocess_exec(
        sys.executable, "-m", SAVER, *place.address, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert saver.stdout is not None
    versions: dict[str, int] = {}
    count = 0
    async with asyncio.timeout(60):
        # To its end: what stood in the pipe when the process died had been acknowledged, too.
        async for line in saver.stdout:
            key, version = line.decode().split()
            versions[key] = int(version)
            count += 1
            if count == acknowledged:
                saver.send_signal(signal.SIGKILL)
    assert await saver.wait() == -signal.SIGKILL
    return versions


@pytest.mark.parametrize("acknowledged", [1, 50, 333])
async def test_what_was_acknowledged_is_there_and_the_rest_is_whole_or_absent(
    place: Place, acknowledged: int
) -> None:
    versions = await saved_until_killed(place, acknowledged)
    assert sum(versions.values()) >= acknowledged
    again = opened(*place.address)
    try:
        store = again.store()
        began = {f"{saver}-{number}" for saver in range(SAVERS) for number in range(acknowledged)}
        for key in began | set(versions):
            doc = await store.get(PEOPLE, key)
            if doc is None:
                assert key not in versions, "an acknowledged document is lost"
                continue
            last = versions.get(key, 0)
            assert last <= doc.version <= min(last + 1, SAVES_EACH)
            assert doc.since == doc.version
            assert doc.told == {"intake-people-v1": doc.version}
            beside = await again.beside(PEOPLE, key)
            told = [one["envelope"]["sequence"] for one in beside.outbox]
            assert told == list(range(1, doc.version + 1))
            assert beside.marked
        if acknowledged > 1:
            assert len(await store.claim_outbox(PEOPLE, "me", limit=1000)) >= len(versions)
    finally:
        await again.close()
