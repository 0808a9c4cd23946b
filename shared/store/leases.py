"""Leases on documents, held while work goes on."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

from shared.store.collection import Collection, D, Line, Store
from shared.store.document import Unavailable

RENEW_S = 3.0


@contextlib.asynccontextmanager
async def held(
    store: Store, of: Collection[D], line: Line, *, holder: str, keys: Sequence[str]
) -> AsyncIterator[None]:
    """Keeps leases while the work inside runs, and gives them back at its end, however it ends.

    A store that does not answer hinders neither: a lease that was not renewed or given back ends
    by itself, and the work finds out on its own.
    """

    async def renew() -> None:
        while True:
            await asyncio.sleep(RENEW_S)
            with contextlib.suppress(Unavailable):
                await store.renew(of, line, holder, keys)

    renewing = asyncio.create_task(renew())
    try:
        yield
    finally:
        renewing.cancel()
        with contextlib.suppress(Unavailable):
            await store.release(of, line, holder, keys)
