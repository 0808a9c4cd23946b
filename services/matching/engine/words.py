"""Sets of codes as bits, and the pair of words that answers every yes/no rule.

A person and a need each hold two words of 64 bits, `has` and `required`. They may not be paired
where `need.required & ~person.has` or `person.required & ~need.has` is not zero. Each bit belongs
to one code of `shared.contracts.codes.BLOCKS`, so the bits that are left over say why not.

A level (Swedish, cost) is a thermometer: one bit a step, so that "at least" is one bit too.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from services.matching.engine.errors import EngineError
from shared.contracts.codes import AGE_BANDS, KINDS, SLOTS, SWEDISH_LEVELS

SKILL_BITS: Final = 32
SLOT_BITS: Final = 32
ALL_SLOTS: Final = (1 << len(SLOTS)) - 1
# What a need costs in half a year, in kronor: step 0 is free, the last step is anything above.
COST_STEPS: Final = (0, 200, 500, 1000, 2000)

# Where each group of bits starts in a word.
SKILL_AT: Final = 0
KIND_AT: Final = SKILL_AT + SKILL_BITS
SWEDISH_AT: Final = KIND_AT + len(KINDS)
AGE_AT: Final = SWEDISH_AT + len(SWEDISH_LEVELS)
COST_AT: Final = AGE_AT + len(AGE_BANDS)
FLAGS_AT: Final = COST_AT + len(COST_STEPS)

WOMAN: Final = 1 << FLAGS_AT  # may join what is for women only
MAN: Final = 2 << FLAGS_AT  # may join what is for men only
REGISTER_CHECK: Final = 4 << FLAGS_AT  # accepts to show a register extract
CONSENT: Final = 8 << FLAGS_AT  # wants to be matched at all; every need requires it
WOMEN_ONLY: Final = 16 << FLAGS_AT
MEN_ONLY: Final = 32 << FLAGS_AT
STEP_FREE: Final = 64 << FLAGS_AT
PERSON_FLAGS: Final = WOMAN | MAN | REGISTER_CHECK | CONSENT
NEED_FLAGS: Final = WOMEN_ONLY | MEN_ONLY | STEP_FREE

# The bits of a word that each code stands for, in the order of `BLOCKS`.
BITS_OF_CODE: Final[dict[str, int]] = {
    "age": ((1 << len(AGE_BANDS)) - 1) << AGE_AT,
    "women_only": WOMAN | WOMEN_ONLY,
    "men_only": MAN | MEN_ONLY,
    "register_check": REGISTER_CHECK,
    "skill": ((1 << SKILL_BITS) - 1) << SKILL_AT,
    "swedish": ((1 << len(SWEDISH_LEVELS)) - 1) << SWEDISH_AT,
    "kind": ((1 << len(KINDS)) - 1) << KIND_AT,
    "step_free": STEP_FREE,
    "cost": ((1 << len(COST_STEPS)) - 1) << COST_AT,
    "consent": CONSENT,
}


def bits(codes: Iterable[str], table: Sequence[str]) -> int:
    """The codes as bits; a code's bit is its position in the table."""
    word = 0
    for code in codes:
        if code not in table:
            raise EngineError("unknown_id", "code")
        word |= 1 << table.index(code)
    return word


def codes(word: int, table: Sequence[str]) -> tuple[str, ...]:
    """The codes whose bits are set, in the table's order; bits beyond the table are numbered."""
    return tuple(
        table[position] if position < len(table) else str(position)
        for position in range(word.bit_length())
        if word >> position & 1
    )


def up_to(level: int) -> int:
    """A thermometer that has reached `level`."""
    return (1 << (level + 1)) - 1


def cost_step(kronor: float) -> int:
    """The step of COST_STEPS that a price for half a year belongs to; above all steps is one more."""
    if not 0 <= kronor < float("inf"):
        raise EngineError("bad_number", "cost")
    return next((i for i, most in enumerate(COST_STEPS) if kronor <= most), len(COST_STEPS))
