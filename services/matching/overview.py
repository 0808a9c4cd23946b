"""What a coordinator sees of the whole: places, waiting, ends, answer times. Pure.

Counts of people below 5 are left out, and so is whatever would tell them by subtraction from a
known sum (`groups.hidden`). What associations ask for is public, and stands there whole.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pydantic import BaseModel

from services.matching import life
from services.matching.answer_times import HOUR_MS
from services.matching.cases import Case
from services.matching.groups import DAY_MS, FEW, NOT_SAID, hidden
from services.matching.hopes import FollowUp, HopesSeen, follow_ups
from services.matching.matches import Match
from services.matching.needs import Need
from services.matching.profiles import Profile
from services.matching.questions import NO_WHY
from services.matching.slow_answers import AnswersSeen, AssociationAnswers, by_association
from services.matching.tables import FROZEN, Counts, Row, Took, counts, enough, middle

WINDOW_MS: Final = 365 * DAY_MS
"""How far back ends, answers and first steps are counted."""
KINDS: Final = ("participant", "helper", "leader", "referee")
WAITS: Final[Mapping[str, int]] = {"week": 7, "month": 30, "quarter": 91, "longer": 1_000_000}
"""Lengths of a wait, by the days that it is shorter than."""
STEPS: Final = ("proposed", "agreed", "active")
BEFORE_A_PLACE: Final = frozenset({"registered", "proposed", "asked"})
SAID_ENDS: Final[tuple[str, ...]] = tuple(dict.fromkeys((
    "person_no", "person_changed_mind", "association_no", "no_answer", *life.DISMISSED, *life.PAIR_ENDS,
    *life.CASE_ENDS, "followed", "own_wish", "moved", "erased",
)))  # fmt: skip
"""Ends that somebody decided, or kept silent about; not what the matcher put in another's place."""
REFUSALS: Final = tuple(f"{side}:{code}" for side, table in NO_WHY.items() for code in table)


class Coverage(BaseModel):
    """Open needs of one code: how many, the places they ask for, and those that are taken."""

    model_config = FROZEN

    code: str
    needs: int
    asked: int
    taken: int | None


class RegionFigures(BaseModel):
    """All of it. Waits and steps are in days, answers in hours."""

    model_config = FROZEN

    taken: int | None = None
    kinds: tuple[Coverage, ...] = ()
    areas: tuple[Coverage, ...] = ()
    waiting: Counts = Counts(total=None, rows=())
    waited: float | None = None
    """Median days that those who wait now have waited."""
    steps: tuple[Took, ...] = ()
    ends: Counts = Counts(total=None, rows=())
    refusals: Counts = Counts(total=None, rows=())
    answers: tuple[Took, ...] = ()
    associations: tuple[AssociationAnswers, ...] = ()
    """How each answers, in hours, the slowest first."""
    hopes: tuple[FollowUp, ...] = ()
    """How people rate their hopes after three months and six, 1 to 5."""


@dataclass
class Seen:
    """What is gathered document by document, so that a large region is never held whole."""

    now: int
    registered: dict[str, int] = field(default_factory=dict)
    needs: list[Need] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    first: dict[str, dict[str, int]] = field(default_factory=lambda: {one: {} for one in STEPS})
    ends: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    took: dict[str, list[float]] = field(default_factory=lambda: {"person": [], "association": []})
    hopes: HopesSeen = field(init=False)
    answers: AnswersSeen = field(init=False)

    def __post_init__(self) -> None:
        self.hopes, self.answers = HopesSeen(self.since), AnswersSeen(self.since)

    @property
    def since(self) -> int:
        """From when on what happened is counted, UTC ms."""
        return self.now - WINDOW_MS

    def profile(self, one: Profile) -> None:
        self.registered[one.id] = one.registered_at

    def need(self, one: Need) -> None:
        if one.is_open:
            self.needs.append(one)

    def case(self, one: Case) -> None:
        if one.state in BEFORE_A_PLACE and one.person in self.registered:
            self.waits.append(max(0, self.now - self.registered[one.person]) / DAY_MS)
        if one.state == "ended" and one.reason in SAID_ENDS and self._late(one.since):
            self.ends[one.reason] += 1

    def match(self, one: Match) -> None:
        self.hopes.match(one)
        self.answers.match(one)
        for step, at in zip(STEPS, (one.proposed_at, agreed_at(one), one.active_at), strict=True):
            if at is not None:
                first = self.first[step]
                first[one.person] = min(at, first.get(one.person, at))
        if one.ended in SAID_ENDS and one.ended not in CASE_WIDE and self._late(one.answered_at):
            self.ends[one.ended] += 1
        if one.no_why and self._late(one.answered_at):
            side = "association" if one.ended == "association_no" else "person"
            self.refusals[f"{side}:{one.no_why}"] += 1
        for who, (asked, answered) in answered_in(one).items():
            if self._late(answered):
                self.took[who].append((answered - asked) / HOUR_MS)

    def _late(self, at: int | None) -> bool:
        return at is not None and at > self.since


