"""A region's figures, counted by due work every hour and when a coordinator asks for them.

The page reads one document, so that opening it costs the same however many people there are.
"""

from typing import Final

from services.matching.cases import CASES
from services.matching.desk import Desk
from services.matching.matches import MATCHES
from services.matching.needs import NEEDS
from services.matching.overview import RegionFigures, Seen, figures
from services.matching.profiles import PROFILES
from services.matching.records import SERVICE, Record
from shared.contracts.regions import region
from shared.store.collection import Collection
from shared.store.document import Conflict, Due
from shared.store.paging import every

COUNT: Final = "count"
EVERY_MS: Final = 3_600_000


class Overview(Record):
    """The figures of a region, by its code; `counted_at` is UTC ms, 0 before they were counted."""

    counted_at: int = 0
    figures: RegionFigures = RegionFigures()


OVERVIEWS: Final = Collection(SERVICE, "overviews", Overview)


async def open_overview(desk: Desk, code: str) -> None:
    """Has the figures of a region counted from now on, unless they are."""
    if await desk.store.get(OVERVIEWS, code) is not None:
        return
    doc = Overview(id=code, region=code)
    try:
        await desk.keep(OVERVIEWS, doc.with_due(Due(what=COUNT, at=desk.now())))
    except Conflict:
        return  # another replica started at the same moment


async def count(doc: Overview, desk: Desk) -> None:
    """Due "count": everything once, and again in an hour."""
    now, here = desk.now(), {"region": doc.id}
    seen = Seen(now)
    async for profile in every(desk.store, PROFILES, here):
        seen.profile(profile)
    async for need in every(desk.store, NEEDS, here):
        seen.need(need)
    async for case in every(desk.store, CASES, here):
        seen.case(case)
    async for match in every(desk.store, MATCHES, here):
        seen.match(match)
    found = figures(seen, [area.code for area in region(doc.id).areas])
    after = doc.model_copy(update={"counted_at": now, "figures": found})
    await desk.keep(OVERVIEWS, after.with_due(Due(what=COUNT, at=now + EVERY_MS)))


async def count_again(desk: Desk, code: str) -> None:
    """Makes the count due now. Raises Conflict."""
    due = Due(what=COUNT, at=desk.now())

    def sooner(known: Overview) -> Overview:
        waiting = next((one for one in known.due if one.what == COUNT), None)
        return known if waiting is not None and waiting.at <= due.at else known.with_due(due)

    await desk.change(OVERVIEWS, code, sooner)
