"""How much work one event may cause."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Reach:
    """How far one event may go: needs and people looked at, other people moved."""

    visits: int
    chain: int


UNLIMITED: Final = Reach(visits=1 << 40, chain=1 << 40)
