"""The stores that the settings name, for commands that work beside a running service."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from typing import Any

from shared.service import message_id, utc_now
from shared.settings import Settings
from shared.store.collection import Collection, Store
from shared.store.mongo import MongoStore, connect
from shared.store.sqlite import SqliteFile, SqliteStore

OpenStore = Callable[[str, Sequence[Collection[Any]]], Coroutine[None, None, Store]]


@contextlib.asynccontextmanager
async def opened_store(settings: Settings) -> AsyncIterator[OpenStore]:
    """Opens collections in whichever store is set, without touching anybody's leases."""
    if settings.store:
        client = connect(settings.store)

        async def in_mongo(name: str, collections: Sequence[Collection[Any]]) -> Store:
            return MongoStore(client, name, collections, now=utc_now, new_id=message_id)

        try:
            yield in_mongo
        finally:
            client.close()
        return
    file = SqliteFile(settings.data / "lotsa.sqlite")

    async def in_file(_name: str, collections: Sequence[Collection[Any]]) -> Store:
        return SqliteStore(file, collections, utc_now, message_id)

    try:
        yield in_file
    finally:
        await asyncio.to_thread(file.close)
