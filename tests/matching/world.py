"""One case and its matches as plain documents: the pure life of a case without a store."""

from dataclasses import dataclass, field

from services.matching import introducing
from services.matching.cases import Case
from services.matching.following import follow
from services.matching.matches import Match
from shared.contracts.message import Message


@dataclass
class World:
    """One case and its matches as the store would hold them, and what was told."""

    now: int = 1_780_000_000_000
    case: Case = field(
        default_factory=lambda: Case(id="c", region="malmo", person="p", alias="a", since=0)
    )
    matches: dict[str, Match] = field(default_factory=dict)
    told: list[Message] = field(default_factory=list)

    @property
    def current(self) -> Match | None:
        return self.matches.get(self.case.current or "")

    def keep(self, match: Match, *messages: Message) -> None:
        self.matches[match.id] = match.model_copy(update={"version": match.version + 1})
        self.told += messages

    def tell(self) -> None:
        """The due work "tell" of every match, as often as anybody likes."""
        for match in self.matches.values():
            self.case = follow(self.case, match, self.now)


def told_after(before: Match, after: Match) -> list[Message]:
    """What a guide's or a side's decision tells."""
    if after is before:
        return []
    if after.state == "introduced" != before.state:
        return [introducing.introduced(after, "")]
    return [introducing.moved_on(after)]
