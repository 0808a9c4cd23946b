"""Passes: when a region's pool is looked at as a whole, and what each came to. Pure.

A region has one document that says when the next pass is due; a pass is one document, whose
saving is the moment from which its prices hold. Cases and needs are named by id alone.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from services.matching.records import SERVICE, Record
from shared.store.collection import Collection, Store
from shared.store.document import Due
from shared.web.languages import STOCKHOLM

Why = Literal["nightly", "asked", "dirty", "rules"]
NIGHT: Final = time(3)
SOON_MS: Final = 10 * 60_000
"""How long a pool that events could not keep best waits for its pass: several share one."""
LONGEST_PASS_S: Final = 6 * 3_600.0
"""A pass over the largest pool that was measured takes minutes; what takes longer than this hangs."""
RUN: Final = "pass"
APPLY: Final = "apply"


class Region(Record):
    """The passes of a region, by its code. `number` is the last one's, 0 before any."""

    number: int = 0
    why: Why = "nightly"
    asked_by: str | None = None


class Moved(BaseModel):
    """What a pass changes for one case: needs that are proposed from now on, or no longer."""

    model_config = ConfigDict(frozen=True)

    case: str
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


class Cell(BaseModel):
    """One group of people; a figure is None where it, or what it reveals, is below 5."""

    model_config = ConfigDict(frozen=True)

    code: str
    people: int | None = None
    served: int | None = None
    days: int | None = None
    """Median days that those who have no place have waited."""


class Figures(BaseModel):
    """What a pass came to. Points are whole points; `value` and `bound` are with bonuses."""

    model_config = ConfigDict(frozen=True)

    people: int = 0
    needs: int = 0
    seats: int = 0
    """Seats that can be given out."""
    served: int = 0
    points: int = 0
    value: int = 0
    bound: int = 0
    gap: float = 0.0
    pairs: int = 0
    tied: int = 0
    """People whom a seating of exactly the same value has elsewhere: placed by the order of ids."""
    ratio: float = 1.0
    """Served rate of people with little Swedish ÷ that of the others."""
    costs: dict[str, int] = {}
    """Points that each fairness rule gave up."""
    groups: dict[str, tuple[Cell, ...]] = {}


class Pass(Record):
    """One pass. `todo` are cases that are still to be looked at again because of it."""

    number: int
    why: Why
    asked_by: str | None = None
    began: int
    took: int
    """Milliseconds."""
    policy: str
    figures: Figures
    prices: dict[str, int]
    moved: tuple[Moved, ...] = ()
    moved_all: int = 0
    """How many cases changed; `moved` holds the first of them."""
    todo: tuple[str, ...] = ()


REGIONS: Final = Collection(SERVICE, "regions", Region, indexes=(("region",),))
PASSES: Final = Collection(SERVICE, "passes", Pass, indexes=(("region", "number"),))


def pass_id(region: str, number: int) -> str:
    """Derived, so that a region's pass of a number exists once, whoever ran it."""
    return f"{region}|{number}"


def next_night(now: int) -> int:
    """When it is 3 o'clock in Stockholm next, UTC ms, later than `now`."""
    here = datetime.fromtimestamp(now / 1000, UTC).astimezone(STOCKHOLM)
    day = here.date() if here.time() < NIGHT else here.date() + timedelta(days=1)
    return int(datetime.combine(day, NIGHT, STOCKHOLM).timestamp() * 1000)


def new_region(code: str, now: int) -> Region:
    """A region whose first pass is tonight's."""
    return Region(id=code, region=code).with_due(Due(what=RUN, at=next_night(now)))


def sooner(doc: Region, why: Why, at: int, by: str | None = None) -> Region:
    """The region with a pass at `at`; itself where one is due by then anyway."""
    waiting = next((entry for entry in doc.due if entry.what == RUN), None)
    if waiting is not None and waiting.at <= at:
        return doc
    told = {"why": why, "asked_by": by}
    return doc.model_copy(update=told).with_due(Due(what=RUN, at=at))


def after_old_rules(doc: Region, number: int, now: int, by: str | None) -> Region:
    """The region once a pass is kept that began before the rules changed: the next comes at once.

    A little later than now, since the entry that was worked on would count as left undone.
    """
    told = {"number": number, "why": "rules", "asked_by": by}
    return doc.model_copy(update=told).with_due(Due(what=RUN, at=now + 1))


def after_pass(doc: Region, number: int, now: int) -> Region:
    """The region once a pass is kept: the next is tonight's."""
    told = {"number": number, "why": "nightly", "asked_by": None}
    return doc.model_copy(update=told).with_due(Due(what=RUN, at=next_night(now)))


async def last_pass(store: Store, region: str) -> Pass | None:
    """The newest pass of a region."""
    found = await store.find(PASSES, {"region": region}, order="-number", limit=1)
    return found[0] if found else None
