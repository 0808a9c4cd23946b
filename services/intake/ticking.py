"""A clock that keeps the contact topic moving.

The broker looks at a segment of a compacted topic only when something is appended to its partition.
Without a tick, what was erased could stay there, sealed, for as long as nobody else comes. One
region's contacts are all in one partition, so that a tick for the region reaches them.
"""

from typing import Final
from uuid import NAMESPACE_OID, uuid5

from services.intake.desk import Desk
from services.intake.people.leaving import begin_rounds
from services.intake.signing_in.first_link import make_first
from shared.contracts.intake import ContactChanged
from shared.store.collection import Collection
from shared.store.document import Document, Due
from shared.store.due import Step

EVERY_MS: Final = 6 * 3_600_000
TICK: Final = "tick"


class Tick(Document):
    """What ticks for a region; its id stands for nobody."""


TICKS: Final = Collection("intake", "ticks", Tick)


def tick_id(region: str) -> str:
    """Derived, so that a region has one, however many processes start."""
    return str(uuid5(NAMESPACE_OID, f"tick|{region}"))


async def start_ticking(desk: Desk) -> None:
    """At a start: the region's clock is there."""
    key = tick_id(desk.region)
    if await desk.store.get(TICKS, key) is None:
        fresh = Tick(id=key, region=desk.region).with_due(Due(what=TICK, at=desk.now()))
        await desk.store.save(TICKS, fresh)


async def tick(known: Tick, desk: Desk) -> None:
    """Due "tick": tells a contact of nobody, and is due again. Raises Conflict."""
    again = known.with_due(Due(what=TICK, at=desk.now() + EVERY_MS))
    nobody = ContactChanged(contact=known.id, key_id=desk.keys.current, sealed=None)
    await desk.store.save(TICKS, again, (nobody,))


async def begin(desk: Desk) -> None:
    """What intake makes sure of when it starts."""
    await make_first(desk)
    await start_ticking(desk)
    await begin_rounds(desk)


TICKING: Final[Step[Tick, Desk]] = Step(TICKS, TICK, tick)
