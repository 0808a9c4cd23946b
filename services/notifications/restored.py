"""After a restore: what was announced until the backup may have been sent since, and is not sent.

Nobody is written to twice for one thing, so a person looks at each of these letters first.
"""

from typing import Final

from services.notifications.desk import Desk
from services.notifications.documents import DELIVERIES, RESTORED, Restored, State
from services.notifications.moving import moved

UNSENT: Final[tuple[State, ...]] = ("queued", "sending")
PAGE: Final = 500


async def hold_back(desk: Desk, until: int) -> int:
    """Makes every letter that waits *unknown*, which is never sent by itself; says how many.

    Letters because of messages that were announced until `until` (UTC ms), and are still on their
    way, become so when they are written. For a store that no service works on.
    """
    known = await desk.store.get(RESTORED, Restored.ID)
    mark = known or Restored(id=Restored.ID, region=desk.region, until=0)
    await desk.store.save(RESTORED, mark.model_copy(update={"until": until}))
    held = 0
    for state in UNSENT:
        while waiting := await desk.store.find(DELIVERIES, {"state": state}, limit=PAGE):
            for delivery in waiting:
                await moved(delivery, desk, "unknown", reason=Restored.REASON)
            held += len(waiting)
    return held
