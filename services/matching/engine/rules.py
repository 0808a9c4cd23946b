"""Who may be paired with whom, and if not, why not and what would change it.

The rules that are a yes or a no are one pair of words (words.py). Three more are counted: weekly
slots in common, minutes of travel, and pairs that failed before (kept by the pool).
"""

from dataclasses import dataclass

import numpy as np

from services.matching.engine.arrays import Bools, Ints
from services.matching.engine.columns import NeedFacts, PersonFacts
from services.matching.engine.points import Scale, minutes_between
from services.matching.engine.rows import Need, Person
from services.matching.engine.words import (
    BITS_OF_CODE,
    SKILL_AT,
    codes,
)
from shared.contracts.codes import AGE_BANDS, BLOCKS, KINDS, SKILLS, SLOTS, SWEDISH_LEVELS


@dataclass(frozen=True, slots=True)
class Blocked:
    """One rule that stands between a person and a need.

    `code` is one of BLOCKS. `change` says in codes what would lift it: the Swedish level that is
    needed, the ages that are taken, the slots that would help and how many more it takes, the
    minutes one would have to travel. Empty where nothing can, or where it is a plain yes.
    """

    code: str
    change: tuple[str, ...] = ()


def words_agree(people: PersonFacts, needs: NeedFacts) -> Bools:
    missing = (needs.required & ~people.has) | (people.required & ~needs.has)
    agree: Bools = missing == 0
    return agree


def counts_agree(people: PersonFacts, needs: NeedFacts, by: Scale) -> Bools:
    """Enough weekly slots in common, and near enough."""
    enough = np.bitwise_count(people.slots & needs.slots) >= needs.slots_needed
    near = minutes_between(people, needs, by) <= people.travel_limit
    agree: Bools = enough & near
    return agree


def allowed(people: PersonFacts, needs: NeedFacts, by: Scale) -> Bools:
    return words_agree(people, needs) & counts_agree(people, needs, by)


def allowed_needs(person: PersonFacts, needs: NeedFacts, by: Scale) -> Ints:
    """Rows of the needs that one person may be paired with.

    Most pairs fall at the words, so only what is left is looked up for the rest.
    """
    rows = np.flatnonzero(words_agree(person, needs))
    left = needs._replace(
        slots=needs.slots[rows], area=needs.area[rows], slots_needed=needs.slots_needed[rows]
    )
    found: Ints = rows[counts_agree(person, left, by)]
    return found


def allowed_people(people: PersonFacts, need: NeedFacts, by: Scale) -> Ints:
    """Rows of the people whom one need may be paired with."""
    rows = np.flatnonzero(words_agree(people, need))
    left = people._replace(
        slots=people.slots[rows], area=people.area[rows], travel_limit=people.travel_limit[rows]
    )
    found: Ints = rows[counts_agree(left, need, by)]
    return found


def blocks(person: Person, need: Need, minutes: int, *, failed: bool) -> tuple[Blocked, ...]:
    """Every rule that keeps the two apart, in the order of BLOCKS; empty if they may be paired."""
    missing = (need.required & ~person.has) | (person.required & ~need.has)
    found = {
        code: Blocked(code, _change(code, missing, need))
        for code, its_bits in BITS_OF_CODE.items()
        if missing & its_bits
    }
    short = need.slots_needed - (person.slots & need.slots).bit_count()
    if short > 0:
        helpful = codes(need.slots & ~person.slots, SLOTS)
        found["slots"] = Blocked("slots", (str(short), *helpful))
    if minutes > person.travel_limit:
        found["distance"] = Blocked("distance", (str(minutes),))
    if failed:
        found["failed_before"] = Blocked("failed_before")
    return tuple(found[code] for code in BLOCKS if code in found)


def _change(code: str, missing: int, need: Need) -> tuple[str, ...]:
    if code == "age":
        return codes(need.ages, AGE_BANDS)
    if code == "skill":
        return codes((missing & BITS_OF_CODE["skill"]) >> SKILL_AT, SKILLS)
    if code == "swedish":
        return (SWEDISH_LEVELS[need.swedish],)
    if code == "kind":
        return (KINDS[need.kind],)
    return (str(need.cost),) if code == "cost" else ()
