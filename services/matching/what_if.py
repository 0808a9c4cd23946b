"""What would come out if a person, or a need, were a little different. Nothing is changed.

The same engine answers, with the same rules and prices, about a copy of the one who is asked about.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from services.matching.acting import case_for, is_coordinator, works_on
from services.matching.cases import CASES, Case, case_id
from services.matching.choosing import HOW_MANY
from services.matching.coding import need_of, person_of
from services.matching.desk import Desk
from services.matching.engine.ranking import Ranked
from services.matching.needs import NEEDS, Need
from services.matching.pass_views import region_of
from services.matching.pools import RegionPool
from services.matching.profiles import PROFILES, Profile
from services.matching.views import View
from shared.contracts.codes import AGE_BANDS, KINDS, SLOTS, SWEDISH_LEVELS
from shared.contracts.regions import region
from shared.web.refusals import Refused
from shared.web.sessions import Session

MOST_PEOPLE = 10
MOST_LOOKED_AT = 100
"""Of whom a guide is shown their own."""


class OtherWishes(BaseModel):
    """What is different; what is left out is as it is. An `area` of None is one not said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slots: tuple[str, ...] | None = Field(None, max_length=len(SLOTS))
    kinds: tuple[str, ...] | None = Field(None, max_length=len(KINDS))
    area: str | None = Field(None, max_length=60)
    swedish: str | None = Field(None, max_length=20)
    near: bool | None = None
    free: bool | None = None


class OtherNeed(BaseModel):
    """The same of a need."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slots: tuple[str, ...] | None = Field(None, max_length=len(SLOTS))
    ages: tuple[str, ...] | None = Field(None, max_length=len(AGE_BANDS))
    area: str | None = Field(None, max_length=60)
    swedish: str | None = Field(None, max_length=20)


class LineView(View):
    """One line of what would come out: the other side, how well it fits, and why."""

    id: str
    title: str
    points: int
    reasons: tuple[str, ...]
    crowded: bool


class WhatIfView(View):
    """What comes out today, and what would."""

    today: tuple[LineView, ...]
    then: tuple[LineView, ...]


async def pool_for(code: str, desk: Desk) -> RegionPool:
    """The region's engine. Raises Refused where it runs in another process."""
    if code not in desk.pools.regions:
        raise Refused("not-ready", retry_after=30)
    return await desk.pools.current(desk.store, code)


def checked(sent: OtherWishes | OtherNeed, code: str) -> dict[str, Any]:
    """The fields that differ, all of them known. Raises Refused."""
    known = {
        "slots": SLOTS,
        "kinds": KINDS,
        "ages": AGE_BANDS,
        "swedish": SWEDISH_LEVELS,
        "area": tuple(area.code for area in region(code).areas),
    }
    told = {
        name: said
        for name, said in sent.model_dump(exclude_unset=True).items()
        if said is not None or name == "area"
    }
    for name, said in told.items():
        codes = said if isinstance(said, tuple) else (said,) if said is not None else ()
        if name in known and not set(codes) <= set(known[name]):
            raise Refused("invalid", fields={name: "unknown"})
    return told


async def person_to_ask_about(session: Session, key: str, desk: Desk) -> tuple[Case, Profile]:
    """A case that is the reader's to work on, with its person. Raises Refused."""
    case = await case_for(session, key, desk)
    if "coordinator" not in session.roles and case.guide != session.account:
        raise Refused("not-found")
    profile = await desk.store.get(PROFILES, case.person)
    if profile is None or profile.withdrawn is not None:
        raise Refused("not-found")
    return case, profile


async def if_person(session: Session, key: str, sent: OtherWishes, desk: Desk) -> WhatIfView:
    """What a person would be proposed with other wishes. Raises Refused."""
    case, profile = await person_to_ask_about(session, key, desk)
    told = checked(sent, case.region)
    if told.get("area", profile.wishes.area) != profile.wishes.area:
        told["district"] = None
    other = profile.model_copy(update={"wishes": profile.wishes.model_copy(update=told)})
    pool = await pool_for(case.region, desk)
    today = pool.matcher.what_if(person_of(profile), HOW_MANY)
    then = pool.matcher.what_if(person_of(other), HOW_MANY)
    return WhatIfView(today=await needs_in(today, desk), then=await needs_in(then, desk))


async def need_to_ask_about(session: Session, key: str, desk: Desk) -> Need:
    """An open need of the reader's region. Raises Refused."""
    need = await desk.store.get(NEEDS, key)
    if need is None or need.region != region_of(session, desk) or not need.is_open:
        raise Refused("not-found")
    return need


async def if_need(session: Session, key: str, sent: OtherNeed, desk: Desk) -> WhatIfView:
    """Whom a need would be proposed if it asked for something else: for a guide, of their own
    cases among the first. Raises Refused.
    """
    need = await need_to_ask_about(session, key, desk)
    told = checked(sent, need.region)
    other = need.model_copy(update={"details": need.details.model_copy(update=told)})
    pool = await pool_for(need.region, desk)
    limit = MOST_PEOPLE if is_coordinator(session) else MOST_LOOKED_AT
    today = pool.matcher.what_if_need(need_of(need), limit)
    then = pool.matcher.what_if_need(need_of(other), limit)
    return WhatIfView(
        today=await people_in(today, session, desk), then=await people_in(then, session, desk)
    )


async def needs_in(lines: list[Ranked], desk: Desk) -> tuple[LineView, ...]:
    found = [(line, await desk.store.get(NEEDS, line.need)) for line in lines]
    return tuple(
        line_view(line, need.id, f"{need.details.title} · {need.association_name}")
        for line, need in found
        if need is not None
    )


async def people_in(lines: list[Ranked], session: Session, desk: Desk) -> tuple[LineView, ...]:
    """By alias, those whom the reader may work with; who has no case yet is left out."""
    found = [(line, await desk.store.get(CASES, case_id(line.person))) for line in lines]
    return tuple(
        line_view(line, case.id, case.alias)
        for line, case in found
        if case is not None and works_on(session, case)
    )[:MOST_PEOPLE]


def line_view(line: Ranked, key: str, title: str) -> LineView:
    return LineView(
        id=key, title=title, points=line.points, reasons=line.reasons, crowded=line.crowded
    )
