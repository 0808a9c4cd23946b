"""After a restore: what the backup held as not sent yet may have been sent since.

Nobody is written to twice for one thing, so a person looks at each of these letters first.
"""

import contextlib
from collections.abc import AsyncIterator
from typing import Final

from services.notifications.deliveries import moved, queued
from services.notifications.desk import Desk
from services.notifications.documents import DELIVERIES, THREADS, State, Thread
from shared.store.document import Conflict

RESTORED: Final = "restored"
UNSENT: Final[tuple[State, ...]] = ("queued", "sending")
PAGE: Final = 500


async def hold_back(desk: Desk) -> int:
    """Makes every letter that waits *unknown*, which is never sent by itself; says how many.

    For a store that no service works on.
    """
    async for thread in threads(desk):
        for order in thread.orders:
            with contextlib.suppress(Conflict):
                await desk.store.save(DELIVERIES, queued(order, thread.region, desk))
        if thread.orders:
            done = thread.model_copy(update={"orders": ()}).without_due("write")
            await desk.store.save(THREADS, done)
    held = 0
    for state in UNSENT:
        while waiting := await desk.store.find(DELIVERIES, {"state": state}, limit=PAGE):
            for delivery in waiting:
                await moved(delivery, desk, "unknown", reason=RESTORED)
            held += len(waiting)
    return held


async def threads(desk: Desk) -> AsyncIterator[Thread]:
    after: tuple[None, str] | None = None
    while page := await desk.store.find(THREADS, {}, limit=PAGE, after=after):
        for thread in page:
            yield thread
        after = (None, page[-1].id)
