"""Letters: what notifications says about each one that concerns a case.

Which letter it was, to whom, and how it fared; what it says stands on the outbox page alone. One that
did not arrive stands on the case until somebody has mended it.
"""

from datetime import timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict

from services.matching.calls import CALLS, ERASE, FORGET, NOTE, Calls, pause
from services.matching.cases import CASES, Case, LostLetter, case_id
from services.matching.desk import Desk
from services.matching.erasing import WHY as ERASED
from services.matching.records import SERVICE, Record
from shared.bus.listening import Here
from shared.contracts.notifications import Fate, LetterMoved, Reader
from shared.store.collection import Collection
from shared.store.document import Due

LOST: Final[frozenset[Fate]] = frozenset({"failed", "unknown"})
KEPT_MS: Final = timedelta(days=365) // timedelta(milliseconds=1)
"""As long as notifications keeps the letter itself."""
MOST: Final = 300
"""More letters than are ever written about one case in a year."""


class Letter(Record):
    """A letter about a person, by the id that notifications gave it. `at` is when its state came,
    `heard_at` when that was heard here, UTC ms.
    """

    person: str
    what: str
    to: Reader
    state: Fate
    match: str | None = None
    queued_at: int
    at: int
    heard_at: int


LETTERS: Final = Collection(SERVICE, "letters", Letter, indexes=(("person", "at"),))


class LetterView(BaseModel):
    """A letter, for who works on its case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    what: str
    to: Reader
    state: Fate
    match: str | None
    at: int


def remember(message: LetterMoved, known: Letter | None, here: Here) -> Letter:
    """How the letter fares; its case is told behind."""
    times = {"at": here.envelope.at, "heard_at": here.now, "touched": here.now}
    told = {**message.model_dump(exclude={"letter"}), **times}
    new = known or Letter(id=message.letter, region=here.envelope.region, **told)
    gone = Due(what=FORGET, at=message.queued_at + KEPT_MS)
    return new.model_copy(update=told).with_due(Due(what=NOTE, at=here.now)).with_due(gone)


async def note(letter: Letter, desk: Desk) -> None:
    """Due "note": the case shows what did not arrive, and no more what did. Raises Conflict."""
    of_person = await desk.store.get(CALLS, letter.person)
    if of_person is not None and of_person.is_forgotten:
        await desk.store.erase(LETTERS, letter)
        return
    if await desk.store.get(CASES, case_id(letter.person)) is None:
        later = desk.now() + pause(letter.heard_at, desk.now())
        await desk.keep(LETTERS, letter.with_due(Due(what=NOTE, at=later)))
        return
    await desk.change(CASES, case_id(letter.person), lambda case: noted(case, letter))
    await desk.keep(LETTERS, letter.without_due(NOTE))


def noted(case: Case, letter: Letter) -> Case:
    """The case with what is known of this letter; the same where nothing is to be done about it."""
    others = without(case, letter)
    if letter.state not in LOST or case.reason == ERASED:
        return missing(case, others)
    told = {"letter": letter.id, **letter.model_dump(include={"what", "state", "at"})}
    lost = (*others, LostLetter.model_validate(told))
    return missing(case, tuple(sorted(lost, key=lambda one: one.at)))


def without(case: Case, letter: Letter) -> tuple[LostLetter, ...]:
    """What did not arrive besides this letter."""
    return tuple(one for one in case.lost if one.letter != letter.id)


def missing(case: Case, lost: tuple[LostLetter, ...]) -> Case:
    """The case with these letters to be mended, the oldest first; the same where it knows."""
    if lost == case.lost:
        return case
    return case.model_copy(update={"lost": lost, "lost_at": lost[0].at if lost else None})


async def forget(letter: Letter, desk: Desk) -> None:
    """Due "forget" on a letter as old as notifications keeps it: nothing is left to be mended.

    Raises Conflict.
    """
    about = case_id(letter.person)
    await desk.change(CASES, about, lambda case: missing(case, without(case, letter)))
    await desk.store.erase(LETTERS, letter)


async def erase_with(calls: Calls, desk: Desk) -> None:
    """Due "erase" on what is known of somebody erased: of their letters nothing is left.

    Raises Conflict where one is just being heard of; then it is done again.
    """
    while found := await desk.store.find(LETTERS, {"person": calls.id}):
        for letter in found:
            await desk.store.erase(LETTERS, letter)
    await desk.keep(CALLS, calls.without_due(ERASE))


async def letters_of(case: Case, desk: Desk) -> tuple[LetterView, ...]:
    """The letters about the case, the oldest first; of very many the newest."""
    found = await desk.store.find(LETTERS, {"person": case.person}, order="-at", limit=MOST)
    shown = set(LetterView.model_fields)
    return tuple(LetterView(**one.model_dump(include=shown)) for one in reversed(found))
