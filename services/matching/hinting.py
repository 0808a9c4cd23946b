"""What would help somebody whom nothing fits: counted over the needs that are open. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from services.matching.cases import Hint
from services.matching.engine.rules import Blocked
from shared.contracts.codes import BLOCKS

MOST_HINTS: Final = 3


def hints_from(blocked: Sequence[Sequence[Blocked]]) -> tuple[Hint, ...]:
    """The rules that alone keep a person from most needs; else those that do so with others."""
    alone = [rules for rules in blocked if len(rules) == 1]
    counted = [rule for rules in (alone or blocked) for rule in rules]
    counts = Counter(rule.code for rule in counted)
    order = sorted(counts, key=lambda code: (-counts[code], BLOCKS.index(code)))
    return tuple(
        Hint(code=code, needs=counts[code] if alone else 0, change=_common(counted, code))
        for code in order[:MOST_HINTS]
    )


def _common(rules: Iterable[Blocked], code: str) -> tuple[str, ...]:
    """What the change asks for most often, in codes."""
    changes = Counter(rule.change for rule in rules if rule.code == code)
    return min(changes, key=lambda change: (-changes[change], change))
