"""Reading the board from the store, in columns of cases: nothing is written."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from services.matching.acting import is_coordinator, sees
from services.matching.cases import CASES, Case, case_id
from services.matching.desk import Desk
from services.matching.filters import LONG_MS, MOST_CARDS, Filters
from services.matching.matches import MATCHES, Match
from services.matching.views import BoardView, ColumnView, case_view
from shared.contracts.matching import CaseState
from shared.store.collection import After, Before, OneOf, Since, Where
from shared.web.sessions import Session

COLUMNS: Final[tuple[CaseState, ...]] = ("registered", "proposed", "asked", "agreed")
LATER: Final[tuple[CaseState, ...]] = ("introduced", "started", "active")
"""Columns that are there only while somebody stands in them."""
FOUND: Final = "found"
"""The one column of a search."""
Column = CaseState | Literal["found"]
MOST_MATCHES: Final = 2_000
GREY_MS: Final = 24 * 3_600_000
"""How long a proposal that is no longer there stays on the board, greyed, with why."""
READ_AT_ONCE: Final = 100
MOST_READ: Final = 600
"""How many cases are looked through for a language, those that come first; it has no index."""


@dataclass
class Shelf:
    """The first cases of a column; `total` is how many there are, None where nobody counted."""

    cases: list[Case]
    total: int | None


async def board(session: Session, filters: Filters, desk: Desk) -> BoardView:
    """What this reader may see and asked for, in columns of at most `filters.most` cards."""
    shelves = await _shelves(session, filters, desk)
    matches = await _matches_of([case for _, one in shelves for case in one.cases], desk)
    mark = await desk.watch.mark(desk.store, session.regions)
    now = desk.now()
    shown = tuple(
        ColumnView(
            key=key,
            total=len(shelf.cases) if shelf.total is None else shelf.total,
            more=shelf.total is None,
            cases=tuple(case_view(session, case, matches[case.id], now) for case in shelf.cases),
        )
        for key, shelf in shelves
    )
    return BoardView(show=filters.show, mark=mark, columns=shown)


async def _shelves(session: Session, filters: Filters, desk: Desk) -> list[tuple[Column, Shelf]]:
    if filters.searches:
        found = await looked_for(session, filters, desk)
        return [(FOUND, Shelf(found, len(found)))]
    all_of_them = (*COLUMNS, *LATER)
    read = [(state, await _shelf(session, state, filters, desk)) for state in all_of_them]
    return [(state, shelf) for state, shelf in once(read) if state in COLUMNS or shelf.cases]


def once(shelves: list[tuple[CaseState, Shelf]]) -> list[tuple[CaseState, Shelf]]:
    """Each case in one column alone: one that moved on while they were read was found in two."""
    last = {case.id: state for state, shelf in shelves for case in shelf.cases}
    return [(state, _without_moved(state, shelf, last)) for state, shelf in shelves]


def _without_moved(state: CaseState, shelf: Shelf, last: Mapping[str, CaseState]) -> Shelf:
    stayed = [case for case in shelf.cases if last[case.id] == state]
    moved = len(shelf.cases) - len(stayed)
    return Shelf(stayed, None if shelf.total is None else shelf.total - moved)


async def looked_for(session: Session, filters: Filters, desk: Desk) -> list[Case]:
    """The cases of these people, or whose alias begins so, wherever they stand."""
    if filters.wanted:
        read = [await desk.store.get(CASES, case_id(one)) for one in filters.wanted]
        known = [case for case in read if case is not None]
    else:
        known = [case for one in session.regions for case in await _by_alias(one, filters, desk)]
    return [case for case in known if sees(session, case)][:MOST_CARDS]


async def _by_alias(region: str, filters: Filters, desk: Desk) -> list[Case]:
    """Aliases stand in the store with a capital first, as they are made."""
    start = filters.alias.capitalize()
    where: Where = {"region": region, "alias": Since(start)}
    found = await desk.store.find(CASES, where, order="alias", limit=MOST_CARDS)
    return [case for case in found if case.alias.startswith(start)]


async def _shelf(session: Session, state: CaseState, filters: Filters, desk: Desk) -> Shelf:
    """The cases of a state that come first, and how many there are."""
    most, order = min(filters.most, MOST_CARDS), _order(filters)
    wheres = _wheres(session, state, filters, desk.now())
    found, total = list[Case](), 0
    for where in wheres:
        if filters.language:
            found += await _speaking(where, filters, desk, most=most + 1)
        else:
            found += await desk.store.find(CASES, where, order=order, limit=most)
            total += await desk.store.count(CASES, where)
    found.sort(key=lambda case: (case.since, case.id), reverse=filters.order == "newest")
    if filters.language:
        return Shelf(found[:most], None if len(found) > most else len(found))
    return Shelf(found[:most], total)


async def _speaking(where: Where, filters: Filters, desk: Desk, *, most: int) -> list[Case]:
    """The first `most` who speak the language, of the MOST_READ that come first."""
    wanted, order = f"language:{filters.language}", _order(filters)
    found: list[Case] = []
    after: After | None = None
    for _ in range(MOST_READ // READ_AT_ONCE):
        page = await desk.store.find(CASES, where, order=order, limit=READ_AT_ONCE, after=after)
        found += [case for case in page if wanted in case.facets]
        if len(found) >= most or len(page) < READ_AT_ONCE:
            break
        after = (page[-1].since, page[-1].id)
    return found[:most]


def _order(filters: Filters) -> str:
    return "-since" if filters.order == "newest" else "since"


def _wheres(session: Session, state: CaseState, filters: Filters, now: int) -> list[Where]:
    """The questions to the store that together find what this reader may see of a state."""
    here: dict[str, str | OneOf | Before | None] = {
        "region": OneOf(session.regions),
        "state": state,
    }
    if filters.district:
        here["district"] = filters.district
    if filters.stuck:
        here["since"] = Before(now - LONG_MS[state])
    if filters.show == "all" and is_coordinator(session):
        return [here]
    mine: Where = {**here, "guide": session.account}
    unclaimed: Where = {**here, "guide": None}
    return {"mine": [mine], "unclaimed": [unclaimed]}.get(filters.show, [mine, unclaimed])


async def _matches_of(cases: list[Case], desk: Desk) -> defaultdict[str, list[Match]]:
    """By case: what is open, and what ended a moment ago."""
    by_case = defaultdict[str, list[Match]](list)
    if not cases:
        return by_case
    now = desk.now()
    where: Where = {"case": OneOf(tuple(case.id for case in cases))}
    for match in await desk.store.find(MATCHES, where, limit=MOST_MATCHES):
        if match.state != "ended" or now - match.touched < GREY_MS:
            by_case[match.case].append(match)
    return by_case
