"""What a guide writes down for themselves about a case, and what they mean to do next and when.

It is read by whoever works on the case and by nobody else; it is in no message and no log, and goes
with the person.
"""

from datetime import UTC, date, datetime, time
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from services.matching.acting import decided, works_on
from services.matching.cases import Case
from services.matching.desk import Desk
from services.matching.erasing import WHY as ERASED
from shared.web.languages import STOCKHOLM
from shared.web.refusals import Refused
from shared.web.sessions import Session

MOST_NOTES: Final = 2_000
MOST_NEXT: Final = 200


class NotesSent(BaseModel):
    """`next_day` is when `next_step` is to be done; without a step it means nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    notes: str = Field("", max_length=MOST_NOTES)
    next_step: str = Field("", max_length=MOST_NEXT)
    next_day: date | None = None


def start_of(day: date) -> int:
    """When a day begins in Stockholm, UTC ms."""
    local = datetime.combine(day, time(), STOCKHOLM)
    return int(local.astimezone(UTC).timestamp() * 1000)


def noted_down(case: Case, sent: NotesSent) -> Case:
    """The case with these notes; the same case where they are what it has."""
    step = sent.next_step.strip()
    at = start_of(sent.next_day) if sent.next_day and step else None
    told = {"notes": sent.notes.strip(), "next_step": step, "next_at": at}
    after = case.model_copy(update=told)
    return case if after == case else after


async def write_notes(session: Session, key: str, sent: NotesSent, desk: Desk) -> Case:
    """Keeps the notes of a case that the reader works on. Raises Refused."""

    async def decide(case: Case) -> Case:
        if case.reason == ERASED or not works_on(session, case):
            raise Refused("not-found")
        return noted_down(case, sent)

    return await decided(session, key, desk, decide)
