"""What news of a need sets off: the people who would like it are proposed it, the others told.

Due work on needs and associations. The need itself decides nothing about a case: it makes the
cases' own work due, and they look at everything again.
"""

from typing import Final

from services.matching.answers import agree
from services.matching.associations import ASSOCIATIONS, Association
from services.matching.cases import CASES, Case, case_id
from services.matching.desk import Desk
from services.matching.introducing import moved_on
from services.matching.matches import MATCHES, Match, end
from services.matching.needs import NEEDS, Need, without_seat
from services.matching.scheduling import note_dirty
from shared.store.collection import OneOf, Where
from shared.store.document import Due

PER_SEAT: Final = 3
AT_LEAST: Final = 20
AT_MOST: Final = 100
MOST_OPEN: Final = 1_000


async def rank(need: Need, desk: Desk) -> None:
    """A need came, changed or closed: every case that it may concern looks again."""
    association = await desk.store.get(ASSOCIATIONS, need.association)
    blocked = association is not None and association.blocked
    if blocked != need.blocked:
        # Saved first, since the matcher reads the store.
        need = await desk.keep(NEEDS, need.model_copy(update={"blocked": blocked}))
    pool = await desk.pools.current(desk.store, need.region)
    wanted = min(max(need.seats_left * PER_SEAT, AT_LEAST), AT_MOST)
    liked = [line.person for line in pool.best_people(need.id, wanted)]
    going_on = await in_progress(need, desk)
    for match in going_on:
        if match.state == "asked" and not need.is_open:
            over = end(match, "need_closed", desk.now())
            await desk.keep(MATCHES, over, (moved_on(over),))
    cases = {match.case for match in going_on} | {case_id(person) for person in liked}
    for case in sorted(cases):
        await look_again(case, desk)
    await note_dirty(pool, desk)
    await desk.keep(NEEDS, need.without_due("rank"))


async def in_progress(need: Need, desk: Desk) -> list[Match]:
    """The matches of a need on which somebody has still to decide."""
    where: Where = {"need": need.id, "state": OneOf(("proposed", "asked"))}
    return await desk.store.find(MATCHES, where, limit=MOST_OPEN)


async def look_again(case: str, desk: Desk) -> None:
    """Makes a case's proposals due, where it is still to have any."""
    now = desk.now()

    def due(known: Case) -> Case:
        return known.with_due(Due(what="propose", at=now)) if known.may_propose else known

    await desk.change(CASES, case, due)


async def seated(need: Need, desk: Desk) -> None:
    """A seat was taken: its match says so too, or the seat is given back."""
    kept = need
    for held in need.held:
        match = await desk.store.get(MATCHES, held)
        if match is None or not match.has_seat:
            kept = without_seat(kept, held, desk.now())
        elif match.waits_for == "association":
            await agree(match, desk)
    after = kept.without_due("seated")
    if after.seats_left == 0:
        after = after.with_due(Due(what="rank", at=desk.now()))
    await desk.keep(NEEDS, after)


async def follow(association: Association, desk: Desk) -> None:
    """An association may ask for people, or no longer: each of its needs is looked at again."""
    entry = Due(what="rank", at=desk.now())

    def due(known: Need) -> Need:
        return known.with_due(entry)

    for need in await desk.store.find(NEEDS, {"association": association.id}, limit=MOST_OPEN):
        await desk.change(NEEDS, need.id, due)
    await desk.keep(ASSOCIATIONS, association.without_due("follow"))
