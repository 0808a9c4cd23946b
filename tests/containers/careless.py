"""A service that commits what it was given before it did it: the control of the stream.

    python careless.py matching

Runs inside a container, where nothing of the tests is.
"""

import asyncio
import sys
from typing import Any

from aiokafka import TopicPartition

from deploy import distributed
from deploy.running import server
from shared.bus.kafka_lanes import Lanes
from shared.settings import Settings

PAUSE_S = 20.0
carefully = Lanes._work


async def carelessly(lanes: Lanes, batch: dict[TopicPartition, list[Any]]) -> None:
    """Commits the whole batch, then takes its time: whoever is killed here has lost it."""
    await lanes._commit({part: raws[-1].offset + 1 for part, raws in batch.items()})
    sys.stdout.write("committed\n")
    sys.stdout.flush()
    await asyncio.sleep(PAUSE_S)
    await carefully(lanes, batch)


async def serve(service: str) -> None:
    settings = Settings.of(service)
    async with distributed.opened(service, settings) as app:
        await server(app, settings.host, settings.port).serve()


Lanes._work = carelessly  # type: ignore[method-assign]
asyncio.run(serve(sys.argv[1]))
