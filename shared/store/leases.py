"""Leases on documents, held while work goes on."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

from shared.store.collection import Collection, Line, Store
from shared.store.document import Document

RENEW_S = 3.0


@contextlib.asynccontextmanager
async def held(
    store: Store, of: Collection[Document], line: Line, *, holder: str, keys: Sequence[str]
) -> AsyncIterator[None]:
    """Keeps leases while the work inside runs, and gives them back at its end, however it ends."""

    async def renew() -> None:
        while True:
            await asyncio.sleep(RENEW_S)
            await store.renew(of, line, holder, keys)

    renewing = asyncio.create_task(renew())
    try:
        yield
    finally:
        renewing.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await renewing
        await store.release(of, line, holder, keys)
