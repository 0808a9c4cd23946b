"""Malmö-like pools of any size from a seed: the pool that the bars are measured on.

Shares and exponents are written where they are drawn. Popularity falls by Zipf's law: the k-th of
n has weight k^-exponent. About 3.6 % of all pairs are allowed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import numpy as np

from services.matching.engine.arrays import Bools, Ints
from services.matching.engine.rows import Need, Person
from services.matching.engine.words import (
    CONSENT,
    COST_STEPS,
    MAN,
    MEN_ONLY,
    REGISTER_CHECK,
    STEP_FREE,
    WOMAN,
    WOMEN_ONLY,
)

DAY_MS: Final = 86_400_000
INTERESTS: Final = 60
LANGUAGES: Final = 25
SKILLS: Final = 30
AREAS: Final = 136
YEAR_DAYS: Final = 365

# Slots by day and part of day: seven times morning, midday, afternoon, evening.
EVENINGS: Final = sum(1 << (4 * day + 3) for day in range(5))
DAYTIME: Final = sum(0b0111 << 4 * day for day in range(5))
WEEKEND: Final = 0b1111_1111 << 20
ALL: Final = (1 << 28) - 1
FREE_WHEN: Final = (EVENINGS, DAYTIME, WEEKEND, EVENINGS | WEEKEND)
HELD_WHEN: Final = (EVENINGS, DAYTIME, WEEKEND)
YOUNG, GROWN, OLD = 0b000110, 0b011000, 0b100000


@dataclass(frozen=True, slots=True)
class Made:
    """A pool, in the order in which its people arrive."""

    people: list[Person]
    needs: list[Need]

    def checksum(self) -> str:
        """The same for the same pool on every machine."""
        return sha256(repr((self.people, self.needs)).encode()).hexdigest()[:16]


def make_pool(people: int, needs: int, seed: int) -> Made:
    rng = np.random.default_rng(seed)
    return Made(_people(rng, people), _needs(rng, needs))


def _people(rng: np.random.Generator, count: int) -> list[Person]:
    new = rng.random(count) < 0.6
    woman = rng.random(count) < 0.5
    flags = np.where(woman, WOMAN, MAN) | CONSENT
    flags |= np.where(rng.random(count) < np.where(new, 0.1, 0.5), REGISTER_CHECK, 0)
    columns = {
        "kinds": _wishes(rng, new),
        "interests": some_of(rng, count, INTERESTS, 0.6, between=(1, 8)),
        "skills": some_of(rng, count, SKILLS, 0.5, between=(1, 5)),
        "languages": some_of(rng, count, LANGUAGES, 0.9, between=(1, 3)),
        "slots": _free_slots(rng, count),
        "area": _popular(rng, count, AREAS, 0.5),
        "swedish": _swedish(rng, new),
        "ages": 1 << rng.choice([1, 2, 3, 4, 5], count, p=[0.15, 0.15, 0.2, 0.3, 0.2]),
        "travel_limit": rng.choice([20, 30, 40, 60], count, p=[0.2, 0.4, 0.3, 0.1]),
        "cost_limit": np.where(rng.random(count) < 0.3, 0, len(COST_STEPS) - 1),
        "flags": flags,
        "musts": _chance(rng, count, 0.05, STEP_FREE),
        "since": np.sort(rng.integers(0, YEAR_DAYS * DAY_MS, count)),
    }
    return [Person(f"p{at:07}", **facts) for at, facts in enumerate(_rows(columns))]


def _needs(rng: np.random.Generator, count: int) -> list[Need]:
    kind = rng.choice(4, count, p=[0.6, 0.25, 0.1, 0.05])
    draw = rng.random(count)
    only = np.where(draw < 0.12, WOMEN_ONLY, np.where(draw < 0.2, MEN_ONLY, 0))
    skill = some_of(rng, count, SKILLS, 0.5, between=(1, 1)) * (rng.random(count) < 0.15)
    columns = {
        "kind": kind,
        "activities": some_of(rng, count, INTERESTS, 0.8, between=(1, 4)),
        "seats": np.minimum(rng.geometric(0.28, count), 10),
        "slots": _held_slots(rng, count),
        "slots_needed": 1 + (rng.random(count) < 0.75),
        "languages": some_of(rng, count, LANGUAGES, 0.9, between=(1, 3)),
        "area": _popular(rng, count, AREAS, 0.5),
        "swedish": rng.integers(2, 5, count) * (rng.random(count) < 0.5),
        "ages": rng.choice([GROWN, YOUNG, 0, OLD], count, p=[0.55, 0.15, 0.2, 0.1]),
        "skills_required": skill,
        "skills_useful": skill,
        "cost": rng.choice([0, 1, 2, 3], count, p=[0.4, 0.3, 0.2, 0.1]),
        "flags": only | _chance(rng, count, 0.7, STEP_FREE),
        "opened": np.zeros(count, dtype=np.int64),
    }
    check = (kind == 2) & (rng.random(count) < 0.5)
    return [
        Need(f"n{at:06}", association=f"a{at // 3:05}", register_check=bool(check[at]), **facts)
        for at, facts in enumerate(_rows(columns))
    ]


def some_of(
    rng: np.random.Generator, count: int, codes: int, exponent: float, *, between: tuple[int, int]
) -> Ints:
    """`count` words with between so and so many of `codes` bits, drawn without replacement.

    The largest of log-weight + Gumbel noise are such a draw (Efraimidis, Spirakis 2006).
    """
    least, most = between
    words = np.empty(count, dtype=np.int64)
    for start in range(0, count, 50_000):
        part = min(50_000, count - start)
        keys = -exponent * np.log(np.arange(1, codes + 1)) + rng.gumbel(size=(part, codes))
        best = np.argsort(-keys, axis=1)[:, :most]
        many = rng.integers(least, most + 1, part)
        bits = np.where(np.arange(most) < many[:, None], 1 << best, 0)
        words[start : start + part] = bits.sum(axis=1)
    return words


def _popular(rng: np.random.Generator, count: int, codes: int, exponent: float) -> Ints:
    weight = np.arange(1, codes + 1) ** -exponent
    order = np.random.default_rng(1).permutation(codes)  # which area is popular never changes
    found: Ints = order[rng.choice(codes, count, p=weight / weight.sum())]
    return found


def _chance(rng: np.random.Generator, count: int, share: float, word: int) -> Ints:
    return np.where(rng.random(count) < share, word, 0)


def _wishes(rng: np.random.Generator, new: Bools) -> Ints:
    """Newcomers take part; the others help or take part; a quarter leads, of these 30 % referee."""
    leads = rng.random(len(new)) < 0.25
    referees = leads & (rng.random(len(new)) < 0.3)
    wishes: Ints = np.where(new, 0b0001, 0b0011) | leads * 0b0100 | referees * 0b1000
    return wishes


def _free_slots(rng: np.random.Generator, count: int) -> Ints:
    """Of a usual week three quarters are kept, of the rest an eighth comes in."""
    usual = rng.choice(FREE_WHEN, count)
    kept, added = _mask(rng.random((count, 28)) < 0.75), _mask(rng.random((count, 28)) < 0.125)
    return usual & kept | (ALL & ~usual) & added


def _held_slots(rng: np.random.Generator, count: int) -> Ints:
    """Two slots of one part of the week; most are held when few are free."""
    part = rng.choice(HELD_WHEN, count, p=[0.2, 0.6, 0.2])
    inside = (part[:, None] >> np.arange(28)) & 1
    two = np.argsort(-(inside + rng.random((count, 28))), axis=1)[:, :2]
    words: Ints = (1 << two).sum(axis=1)
    return words


def _swedish(rng: np.random.Generator, new: Bools) -> Ints:
    newcomers = rng.choice(5, len(new), p=[0.25, 0.34, 0.28, 0.12, 0.01])
    others = rng.choice(5, len(new), p=[0.01, 0.02, 0.04, 0.13, 0.8])
    levels: Ints = np.where(new, newcomers, others)
    return levels


def _mask(bits: Bools) -> Ints:
    words: Ints = (bits.astype(np.int64) << np.arange(bits.shape[1])).sum(axis=1)
    return words


def _rows(columns: dict[str, Ints]) -> Sequence[dict[str, int]]:
    names = list(columns)
    values = zip(*(column.tolist() for column in columns.values()), strict=True)
    return [dict(zip(names, row, strict=True)) for row in values]
