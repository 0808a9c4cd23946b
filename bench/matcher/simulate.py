"""A replay in time order through the engine: a pass every day, and what became of everybody.

Whoever is proposed the same need on `DAYS_TO_ANSWER` days in a row says yes then. So the waiting,
the points and the share of proposals that changed under somebody's eyes all come from one run.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from bench.matcher.generate import DAY_MS
from services.matching.engine.matcher import Matcher
from services.matching.engine.rows import Need, Person
from shared.contracts.codes import SWEDISH_LEVELS

DAYS_TO_ANSWER: Final = 3


@dataclass(frozen=True, slots=True)
class Group:
    people: int
    matched: int
    mean_wait_days: float


@dataclass(frozen=True, slots=True)
class Outcome:
    policy: str
    people: int
    seats: int
    days: int
    matched: int
    mean_wait_days: float
    mean_points: float
    needs_with_somebody: int
    churn: float  # share of proposals that changed from one day to the next
    by_swedish: dict[str, Group]

    def told(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Simulation:
    engine: Matcher
    people: list[Person]
    needs: list[Need]
    proposed: dict[str, tuple[str, int]] = field(default_factory=dict)  # person → need, days
    agreed: dict[str, tuple[int, int]] = field(default_factory=dict)  # person → day, points
    looked_at: int = 0
    changed: int = 0

    def run(self, progress: Callable[[int, int], None]) -> Outcome:
        """`progress` hears the day and how many there are."""
        people = sorted(self.people, key=lambda one: (one.since, one.id))
        needs = sorted(self.needs, key=lambda one: (one.opened, one.id))
        last = max((one.since for one in people), default=0) // DAY_MS + DAYS_TO_ANSWER
        for day in range(last + 1):
            until = (day + 1) * DAY_MS
            while needs and needs[0].opened < until:
                self.engine.open(needs.pop(0))
            while people and people[0].since < until:
                self.engine.arrive(people.pop(0))
            self.one_day(day)
            progress(day, last)
        return self.outcome(last + 1)

    def one_day(self, day: int) -> None:
        pending = {person: need for person, (need, _) in self.proposed.items()}
        result = self.engine.run_pass(pending, day * DAY_MS)
        self.looked_at += len(pending)
        self.changed += len(result.changes.replaced)
        before, self.proposed = self.proposed, {}
        for person, need in result.seats.items():
            days = before[person][1] + 1 if before.get(person, ("",))[0] == need else 1
            if days < DAYS_TO_ANSWER:
                self.proposed[person] = need, days
            else:
                self.agree(person, need, day)

    def agree(self, person: str, need: str, day: int) -> None:
        pair = self.engine.pool.person(person), self.engine.pool.need(need)
        self.agreed[person] = day, sum(self.engine.parts_of(*pair).values())
        self.engine.lock(person, need)

    def outcome(self, days: int) -> Outcome:
        waits = {
            one.id: self.agreed[one.id][0] - one.since // DAY_MS
            for one in self.people
            if one.id in self.agreed
        }
        return Outcome(
            policy=self.engine.policy.version,
            people=len(self.people),
            seats=sum(need.seats for need in self.needs),
            days=days,
            matched=len(self.agreed),
            mean_wait_days=_mean(list(waits.values())),
            mean_points=_mean([points for _, points in self.agreed.values()]),
            needs_with_somebody=sum(bool(at) for at in self.engine.pool.accepted_at.values()),
            churn=self.changed / self.looked_at if self.looked_at else 0.0,
            by_swedish={level: self._group(at, waits) for at, level in enumerate(SWEDISH_LEVELS)},
        )

    def _group(self, level: int, waits: dict[str, int]) -> Group:
        people = [one.id for one in self.people if one.swedish == level]
        served = [waits[one] for one in people if one in waits]
        return Group(len(people), len(served), _mean(served))


def _mean(values: list[int]) -> float:
    return sum(values) / len(values) if values else 0.0
