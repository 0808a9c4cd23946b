"""Calls: what notifications says about letters that a guide has to read out to a person.

Only how many wait and since when is known here; which letters they are, and what they say, stands on
the outbox page. It may be heard before the person is: then it waits for the case.
"""

from datetime import timedelta
from typing import Final

from services.matching.cases import CASES, Case, case_id, happened
from services.matching.desk import Desk
from services.matching.erasing import WHY as ERASED
from services.matching.happenings import Happening
from services.matching.notes import start_of
from services.matching.records import SERVICE, Record
from shared.bus.listening import Here
from shared.contracts.notifications import CallsChanged, PersonForgotten
from shared.holidays import is_working_day
from shared.store.collection import Collection
from shared.store.document import Due
from shared.web.languages import day_of

NOTE: Final = "note"
FORGET: Final = "forget"
ERASE: Final = "erase"
KEPT_MS: Final = 90 * 24 * 3_600_000
SOON_MS: Final = 5_000
SELDOM_MS: Final = 600_000
WAITS: Final = "call_waits"
LINES: Final = frozenset({WAITS, "called", "needless"})
"""What only who works on the case reads of it: others would learn how somebody is reached."""


class Calls(Record):
    """The calls that wait for one person (id is the person's), since when, UTC ms, and what happened
    last, for the case to take over.
    """

    number: int = 0
    since: int | None = None
    line: Happening | None = None
    heard_at: int = 0

    @property
    def is_forgotten(self) -> bool:
        """Whether the person was erased in notifications."""
        return any(one.what == FORGET for one in self.due)


CALLS: Final = Collection(SERVICE, "calls", Calls)


def remember(message: CallsChanged, known: Calls | None, here: Here) -> Calls:
    """How many wait now; the case is told behind."""
    doc = known or Calls(id=message.person, region=here.envelope.region)
    told: dict[str, object] = {
        "number": message.number,
        "since": message.since,
        "line": line_of(message, doc.number, here.envelope.at),
        "heard_at": here.now,
        "touched": here.now,
    }
    return doc.model_copy(update=told).with_due(Due(what=NOTE, at=here.now))


def line_of(message: CallsChanged, before: int, at: int) -> Happening | None:
    """What the case's history says of it."""
    if message.ended is not None:
        return Happening(at=at, what=message.ended.how, by=message.ended.by)
    if message.number > before:
        return Happening(at=at, what=WAITS, by="matching")
    return None


def forget(message: PersonForgotten, known: Calls | None, here: Here) -> Calls:
    """Of somebody erased no letter is left; the id outlasts every message that may still come."""
    doc = known or Calls(id=message.person, region=here.envelope.region)
    blank = {"number": 0, "since": None, "line": None, "touched": here.now}
    gone = Due(what=FORGET, at=here.now + KEPT_MS)
    blanked = doc.model_copy(update=blank).without_due(NOTE)
    return blanked.with_due(Due(what=ERASE, at=here.now)).with_due(gone)


async def note(calls: Calls, desk: Desk) -> None:
    """Due "note": the case shows what waits. While there is no case yet it is tried again, each time
    after as long as it has waited. Raises Conflict.
    """
    now = desk.now()
    if await desk.store.get(CASES, case_id(calls.id)) is None:
        later = now + pause(calls.heard_at, now)
        await desk.keep(CALLS, calls.with_due(Due(what=NOTE, at=later)))
        return
    await desk.change(CASES, case_id(calls.id), lambda case: noted(case, calls))
    await desk.keep(CALLS, calls.model_copy(update={"line": None}).without_due(NOTE))


def pause(heard_at: int, now: int) -> int:
    """How long to wait for a case that is not there yet, ms: as long as it was waited for already."""
    return min(max(now - heard_at, SOON_MS), SELDOM_MS)


def noted(case: Case, calls: Calls) -> Case:
    """The case with the calls that wait for its person; the same where it knows of them."""
    if case.reason == ERASED:
        return case
    line = calls.line if calls.line not in case.history else None
    if line is None and (case.calls, case.call_at) == (calls.number, calls.since):
        return case
    after = case.model_copy(update={"calls": calls.number, "call_at": calls.since})
    return happened(after, line) if line else after


async def forget_calls(calls: Calls, desk: Desk) -> None:
    """Due "forget" on the calls of somebody erased. Raises Conflict."""
    await desk.store.erase(CALLS, calls)


def ring_by(case: Case) -> int | None:
    """The day by whose end the oldest call should be made, when it begins, UTC ms: the next one of
    work after it came. None where nobody waits for a call.
    """
    if case.call_at is None:
        return None
    day = day_of(case.call_at) + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return start_of(day)