CASE_WIDE: Final = frozenset({*life.CASE_ENDS, "followed", "own_wish", "moved", "erased"})
"""Ends of a whole case: counted with the case, not once more with each of its matches."""


def agreed_at(match: Match) -> int | None:
    return match.association_at if match.association_answer == "yes" else None


def answered_in(match: Match) -> dict[str, tuple[int, int]]:
    """When each side was asked and when it answered (UTC ms), of those that did."""
    found: dict[str, tuple[int, int]] = {}
    at = match.passed_on_at if match.person_answer == "yes" else match.answered_at
    if match.person_answer and match.asked_at is not None and at is not None:
        found["person"] = (match.asked_at, at)
    if match.passed_on_at is not None and match.association_at is not None:
        found["association"] = (match.passed_on_at, match.association_at)
    return found


def figures(seen: Seen, areas: Sequence[str]) -> RegionFigures:
    """What may be shown of what was seen; `areas` are the codes of the region's areas."""
    by_area = [
        (code, [one for one in seen.needs if (one.details.area or NOT_SAID) == code])
        for code in (*areas, NOT_SAID)
    ]
    by_kind = [(code, [one for one in seen.needs if one.details.kind == code]) for code in KINDS]
    return RegionFigures(
        taken=enough(sum(len(one.held) for one in seen.needs)),
        kinds=coverage(by_kind),
        areas=coverage(by_area),
        waiting=counts(WAITS, Counter(length_of(days) for days in seen.waits)),
        waited=middle(seen.waits),
        steps=tuple(steps(seen)),
        ends=counts(SAID_ENDS, seen.ends),
        refusals=counts(REFUSALS, seen.refusals),
        answers=tuple(
            Took(code=who, median=middle(hours), count=enough(len(hours)))
            for who, hours in seen.took.items()
        ),
        associations=by_association(seen.answers),
        hopes=follow_ups(seen.hopes),
    )


def coverage(groups: Iterable[tuple[str, list[Need]]]) -> tuple[Coverage, ...]:
    """One row for each code with needs; taken places are people, and hidden where they are few."""
    rows = [(code, needs, sum(len(one.held) for one in needs)) for code, needs in groups if needs]
    gone = hidden([Row(code, taken) for code, _, taken in rows], [lambda one: one.count])
    return tuple(
        Coverage(
            code=code,
            needs=len(needs),
            asked=sum(one.details.seats for one in needs),
            taken=None if code in gone else taken,
        )
        for code, needs, taken in rows
    )


def steps(seen: Seen) -> Iterable[Took]:
    """How long it took until each step was reached first, of those who reached it in the window.

    Who came to a step came to those before it, so how many is said only where it differs from what
    was said before by nobody, or by 5 or more.
    """
    said: int | None = None
    for step in STEPS:
        known = [
            (at - seen.registered[person]) / DAY_MS
            for person, at in seen.first[step].items()
            if person in seen.registered and at > seen.since
        ]
        number = enough(len(known))
        if number is not None and said is not None and 0 < abs(said - number) < FEW:
            number = None
        said = number if number is not None else said
        yield Took(code=step, median=middle([max(0.0, one) for one in known]), count=number)


def length_of(days: float) -> str:
    """The length of a wait, a code of WAITS."""
    return next(code for code, most in WAITS.items() if days < most)
