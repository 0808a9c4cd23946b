"""How long a person is kept, and telling them before it is over. Pure.

Half a year after their case is over, or a year without a sign of it or of them. Thirty days before,
they are told, and one press keeps everything for as long again. A clock that comes late still
gives the thirty days; one that comes again finds what it did.
"""

from collections.abc import Sequence
from typing import Final

from services.intake.people.person import Person
from shared.contracts.intake import ErasureAnnounced, ErasureWhy
from shared.contracts.message import Message
from shared.store.document import Due

DAY_MS: Final = 24 * 3_600_000
OVER_MS: Final = 182 * DAY_MS
SILENT_MS: Final = 365 * DAY_MS
NOTICE_MS: Final = 30 * DAY_MS
STAY: Final = "stay"


def why_over(person: Person) -> ErasureWhy:
    """Why the person is not kept for longer."""
    ended = person.case is not None and person.case.state == "ended"
    return "over" if ended or person.withdrawn_at is not None else "silent"


def kept_until(person: Person) -> int:
    """UTC ms; the last sign of the person or of their case counts."""
    moved = person.case.moved_at if person.case else 0
    last = max(person.registered_at, moved, person.withdrawn_at or 0, person.stayed_at or 0)
    return last + (OVER_MS if why_over(person) == "over" else SILENT_MS)


def clock_of(person: Person) -> Due | None:
    return next((entry for entry in person.due if entry.what == STAY), None)


def with_clock(person: Person) -> Person:
    """The person whose clock comes round when it has to; a sign takes back what was announced."""
    if person.erased_at is not None:
        return person
    until, leaving = kept_until(person), person.leaving_at
    if leaving is not None and until > leaving:
        leaving = None
    clock = Due(what=STAY, at=until - NOTICE_MS if leaving is None else leaving)
    if (leaving, clock) == (person.leaving_at, clock_of(person)):
        return person
    return person.model_copy(update={"leaving_at": leaving}).with_due(clock)


def after_sign(person: Person, now: int) -> Person:
    """The person who has just done something about themselves."""
    if person.erased_at is not None:
        return person
    return with_clock(person.model_copy(update={"stayed_at": now}))


def is_over(person: Person, now: int) -> bool:
    """Whether they were told, and the time since is over."""
    leaving = with_clock(person).leaving_at
    return person.erased_at is None and leaving is not None and leaving <= now


def come_round(person: Person, now: int) -> tuple[Person, Sequence[Message]]:
    """The person who is told that it will be over, or whose clock waits for longer."""
    fresh = with_clock(person)
    clock = clock_of(fresh)
    if clock is None or clock.at > now or fresh.leaving_at is not None:
        return fresh, ()
    at = now + NOTICE_MS
    told = fresh.model_copy(update={"leaving_at": at}).with_due(Due(what=STAY, at=at))
    return told, (ErasureAnnounced(person=person.id, at=at, why=why_over(fresh)),)


def stays(person: Person, now: int) -> tuple[Person, Sequence[Message]]:
    """The person wants to be kept. Before they are told that it ends, and again, it changes nothing."""
    return (person, ()) if person.leaving_at is None else (after_sign(person, now), ())
