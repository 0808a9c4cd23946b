"""The fairness rules that are bonuses of people; those of seats are in seating.py.

In their order: the first seat of every need, whoever has waited too long, equal service of those
with little Swedish, later seats, then the cap of an association's offers (rooms.py). Each is a
number in the policy, 0 switches it off, and a pass can say what each one costs: the points of the
fits that it gave up.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from services.matching.engine.policy import Fairness, Policy
from services.matching.engine.rows import Person

DAY_MS: Final = 86_400_000
LITTLE_SWEDISH: Final = 1  # up to here; positions in SWEDISH_LEVELS
MOST_GROUP_BONUS: Final = 1_048_576
HALVINGS: Final = 6

# The rules in their order, each as the fields that switch it off.
RULES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("first_seat", ("first_seat",)),
    ("deadline", ("deadline_bonus",)),
    ("served_ratio", ("served_ratio",)),
    ("later_seat", ("later_seat",)),
    ("association_cap", ("offers_per_association",)),
)


def deadline_bonuses(people: Iterable[Person], fairness: Fairness, now: int) -> dict[str, int]:
    """By person, for those who have waited `deadline_days` or more at `now` (UTC ms)."""
    if not fairness.deadline_bonus:
        return {}
    latest = now - fairness.deadline_days * DAY_MS
    return {one.id: fairness.deadline_bonus for one in people if one.since <= latest}


def with_rules(policy: Policy, rules: Sequence[str]) -> Policy:
    """The policy with these rules on and the others off."""
    off = {field: 0 for name, fields in RULES if name not in rules for field in fields}
    return replace(policy, fairness=replace(policy.fairness, **off))


def served_ratio(people: Iterable[Person], served: Iterable[str]) -> float:
    """Served rate of people with little Swedish ÷ that of the others; 1 if there is nobody."""
    seated = set(served)
    counts = {True: [0, 0], False: [0, 0]}
    for one in people:
        count = counts[one.swedish <= LITTLE_SWEDISH]
        count[0] += 1
        count[1] += one.id in seated
    (few, few_served), (many, many_served) = counts[True], counts[False]
    if not few or not many_served:
        return 1.0
    return (few_served / few) / (many_served / many)


def group_bonus(wanted: float, ratio_at: Callable[[int], float]) -> int:
    """The smallest bonus (of 2^HALVINGS steps) for little Swedish at which the ratio is reached.

    The ratio grows with the bonus; where even the highest is not enough, the highest.
    """
    if not wanted or ratio_at(0) >= wanted:
        return 0
    low, high = 0, MOST_GROUP_BONUS
    for _ in range(HALVINGS):
        middle = (low + high) // 2
        low, high = (low, middle) if ratio_at(middle) >= wanted else (middle, high)
    return high
