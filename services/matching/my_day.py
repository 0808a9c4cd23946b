"""A guide's day: which of their cases need them now, in order, each once."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

from services.matching.cases import CASES, Case
from services.matching.desk import Desk
from services.matching.filters import is_stuck
from services.matching.notes import start_of
from services.matching.views import CaseView, View, case_view
from shared.contracts.matching import CaseState
from shared.store.collection import Before, OneOf, Since, Where
from shared.web.languages import day_of
from shared.web.sessions import Session

Need = Literal["given", "call", "letter", "turn", "date", "stuck", "choose", "nobody"]
NEEDS: Final[tuple[Need, ...]] = (
    "given",
    "call",
    "letter",
    "turn",
    "date",
    "stuck",
    "choose",
    "nobody",
)
"""In the order in which a day goes: a case that was given to them; a call that somebody waits for;
a letter that did not arrive; somebody waits for the guide; a day that they set themselves; what stands too long; what waits to be
chosen. Coordinators are told, too, what no guide has taken for days.
"""
OPEN: Final[tuple[CaseState, ...]] = (
    "registered", "proposed", "asked", "agreed", "introduced", "started", "active",
)  # fmt: skip
MOST_OWN: Final = 500
"""A guide walks with fewer people than this."""
TURNS: Final = ("guide", "introduction")
UNTAKEN: Final[tuple[CaseState, ...]] = ("registered", "proposed")
UNTAKEN_MS: Final = 2 * 24 * 3_600_000
"""After which coordinators hear that nobody has taken a case: people are promised a word in a week."""


class TaskView(View):
    """A case that needs its guide, and why."""

    need: Need
    case: CaseView
    next_step: str
    next_at: int | None


class DayView(View):
    """What needs the reader now, in order."""

    tasks: tuple[TaskView, ...]


@dataclass(frozen=True)
class Task:
    need: Need
    case: Case


def need_of_guide(case: Case, now: int) -> Need | None:
    """Why the case needs its guide now, the first reason that holds; None where it does not."""
    is_open = case.state in OPEN
    if case.asking is not None:
        return None
    if is_open and case.given_at is not None:
        return "given"
    # Also once a case is over: that all is erased soon is something to be told.
    if case.call_at is not None:
        return "call"
    if case.lost:
        return "letter"
    return waits_for_guide(case, now) if is_open else None


def waits_for_guide(case: Case, now: int) -> Need | None:
    """Why an open case waits for its guide, without anything new and with all letters read."""
    chooses = case.state == "proposed" and case.waiting == "guide"
    if case.waiting in TURNS and not chooses:
        return "turn"
    if case.next_at is not None and case.next_at < tomorrow(now):
        return "date"
    if is_stuck(case.state, case.since, now):
        return "stuck"
    return "choose" if chooses else None


def tomorrow(now: int) -> int:
    """When the next day begins in Stockholm, UTC ms."""
    return start_of(day_of(now) + timedelta(days=1))


def tasks_of(cases: list[Case], now: int) -> list[Task]:
    """What needs the guide of these cases, in order; of one kind the longest wait first."""
    found = [Task(need, case) for case in cases if (need := need_of_guide(case, now))]
    return sorted(found, key=lambda one: (NEEDS.index(one.need), one.case.since, one.case.id))


async def own_tasks(session: Session, desk: Desk) -> list[Task]:
    """What needs the reader now."""
    leads = "coordinator" in session.roles
    return await tasks_for(session.account, session.regions, desk, leads=leads)


async def tasks_for(
    account: str, regions: tuple[str, ...], desk: Desk, *, leads: bool
) -> list[Task]:
    """What needs this guide now; who leads the work hears also what nobody has taken."""
    where: Where = {"region": OneOf(regions), "guide": account, "state": OneOf(OPEN)}
    mine = await desk.store.find(CASES, where, limit=MOST_OWN)
    mine += await over_with_letters(account, regions, desk)
    untaken = await untaken_tasks(regions, desk) if leads else []
    return tasks_of(mine, desk.now()) + untaken


async def over_with_letters(account: str, regions: tuple[str, ...], desk: Desk) -> list[Case]:
    """A guide's cases that are over, where a letter has not come to its reader."""
    found: dict[str, Case] = {}
    for what in ("call_at", "lost_at"):
        where: Where = {"guide": account, what: Since(1)}
        cases = await desk.store.find(CASES, where, limit=MOST_OWN)
        found |= {one.id: one for one in cases}
    return [one for one in found.values() if one.state not in OPEN and one.region in regions]


async def untaken_tasks(regions: tuple[str, ...], desk: Desk) -> list[Task]:
    """The cases that no guide has taken for days, the longest wait first."""
    late = Before(desk.now() - UNTAKEN_MS)
    where: Where = {
        "region": OneOf(regions), "guide": None, "state": OneOf(UNTAKEN), "since": late,
    }  # fmt: skip
    found = await desk.store.find(CASES, where, limit=MOST_OWN)
    waiting = [one for one in found if one.asking is None]
    return [Task("nobody", one) for one in sorted(waiting, key=lambda one: (one.since, one.id))]


async def how_many(session: Session, desk: Desk) -> int:
    """How many cases need the reader now."""
    return len(await own_tasks(session, desk))


async def my_day(session: Session, desk: Desk) -> DayView:
    """The reader's day."""
    now = desk.now()
    return DayView(
        tasks=tuple(
            TaskView(
                need=one.need,
                case=case_view(session, one.case, [], now),
                next_step=one.case.next_step,
                next_at=one.case.next_at,
            )
            for one in await own_tasks(session, desk)
        )
    )
