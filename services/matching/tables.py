"""Tables of counts and medians for those who answer for the whole: none of fewer than 5. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from pydantic import BaseModel, ConfigDict

from services.matching.groups import FEW, hidden

FROZEN: Final = ConfigDict(frozen=True, extra="forbid")


class Count(BaseModel):
    """How many; None where that, or what it would tell, is below 5."""

    model_config = FROZEN

    code: str
    count: int | None


class Counts(BaseModel):
    """A table of counts and their sum."""

    model_config = FROZEN

    total: int | None
    rows: tuple[Count, ...]


class Took(BaseModel):
    """The median time of what happened `count` times; None of fewer than 5."""

    model_config = FROZEN

    code: str
    median: float | None
    count: int | None


@dataclass(frozen=True)
class Row:
    code: str
    count: int


def counts(codes: Iterable[str], found: Mapping[str, int]) -> Counts:
    """One row for each code, in their order, and the sum of all."""
    rows = [Row(code, found.get(code, 0)) for code in codes]
    gone = hidden(rows, [lambda one: one.count])
    return Counts(
        total=enough(sum(one.count for one in rows)),
        rows=tuple(
            Count(code=one.code, count=None if one.code in gone else one.count) for one in rows
        ),
    )


def middle(values: Sequence[float]) -> float | None:
    """The median to one digit, of 5 or more."""
    return round(median(values), 1) if len(values) >= FEW else None


def enough(number: int) -> int | None:
    return number if number >= FEW else None


def inside(number: int, whole: int | None) -> int | None:
    """How many of a known whole: nothing where that, or who is left over, is fewer than 5."""
    if whole is None or 0 < whole - number < FEW:
        return None
    return enough(number)
