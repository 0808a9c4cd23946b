"""A copy in a file, from and to the distributed mode: MongoDB, Kafka and the keys."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Final

from deploy.backup import KEYS, STORE, Manifest, owners_alone, pack, room_for
from deploy.copying import Copying, Told
from deploy.distributed import answered, check, check_move, prepare
from deploy.moving import Moved, Moving
from deploy.services import PARTS
from shared.bus.kafka_lag import unheard
from shared.contracts.topics import TOPICS, Topic, topic_of
from shared.service import message_id, utc_now
from shared.settings import Misconfigured, Settings
from shared.store.mongo import connect
from shared.store.mongo_copy import MongoCopy
from shared.store.sqlite import SqliteFile, SqliteStore

HEARD_OTHERS: Final = "LOTSA_KAFKA holds messages of another Lotsa: name an empty broker"
NOBODY: Final = "lotsa-nobody"
"""A group that never heard anything: what it has not heard is all that there is."""


async def backed_up(settings: Settings, to: Path, told: Told) -> Manifest:
    """Writes a backup of the services that run on MongoDB and Kafka. Raises Misconfigured."""
    check(settings)
    with room_for(to) as folder:
        async with stores_of(settings) as stores:
            for name, store in stores.items():
                await answered(store)
                await check_move(store, name)
            file = await prepared(folder / STORE)
            try:
                copying = Copying(stores, file, lambda: late(settings), utc_now, settings.region)
                moment = await copying.copy(told)
            finally:
                await asyncio.to_thread(file.close)
        return await asyncio.to_thread(pack, folder, settings.keys_file, to, moment)


async def shipped(folder: Path, settings: Settings, told: Told) -> Moved | None:
    """Takes the store and the keys in `folder` into MongoDB, which holds no Lotsa yet.

    None where this was done before. Raises Misconfigured.
    """
    check(settings)
    place_keys(folder / KEYS, settings.keys_file)
    await prepare(settings, moving=True)
    file = SqliteFile(folder / STORE)
    try:
        async with stores_of(settings) as stores:
            moving = Moving(file, stores, utc_now, settings.region)
            if await moving.is_done():
                return None
            await moving.check()
            if await unheard(settings.kafka, NOBODY, TOPICS):
                raise Misconfigured(HEARD_OTHERS)
            return await moving.move(told)
    finally:
        await asyncio.to_thread(file.close)


def place_keys(keys: Path, to: Path) -> None:
    """The keys to where the services look for them. Raises Misconfigured where others are."""
    if not to.exists():
        to.parent.mkdir(parents=True, exist_ok=True)
        with owners_alone(to) as file:
            file.write(keys.read_bytes())
    elif to.read_bytes() != keys.read_bytes():
        raise Misconfigured(
            "the keys at LOTSA_KEYS are others: with them no link and no contact could be read; "
            "name an empty place"
        )


@contextlib.asynccontextmanager
async def stores_of(settings: Settings) -> AsyncIterator[Mapping[str, MongoCopy]]:
    """The stores of all services."""
    client = connect(settings.store)
    try:
        yield {
            name: MongoCopy(client, name, parts.stored, now=utc_now, new_id=message_id)
            for name, parts in PARTS.items()
        }
    finally:
        client.close()


async def prepared(path: Path) -> SqliteFile:
    """A new file with every table."""
    file = SqliteFile(path)
    for parts in PARTS.values():
        await SqliteStore(file, parts.stored, utc_now, message_id).prepare()
    return file


async def late(settings: Settings) -> dict[str, int]:
    """How many messages each service has not heard yet."""
    return {name: await unheard(settings.kafka, name, heard_by(name)) for name in PARTS}


def heard_by(service: str) -> list[Topic]:
    """The topics that a service listens to, each once."""
    return list({topic_of(heard.kind): None for heard in PARTS[service].hears})
