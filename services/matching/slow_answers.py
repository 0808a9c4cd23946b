"""How long each association takes to answer, and how often it is silent. Pure.

An association's name is public, and how it answers is told about it. Yet each answer is about one
person who said yes to it: how many there were, and the time of few of them, is left out below 5.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from pydantic import BaseModel

from services.matching.answer_times import HOUR_MS, times_in
from services.matching.groups import hidden
from services.matching.matches import Match
from services.matching.tables import FROZEN, Row, enough, middle

SILENT: Final = "no_answer"


class AssociationAnswers(BaseModel):
    """The median hours of `count` answers, and how often its time ran out; None of fewer than 5."""

    model_config = FROZEN

    association: str
    name: str
    median: float | None
    count: int | None
    silent: int | None


@dataclass
class AnswersSeen:
    """What is gathered match by match of the answers after `since` (UTC ms), by association."""

    since: int
    names: dict[str, tuple[int, str]] = field(default_factory=dict)
    hours: dict[str, list[float]] = field(default_factory=dict)
    silent: Counter[str] = field(default_factory=Counter)

    def match(self, one: Match) -> None:
        key = one.association
        # A name may have changed: that of the newest match stands.
        self.names[key] = max(
            (one.proposed_at, one.about.association_name), self.names.get(key, (0, ""))
        )
        for asked, answered in times_in([one]):
            if answered > self.since:
                self.hours.setdefault(key, []).append((answered - asked) / HOUR_MS)
        ran_out = one.ended == SILENT and one.passed_on_at is not None
        if ran_out and (one.answered_at or 0) > self.since:
            self.silent[key] += 1


def by_association(seen: AnswersSeen) -> tuple[AssociationAnswers, ...]:
    """Those with 5 answers or more, or as many silences: the slowest first.

    How many answers all gave is known, so that another one goes where few are left out.
    """
    rows = [Row(key, len(hours)) for key, hours in sorted(seen.hours.items())]
    gone = hidden(rows, [lambda one: one.count])
    shown = {row.code: row.count for row in rows if row.code not in gone}
    silent = {key: often for key, number in seen.silent.items() if (often := enough(number))}
    found = (
        AssociationAnswers(
            association=key,
            name=seen.names[key][1],
            median=middle(seen.hours.get(key, ())),
            count=shown.get(key),
            silent=silent.get(key),
        )
        for key in {**shown, **silent}
    )
    return tuple(slowest_first(found))


def slowest_first(rows: Iterable[AssociationAnswers]) -> list[AssociationAnswers]:
    """Who never answers stands before all who do."""
    return sorted(
        rows,
        key=lambda one: (one.median is not None, -(one.median or 0.0), one.name, one.association),
    )
