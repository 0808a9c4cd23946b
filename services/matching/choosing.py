"""Which needs are proposed to somebody: the best by worth, a little in favour of what stands. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from services.matching.engine.ranking import Ranked

HOW_MANY: Final = 3
SPARE: Final = 5  # looked at besides, since a need may have been filled a moment ago

Shown = Mapping[str, tuple[int, bool, str]]
"""What a guide reads of each proposal that is open, by need: points, crowded, policy."""


@dataclass(frozen=True)
class Choice:
    """A line of a ranking, and what staying with it adds: points, as all else."""

    line: Ranked
    keep: int

    @property
    def worth(self) -> int:
        return self.line.value + self.keep


def chosen(lines: Iterable[Ranked], standing: Collection[str], keep: int) -> list[Choice]:
    """The needs to propose, best first. `standing` are proposed already: each is left only for
    something that is better by more than `keep`.
    """
    choices = [Choice(line, keep if line.need in standing else 0) for line in lines]
    choices.sort(key=lambda choice: (-choice.worth, -choice.line.tie))
    return choices[:HOW_MANY]


def shown(choices: Iterable[Choice]) -> Shown:
    """What a guide would read of these."""
    lines = [choice.line for choice in choices]
    return {line.need: (line.points, line.crowded, line.policy) for line in lines}
