"""The clock of a person as due work, and the press that keeps everything."""

import contextlib
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from services.intake.desk import Desk
from services.intake.people.erase import erased
from services.intake.people.keeping import change_person
from services.intake.people.person import PEOPLE, Person
from services.intake.people.staying import (
    STAY,
    clock_of,
    come_round,
    is_over,
    stays,
    why_over,
    with_clock,
)
from shared.store.collection import Collection
from shared.store.document import Conflict, Document, Due
from shared.store.paging import every

LOOK_OVER: Final = "look_over"
DAY_MS: Final = 24 * 3_600_000


class Rounds(Document):
    """When a region's people are looked over; its id stands for nobody."""


ROUNDS: Final = Collection("intake", "rounds", Rounds)


async def let_go_or_wait(person: Person, desk: Desk) -> None:
    """Due "stay": tells the person that it ends, erases them, or waits. Raises Conflict."""
    now = desk.now()
    if person.erased_at is not None:
        await desk.store.save(PEOPLE, person.without_due(STAY))
        return
    if is_over(person, now):
        after, told = erased(person, now, desk.keys, why=why_over(person))
    else:
        after, told = come_round(person, now)
    await desk.store.save(PEOPLE, after, told)


async def stay(desk: Desk, person: Person) -> Person:
    """Keeps the person for as long again. Raises Conflict."""
    return await change_person(desk, person, lambda known: stays(known, desk.now()))


async def begin_rounds(desk: Desk) -> None:
    """At a start: the region's people are looked over, once a day from then on."""
    key = str(uuid5(NAMESPACE_OID, f"rounds|{desk.region}"))
    if await desk.store.get(ROUNDS, key) is None:
        fresh = Rounds(id=key, region=desk.region)
        with contextlib.suppress(Conflict):
            due = Due(what=LOOK_OVER, at=desk.now())
            await desk.store.save(ROUNDS, fresh.with_due(due))


async def look_over(rounds: Rounds, desk: Desk) -> None:
    """Due "look_over": who has no clock, from an older release or a backup, is given one."""
    async for person in every(desk.store, PEOPLE, {}):
        if person.erased_at is None and clock_of(person) is None:
            with contextlib.suppress(Conflict):
                await desk.store.save(PEOPLE, with_clock(person))
    again = rounds.with_due(Due(what=LOOK_OVER, at=desk.now() + DAY_MS))
    await desk.store.save(ROUNDS, again)
