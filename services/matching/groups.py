"""Who has found a place, by group: figures without those that would tell about few people. Pure.

A figure below 5 is hidden, and so is whatever would reveal it by subtraction: from the row (people
− served = not served), and from the column, whose total is known.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Final, Protocol, TypeVar

from services.matching.engine.rows import Person
from services.matching.passing import Cell
from shared.contracts.codes import AGE_BANDS, SWEDISH_LEVELS
from shared.contracts.regions import Region

FEW: Final = 5
DAY_MS: Final = 86_400_000
NOT_SAID: Final = "not_said"


class Coded(Protocol):
    """A group that is counted, by its code."""

    @property
    def code(self) -> str: ...


G = TypeVar("G", bound=Coded)


@dataclass
class Group:
    """The people of one group; `waits` are the days of those who have no place."""

    code: str
    served: int
    waits: list[int]

    @property
    def people(self) -> int:
        return self.served + len(self.waits)


def served_by_group(
    people: Iterable[Person], served: Collection[str], here: Region, now: int
) -> dict[str, tuple[Cell, ...]]:
    """The table of each grouping, in the order of its codes."""
    everybody = list(people)
    areas = [area.code for area in here.areas]
    groupings: dict[str, tuple[list[str], Callable[[Person], str]]] = {
        "swedish": (list(SWEDISH_LEVELS), lambda one: SWEDISH_LEVELS[one.swedish]),
        "age": ([*AGE_BANDS, NOT_SAID], _age),
        "area": ([*areas, NOT_SAID], lambda one: NOT_SAID if one.area is None else areas[one.area]),
    }
    return {
        name: without_few(_grouped(everybody, served, now, codes=codes, group_of=group_of))
        for name, (codes, group_of) in groupings.items()
    }


def _age(person: Person) -> str:
    return AGE_BANDS[person.ages.bit_length() - 1] if person.ages else NOT_SAID


def _grouped(
    people: list[Person],
    served: Collection[str],
    now: int,
    *,
    codes: list[str],
    group_of: Callable[[Person], str],
) -> list[Group]:
    found = {code: Group(code, 0, []) for code in codes}
    for one in people:
        group = found[group_of(one)]
        if one.id in served:
            group.served += 1
        else:
            group.waits.append(max(0, now - one.since) // DAY_MS)
    return [group for group in found.values() if group.people]


def without_few(groups: list[Group]) -> tuple[Cell, ...]:
    """The cells that may be read, in the order of the groups."""
    no_people = hidden(groups, [lambda one: one.people])
    sides: list[Callable[[Group], int]] = [lambda one: one.served, lambda one: len(one.waits)]
    no_served = hidden(groups, sides, no_people)
    return tuple(
        Cell(
            code=one.code,
            people=None if one.code in no_people else one.people,
            served=None if one.code in no_served else one.served,
            days=None if one.code in no_served else median_low(one.waits),
        )
        for one in groups
    )


def hidden(
    groups: Sequence[G],
    counts: Sequence[Callable[[G], int]],
    already: Collection[str] = (),
) -> set[str]:
    """Codes whose counts are not shown: those with a count below 5, and then the smallest others
    until at least two are hidden, with 5 people or more in each count together.
    """
    found = set(already) | {one.code for one in groups if min(f(one) for f in counts) < FEW}
    others = sorted(
        (one for one in groups if one.code not in found),
        key=lambda one: (min(f(one) for f in counts), one.code),
    )
    for other in others:
        gone = [one for one in groups if one.code in found]
        enough = all(sum(f(one) for one in gone) >= FEW for f in counts)
        if not gone or (len(gone) > 1 and enough):
            break
        found.add(other.code)
    return found
