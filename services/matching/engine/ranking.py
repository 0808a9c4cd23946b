"""In which order needs stand for a person, and people for a need.

A person sees needs by `points − price + bonus`: the price is what the seat is worth to others, so
that a rare seat is not spent on somebody who has as good a choice elsewhere. A need sees people by
`points − what they already hold`. Equal values are ordered by the pair's hash.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from services.matching.engine.arrays import Ints
from services.matching.engine.ties import weight


@dataclass(frozen=True, slots=True)
class Ranked:
    """One line of a ranking. `parts` add up to `points`; value = points − price + bonus.

    `crowded`: the price moved it below something that fits less well ("many want this place").
    `policy` is the version that the points come from, `tie` the pair's hash, which orders equal
    values. So a stored ranking holds all that decided it: `decided` finds the order again.
    """

    person: str
    need: str
    points: int
    parts: dict[str, int]
    reasons: tuple[str, ...]
    price: int
    bonus: int
    crowded: bool
    policy: str
    tie: int = 0

    @property
    def value(self) -> int:
        return self.points - self.price + self.bonus


def decided(lines: Iterable[Ranked]) -> list[Ranked]:
    """The order in which a person's ranking stands, from nothing but its lines."""
    return sorted(lines, key=lambda line: (-line.value, -line.tie))


def best_first(values: Ints, ties: Ints, limit: int) -> Ints:
    """Positions of the `limit` highest values, best first."""
    keys = weight(values, ties)
    if 0 < limit < len(keys):
        kept = np.argpartition(keys, len(keys) - limit)[len(keys) - limit :]
        return kept[np.argsort(-keys[kept])]
    return np.argsort(-keys)[: max(limit, 0)]


def moved_down(points: list[int]) -> list[bool]:
    """For points in ranked order: whether something before it has fewer."""
    lowest: int | None = None
    moved = []
    for own in points:
        moved.append(lowest is not None and lowest < own)
        lowest = own if lowest is None else min(lowest, own)
    return moved
