"""The three best reasons for a pair, as message keys with facts.

A reason is one string, "key:fact+fact", so that it can be stored and sent as it is:
"interests:choir+music", "travel:12" (minutes), "skills:coach", "times:tue_evening",
"language:ar", "cost:0" (step of COST_STEPS). The key is a part of the points.
"""

from typing import Final

from services.matching.engine.rows import Need, Person
from services.matching.engine.words import codes
from shared.contracts.codes import ACTIVITIES, LANGUAGES, SKILLS, SLOTS

HOW_MANY: Final = 3


def best_reasons(
    person: Person, need: Need, parts: dict[str, int], minutes: int
) -> tuple[str, ...]:
    """Most points first; a part that says nothing about the two (no facts) is no reason."""
    facts = {
        "interests": codes(person.interests & need.activities, ACTIVITIES),
        "travel": (str(minutes),),
        "skills": codes(person.skills & need.skills_useful, SKILLS),
        "times": codes(person.slots & need.slots, SLOTS),
        "language": codes(person.languages & need.languages, LANGUAGES),
        "cost": (str(need.cost),),
    }
    told = [key for key, points in parts.items() if points > 0 and facts[key]]
    told.sort(key=lambda key: -parts[key])
    return tuple(f"{key}:{'+'.join(facts[key])}" for key in told[:HOW_MANY])


def read_reason(reason: str) -> tuple[str, tuple[str, ...]]:
    """The key and the facts of a reason."""
    key, _, facts = reason.partition(":")
    return key, tuple(facts.split("+"))
