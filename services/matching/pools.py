"""The engine of each region that runs here, kept equal to the store.

There is one way in: what was saved since it last looked. That is how an engine is rebuilt at the
start, how it hears of what this process did, and of what any other replica's pages wrote.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from time import monotonic
from typing import Final

from services.matching.cases import CASES, Case, Hint
from services.matching.coding import need_of, person_of
from services.matching.engine.matcher import Matcher
from services.matching.engine.policy import Policy, packaged_policy
from services.matching.engine.ranking import Ranked
from services.matching.engine.rows import Need as NeedRow
from services.matching.engine.rows import Person as PersonRow
from services.matching.engine.rules import Blocked
from services.matching.needs import NEEDS, Need
from services.matching.profiles import PROFILES, Profile
from services.matching.records import Record, changed_since
from shared.contracts.codes import BLOCKS
from shared.contracts.regions import region, travel_minutes
from shared.store.collection import Store

# A save is stamped before it is written, by the clock of whichever replica wrote it: look back a
# little each time, and further now and then.
SHORT_MS: Final = 500
LONG_MS: Final = 60_000
LONG_EVERY_S: Final = 10.0
MOST_EXPLAINED: Final = 2_000
MOST_HINTS: Final = 3


class RegionPool:
    """The matcher of one region."""

    def __init__(self, code: str, policy: Policy) -> None:
        self.code = code
        self.matcher = Matcher(code, policy, travel_minutes(region(code)))
        self.people: dict[str, PersonRow] = {}
        self.needs: dict[str, NeedRow] = {}
        self._failed: dict[str, set[str]] = {}  # need → people
        self._placed: dict[str, str] = {}  # person → need
        self._locked: dict[str, str] = {}  # person → need
        self._seen: dict[str, tuple[int, int]] = {}  # document → version, touched
        self._until = 0
        self._long_at = float("-inf")

    async def catch_up(self, store: Store) -> None:
        """Takes in everything that was saved since it last looked."""
        long = monotonic() - self._long_at > LONG_EVERY_S
        start = max(0, self._until - (LONG_MS if long else SHORT_MS))
        async for need in changed_since(store, NEEDS, self.code, start):
            if self._is_new(need):
                self._take_need(need)
        async for profile in changed_since(store, PROFILES, self.code, start):
            if self._is_new(profile):
                self._take_profile(profile)
        async for case in changed_since(store, CASES, self.code, start):
            if self._is_new(case):
                self._take_case(case)
        if long:
            self._long_at = monotonic()
            recent = self._until - 2 * LONG_MS
            self._seen = {key: seen for key, seen in self._seen.items() if seen[1] >= recent}

    def _is_new(self, doc: Record) -> bool:
        self._until = max(self._until, doc.touched)
        if self._seen.get(doc.id, (0, 0))[0] >= doc.version:
            return False
        self._seen[doc.id] = (doc.version, doc.touched)
        return True

    def _take_profile(self, profile: Profile) -> None:
        known = self.people.get(profile.id)
        if profile.withdrawn is not None:
            if known is not None:
                self.matcher.leave(profile.id)
                del self.people[profile.id]
                self._locked.pop(profile.id, None)
            return
        row = person_of(profile)
        if known is None:
            self.matcher.arrive(row)
            self.people[profile.id] = row
            self._apply(self._failed_needs(profile.id), (profile.id,))
        elif known != row:
            self.matcher.change(row)
            self.people[profile.id] = row

    def _take_need(self, need: Need) -> None:
        known = self.needs.get(need.id)
        row = need_of(need) if need.is_open else None
        if known == row:
            return
        if known is not None:
            self.matcher.close(need.id)
            del self.needs[need.id]
        if row is not None:
            self.matcher.open(row)
            self.needs[need.id] = row
            placed = [one for one, where in self._placed.items() if where == need.id]
            self._apply((need.id,), (*self._failed.get(need.id, ()), *placed))

    def _take_case(self, case: Case) -> None:
        for need in case.dropped:
            self._failed.setdefault(need, set()).add(case.person)
        if case.placed is None:
            self._placed.pop(case.person, None)
        else:
            self._placed[case.person] = case.placed
        self._apply((*case.dropped, *self._needs_about(case.person)), (case.person,))

    def _needs_about(self, person: str) -> tuple[str, ...]:
        """Where the person sits, and where the case says so."""
        places = (self._locked.get(person), self._placed.get(person))
        return tuple(place for place in places if place is not None)

    def _failed_needs(self, person: str) -> list[str]:
        return [need for need, people in self._failed.items() if person in people]

    def _apply(self, needs: Iterable[str], people: Iterable[str]) -> None:
        """Makes the matcher agree with what cases say of these pairs, where it knows both."""
        pairs = [(one, need) for one in people for need in needs]
        for one, need in pairs:
            if one not in self.people or need not in self.needs:
                continue
            if one in self._failed.get(need, ()):
                self.matcher.drop(one, need)
                self._forget_lock(one, need)
            elif self._placed.get(one) == need:
                self._lock(one, need)

    def _lock(self, person: str, need: str) -> None:
        # An association that asks for fewer people than it has taken has no seat for the last.
        if person not in self._locked and self.matcher.pool.seats_left(need) > 0:
            self.matcher.lock(person, need)
            self._locked[person] = need

    def _forget_lock(self, person: str, need: str) -> None:
        if self._locked.get(person) == need:
            del self._locked[person]

    def best_needs(self, person: str, limit: int) -> list[Ranked]:
        """Needs for a person, best first; none for somebody who is not here."""
        return self.matcher.rank_for_person(person, limit) if person in self.people else []

    def best_people(self, need: str, limit: int) -> list[Ranked]:
        return self.matcher.rank_for_need(need, limit) if need in self.needs else []

    def obstacle(self, person: str, need: str) -> str | None:
        """The first rule that stands between the two, or None where there is none."""
        if person not in self.people or need not in self.needs:
            return None
        return next((rule.code for rule in self.matcher.why_not(person, need)), None)

    def hints(self, person: str) -> tuple[Hint, ...]:
        """What would help somebody whom nothing fits, the most helpful first."""
        if person not in self.people:
            return ()
        needs = sorted(self.needs)[:MOST_EXPLAINED]
        return hints_from([self.matcher.why_not(person, need) for need in needs])


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


class Pools:
    """The pools of the regions that this process owns."""

    def __init__(self, codes: Iterable[str], policy: Policy | None = None) -> None:
        self.policy = policy or packaged_policy()
        self._of = {code: RegionPool(code, self.policy) for code in codes}

    @property
    def regions(self) -> tuple[str, ...]:
        return tuple(self._of)

    async def current(self, store: Store, code: str) -> RegionPool:
        """The region's pool, equal to the store. Raises KeyError for one that is not owned here."""
        pool = self._of[code]
        await pool.catch_up(store)
        return pool
