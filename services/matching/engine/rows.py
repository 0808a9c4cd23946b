"""A person and a need as the engine knows them: coded, without a name, a contact or an address."""

from dataclasses import dataclass
from operator import index
from typing import Final, SupportsIndex

from services.matching.engine.errors import EngineError
from services.matching.engine.words import (
    AGE_AT,
    ALL_SLOTS,
    CONSENT,
    COST_AT,
    COST_STEPS,
    KIND_AT,
    MAN,
    MEN_ONLY,
    NEED_FLAGS,
    PERSON_FLAGS,
    REGISTER_CHECK,
    SKILL_AT,
    SKILL_BITS,
    SLOT_BITS,
    SWEDISH_AT,
    WOMAN,
    WOMEN_ONLY,
    up_to,
)
from shared.contracts.codes import AGE_BANDS, KINDS, SWEDISH_LEVELS

MOST_SEATS: Final = 500
MOST_MINUTES: Final = 255
LATEST_MS: Final = 1 << 52


@dataclass(frozen=True, slots=True)
class Person:
    """One person's one case. Words hold bits in the order of `shared.contracts.codes`.

    What was not said blocks nothing: `ages` 0, `cost_limit` None, `area` None (a typical distance),
    and all `slots`. Consent is the exception, it has to be among the flags.
    """

    id: str
    kinds: int  # what they wish to be: bits of KINDS
    interests: int  # bits of ACTIVITIES
    skills: int = 0
    languages: int = 0
    slots: int = ALL_SLOTS
    area: int | None = None  # position in the region's areas
    swedish: int = 0  # position in SWEDISH_LEVELS
    ages: int = 0  # bits of AGE_BANDS that a need must take; usually one
    travel_limit: int = 60  # minutes
    cost_limit: int | None = None  # highest step of COST_STEPS they can pay
    flags: int = CONSENT  # of WOMAN, MAN, REGISTER_CHECK, CONSENT
    musts: int = 0  # of WOMEN_ONLY, MEN_ONLY, STEP_FREE
    since: int = 0  # when the wish was heard, UTC milliseconds

    @property
    def has(self) -> int:
        levels = up_to(self.swedish) << SWEDISH_AT
        return self.skills << SKILL_AT | self.kinds << KIND_AT | levels | self.flags

    @property
    def required(self) -> int:
        cost = 0 if self.cost_limit is None else 1 << self.cost_limit << COST_AT
        return self.ages << AGE_AT | cost | self.musts


@dataclass(frozen=True, slots=True)
class Need:
    """What an association looks for: `seats` people of one kind for one activity."""

    id: str
    kind: int  # position in KINDS
    activities: int  # bits of ACTIVITIES
    seats: int = 1
    association: str = ""
    slots: int = ALL_SLOTS
    slots_needed: int = 1  # how many of its slots somebody must be free in
    languages: int = 0  # spoken there
    area: int | None = None
    swedish: int = 0  # the least level that it takes
    ages: int = 0  # bits of AGE_BANDS it is for; 0 is everybody
    skills_required: int = 0
    skills_useful: int = 0
    cost: int = 0  # step of COST_STEPS; one past the last step is anything dearer
    flags: int = 0  # of WOMEN_ONLY, MEN_ONLY, STEP_FREE
    register_check: bool = False
    opened: int = 0  # UTC milliseconds

    @property
    def has(self) -> int:
        ages = self.ages or up_to(len(AGE_BANDS) - 1)
        payable = (up_to(len(COST_STEPS) - 1) >> self.cost) << self.cost
        return ages << AGE_AT | payable << COST_AT | self.flags

    @property
    def required(self) -> int:
        level = 1 << self.swedish << SWEDISH_AT
        only = (WOMAN if self.flags & WOMEN_ONLY else 0) | (MAN if self.flags & MEN_ONLY else 0)
        check = REGISTER_CHECK if self.register_check else 0
        return (
            self.skills_required << SKILL_AT
            | 1 << self.kind << KIND_AT
            | level
            | only
            | check
            | CONSENT
        )


def checked_person(person: Person, areas: int) -> Person:
    """The person, if every field is a whole number in its range; EngineError names the field."""
    _id(person.id)
    _within("kinds", person.kinds, up_to(len(KINDS) - 1))
    _within("interests", person.interests, (1 << 64) - 1)
    _within("skills", person.skills, (1 << SKILL_BITS) - 1)
    _within("languages", person.languages, (1 << 64) - 1)
    _within("slots", person.slots, (1 << SLOT_BITS) - 1)
    _within("area", 0 if person.area is None else person.area, areas - 1)
    _within("swedish", person.swedish, len(SWEDISH_LEVELS) - 1)
    _within("ages", person.ages, up_to(len(AGE_BANDS) - 1))
    _within("travel_limit", person.travel_limit, MOST_MINUTES)
    _within("cost_limit", person.cost_limit or 0, len(COST_STEPS) - 1)
    _only("flags", person.flags, PERSON_FLAGS)
    _only("musts", person.musts, NEED_FLAGS)
    _within("since", person.since, LATEST_MS)
    return person


def checked_need(need: Need, areas: int) -> Need:
    """The need, if every field is a whole number in its range; EngineError names the field."""
    _id(need.id)
    _within("kind", need.kind, len(KINDS) - 1)
    _within("activities", need.activities, (1 << 64) - 1)
    _within("seats", need.seats, MOST_SEATS)
    _within("slots", need.slots, (1 << SLOT_BITS) - 1)
    _within("slots_needed", need.slots_needed, SLOT_BITS)
    _within("languages", need.languages, (1 << 64) - 1)
    _within("area", 0 if need.area is None else need.area, areas - 1)
    _within("swedish", need.swedish, len(SWEDISH_LEVELS) - 1)
    _within("ages", need.ages, up_to(len(AGE_BANDS) - 1))
    _within("skills_required", need.skills_required, (1 << SKILL_BITS) - 1)
    _within("skills_useful", need.skills_useful, (1 << SKILL_BITS) - 1)
    _within("cost", need.cost, len(COST_STEPS))
    _only("flags", need.flags, NEED_FLAGS)
    _within("opened", need.opened, LATEST_MS)
    return need


def _id(value: object) -> None:
    if not isinstance(value, str) or not 0 < len(value) <= 200:
        raise EngineError("bad_number", "id")


def _within(field: str, value: SupportsIndex, most: int) -> None:
    if not hasattr(value, "__index__") or not 0 <= index(value) <= most:
        raise EngineError("bad_number", field)


def _only(field: str, value: int, allowed: int) -> None:
    _within(field, value, allowed)
    if value & ~allowed:
        raise EngineError("bad_number", field)
