"""While the store is away nothing is decided, and nothing is lost."""

import asyncio
import contextlib

from shared.store.document import Unavailable
from tests.behaviour.bus.tallies import posted
from tests.behaviour.bus.world import World, new


async def test_what_comes_while_the_store_is_away_waits_for_it(world: World) -> None:
    subject, other = new(), new()
    await world.tell(subject, posted(subject))
    await world.applied(subject, 1)
    world.shop.down = True
    with contextlib.suppress(Unavailable):
        await world.tell(subject, posted(subject), posted(subject))
    with contextlib.suppress(Unavailable):
        await world.tell(other, posted(other))
    await asyncio.sleep(1)
    assert world.shop.asked > 0

    world.shop.down = False
    while await world.relay.drain():
        pass

    await world.applied(subject, 1, 2, 3)
    await world.applied(other, 1)
    assert await world.desk.list("parked") == []
