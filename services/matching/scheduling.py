"""When a region's pass comes: every night, when somebody asks, and when the pool needs one."""

from services.matching.desk import Desk
from services.matching.passing import REGIONS, SOON_MS, Region, Why, new_region, sooner
from services.matching.pools import RegionPool
from shared.store.document import Conflict


async def open_region(desk: Desk, code: str) -> None:
    """Gives a region its clock, unless it has one."""
    if await desk.store.get(REGIONS, code) is not None:
        return
    try:
        await desk.keep(REGIONS, new_region(code, desk.now()))
    except Conflict:
        return  # another replica started at the same moment


async def ask_for_pass(desk: Desk, code: str, why: Why, *, by: str | None, wait: int = 0) -> None:
    """Makes a pass due `wait` milliseconds from now, unless one comes sooner. Raises Conflict."""
    at = desk.now() + wait

    def earlier(known: Region) -> Region:
        return sooner(known, why, at, by)

    await desk.change(REGIONS, code, earlier)


async def note_dirty(pool: RegionPool, desk: Desk) -> None:
    """Says once that events went over their work limit, so that a pass has to come soon."""
    if pool.matcher.dirty and not pool.told_dirty:
        await ask_for_pass(desk, pool.code, "dirty", by=None, wait=SOON_MS)
        pool.told_dirty = True
