"""One side of the pool in columns: append, tombstone, id → row.

A row is never used twice, so that whoever remembers a row cannot be shown somebody else there;
`crowded_by_dead` says when it is time to renumber. A dead row requires what nobody has.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from services.matching.engine.arrays import Bytes, Ints, Seats, Slots, Words
from services.matching.engine.errors import EngineError
from services.matching.engine.rows import Need, Person
from services.matching.engine.ties import hash_of

NOBODY: Final = (1 << 64) - 1


class PersonFacts(NamedTuple):
    """Columns of people, or one row as columns of length one. Skills are the low bits of `has`."""

    has: Words
    required: Words
    interests: Words
    languages: Words
    slots: Slots
    area: Bytes
    travel_limit: Bytes
    tie: Words


class NeedFacts(NamedTuple):
    """The same of needs. `skills` are the useful ones; `seats` those that nobody was accepted for."""

    has: Words
    required: Words
    activities: Words
    languages: Words
    slots: Slots
    skills: Words
    area: Bytes
    slots_needed: Bytes
    cost: Bytes
    tie: Words
    seats: Seats


Facts = TypeVar("Facts", bound=tuple[Any, ...])
WORD: Final = np.dtype(np.uint64)
HALF: Final = np.dtype(np.uint32)
BYTE: Final = np.dtype(np.uint8)
SEAT: Final = np.dtype(np.int16)
PERSON_TYPES: Final = (WORD, WORD, WORD, WORD, HALF, BYTE, BYTE, WORD)
NEED_TYPES: Final = (WORD, WORD, WORD, WORD, HALF, WORD, BYTE, BYTE, BYTE, WORD, SEAT)


def person_values(person: Person, nowhere: int) -> tuple[int, ...]:
    """In the order of PersonFacts; `nowhere` is the area of somebody who did not say."""
    return (
        person.has,
        person.required,
        person.interests,
        person.languages,
        person.slots,
        nowhere if person.area is None else person.area,
        person.travel_limit,
        hash_of(person.id, b"person"),
    )


def need_values(need: Need, nowhere: int) -> tuple[int, ...]:
    """In the order of NeedFacts."""
    return (
        need.has,
        need.required,
        need.activities,
        need.languages,
        need.slots,
        need.skills_useful,
        nowhere if need.area is None else need.area,
        need.slots_needed,
        need.cost,
        hash_of(need.id, b"need"),
        need.seats,
    )


class Table(Generic[Facts]):
    """The rows of one side. `size` counts dead rows too."""

    def __init__(self, make: Callable[..., Facts], types: tuple[np.dtype[Any], ...]) -> None:
        self._make = make
        self._columns: list[NDArray[Any]] = [np.zeros(64, dtype=kind) for kind in types]
        self._row_of: dict[str, int] = {}
        self._ids: list[str] = []

    def __len__(self) -> int:
        return len(self._row_of)

    def __contains__(self, stable_id: str) -> bool:
        return stable_id in self._row_of

    @property
    def size(self) -> int:
        return len(self._ids)

    @property
    def crowded_by_dead(self) -> bool:
        return self.size > 2 * len(self) + 256

    def row(self, stable_id: str) -> int:
        try:
            return self._row_of[stable_id]
        except KeyError:
            raise EngineError("unknown_id") from None

    def id_at(self, row: int) -> str:
        return self._ids[row]

    def living(self) -> Iterable[tuple[str, int]]:
        return self._row_of.items()

    def append(self, stable_id: str, values: tuple[int, ...]) -> int:
        if stable_id in self._row_of:
            raise EngineError("duplicate_id")
        row = self.size
        if row == len(self._columns[0]):
            self._columns = [_stretched(column, 2 * row) for column in self._columns]
        for column, value in zip(self._columns, values, strict=True):
            column[row] = value
        self._row_of[stable_id] = row
        self._ids.append(stable_id)
        return row

    def bury(self, stable_id: str) -> int:
        """The row dies: it has nothing and requires everything from now on."""
        row = self.row(stable_id)
        del self._row_of[stable_id]
        has, required, *_ = self._columns
        has[row], required[row] = 0, NOBODY
        return row

    def renumber(self) -> Ints:
        """Keep the living only: for each new row the row it was."""
        kept = np.array(sorted(self._row_of.values()), dtype=np.int64)
        self._ids = [self._ids[row] for row in kept.tolist()]
        self._row_of = {stable_id: row for row, stable_id in enumerate(self._ids)}
        room = max(64, len(kept))
        self._columns = [_stretched(column[kept], room) for column in self._columns]
        return kept

    def all(self) -> Facts:
        return self._make(*(column[: self.size] for column in self._columns))

    def one(self, row: int) -> Facts:
        return self._make(*(column[row : row + 1] for column in self._columns))

    def some(self, rows: Ints) -> Facts:
        return self._make(*(column[rows] for column in self._columns))


def _stretched(column: NDArray[Any], room: int) -> NDArray[Any]:
    longer = np.zeros(room, dtype=column.dtype)
    longer[: len(column)] = column
    return longer


def people_table() -> Table[PersonFacts]:
    return Table(PersonFacts, PERSON_TYPES)


def needs_table() -> Table[NeedFacts]:
    return Table(NeedFacts, NEED_TYPES)
