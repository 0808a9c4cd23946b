"""The engine of each region that runs here, kept equal to the store.

There is one way in: what was saved since it last looked. That is how an engine is rebuilt at the
start, how it hears of what this process did, and of what any other replica's pages wrote.
"""

from asyncio import Lock, to_thread
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Final

from services.matching.associations import ASSOCIATIONS, Association, Offered, in_week
from services.matching.cases import CASES, Case, Hint
from services.matching.coding import need_of, person_of
from services.matching.engine.policy import Policy
from services.matching.engine.ranking import Ranked
from services.matching.engine.rows import Need as NeedRow
from services.matching.engine.rows import Person as PersonRow
from services.matching.hinting import hints_from
from services.matching.needs import NEEDS, Need
from services.matching.passing import last_pass
from services.matching.profiles import PROFILES, Profile
from services.matching.records import R, Record, changed_since
from services.matching.rulebook import fresh_matcher, in_force, policy_in
from shared.store.collection import Collection, Store

# A save is stamped before it is written, by the clock of whichever replica wrote it: look back a
# little each time, and further now and then.
SHORT_MS: Final = 500
LONG_MS: Final = 60_000
LONG_EVERY_S: Final = 10.0
MOST_EXPLAINED: Final = 2_000


class RegionPool:
    """The matcher of one region. `number` is the pass whose prices it ranks by, 0 before any."""

    def __init__(self, code: str, policy: Policy) -> None:
        self.code = code
        self.matcher = fresh_matcher(code, policy)
        self.people: dict[str, PersonRow] = {}
        self.needs: dict[str, NeedRow] = {}
        self.failed: dict[str, set[str]] = {}  # need → people
        self.offers: dict[str, tuple[Offered, ...]] = {}  # by association
        self.number = 0
        self.told_dirty = False
        self.seats: dict[str, str] = {}  # person → need: asked there, or placed, as cases say
        self.held: dict[str, str] = {}  # the same, as the matcher has it
        self._seen: dict[str, tuple[int, int]] = {}  # document → version, touched
        self._loaded = False
        self._until = 0
        self._long_at = float("-inf")
        self._alone = Lock()
        self._begun = self._ended = 0  # the last look that began, and that ended well

    async def catch_up(self, store: Store) -> None:
        """Takes in everything that was saved before the call.

        Who waited while another look began and ended needs none of their own.
        """
        before = self._begun
        async with self._alone:
            if self._ended > before:
                return
            self._begun += 1
            await self._look(store)
            self._ended = self._begun

    async def _look(self, store: Store) -> None:
        """Takes in everything that was saved since it last looked."""
        long = monotonic() - self._long_at > LONG_EVERY_S
        start = max(0, self._until - (LONG_MS if long else SHORT_MS))
        if not self._loaded:
            await self._load(store)
        await self._take_in(store, ASSOCIATIONS, start, self._take_association)
        await self._take_in(store, NEEDS, start, self._take_need)
        await self._take_in(store, PROFILES, start, self._take_profile)
        await self._take_in(store, CASES, start, self._take_case)
        await self._take_pass(store)
        if long:
            self._long_at = monotonic()
            recent = self._until - 2 * LONG_MS
            self._seen = {key: seen for key, seen in self._seen.items() if seen[1] >= recent}

    async def _take_in(
        self, store: Store, of: Collection[R], start: int, take: Callable[[R], None]
    ) -> None:
        async for doc in changed_since(store, of, self.code, start):
            if self._is_new(doc):
                take(doc)

    def _is_new(self, doc: Record) -> bool:
        self._until = max(self._until, doc.touched)
        if self._seen.get(doc.id, (0, 0))[0] >= doc.version:
            return False
        self._seen[doc.id] = (doc.version, doc.touched)
        return True

    async def _load(self, store: Store) -> None:
        """Everything at once, into an empty engine with the rules that count in the region."""
        async for need in changed_since(store, NEEDS, self.code, 0):
            if self._is_new(need) and need.is_open:
                self.needs[need.id] = need_of(need)
        async for profile in changed_since(store, PROFILES, self.code, 0):
            if self._is_new(profile) and profile.withdrawn is None:
                self.people[profile.id] = person_of(profile)
        async for case in changed_since(store, CASES, self.code, 0):
            if self._is_new(case):
                self._note_case(case)
        doc, policy = await in_force(store, self.code), self.matcher.policy
        self.matcher = fresh_matcher(self.code, policy if doc is None else policy_in(doc, policy))
        # In a thread, so that a start is no reason for other pages of this process to stand still.
        await to_thread(self._fill)
        self._loaded = True

    def _fill(self) -> None:
        people, needs = self.people, self.needs
        failed = [
            (one, need) for need in needs for one in self.failed.get(need, ()) if one in people
        ]
        self.matcher.restore(people.values(), needs.values(), failed=failed)
        for person in sorted(self.seats.keys() & people.keys()):
            self.settle(person, self.needs_about(person))

    async def _take_pass(self, store: Store) -> None:
        """The prices of the last pass: what a place is worth to others."""
        newest = await last_pass(store, self.code)
        if newest is not None and newest.number > self.number:
            self.number = newest.number
            self.matcher.prices = dict(newest.prices)

    def _take_association(self, doc: Association) -> None:
        self.offers[doc.id] = doc.offers
        self.matcher.note_offers({doc.id: len(in_week(doc.offers, doc.touched))})

    def offered(self, now: int) -> dict[str, int]:
        """How many offers each association got in the week before `now` (UTC ms)."""
        return {one: len(in_week(offers, now)) for one, offers in self.offers.items()}

    def _take_profile(self, profile: Profile) -> None:
        known = self.people.get(profile.id)
        if profile.withdrawn is not None:
            if known is not None:
                self.matcher.leave(profile.id)
                del self.people[profile.id]
                self.held.pop(profile.id, None)
            return
        row = person_of(profile)
        if known is None:
            self.matcher.arrive(row)
            self.people[profile.id] = row
            self.settle(profile.id, self.needs_about(profile.id))
        elif known != row:
            self.matcher.change(row)
            self.people[profile.id] = row

    def _take_need(self, need: Need) -> None:
        known = self.needs.get(need.id)
        row = need_of(need) if need.is_open else None
        if known == row:
            return
        if row is None:
            self.matcher.close(need.id)
            del self.needs[need.id]
            return
        (self.matcher.open if known is None else self.matcher.revise)(row)
        self.needs[need.id] = row
        seated = [one for one, where in self.seats.items() if where == need.id]
        for person in (*self.failed.get(need.id, ()), *seated):
            self.settle(person, (need.id,))

    def _take_case(self, case: Case) -> None:
        self._note_case(case)
        self.settle(case.person, (*case.dropped, *self.needs_about(case.person)))

    def _note_case(self, case: Case) -> None:
        for need in case.dropped:
            self.failed.setdefault(need, set()).add(case.person)
        seat = case.placed or case.sent
        if seat is None:
            self.seats.pop(case.person, None)
        else:
            self.seats[case.person] = seat

    def needs_about(self, person: str) -> tuple[str, ...]:
        """The needs that cases name beside this person."""
        failed = [need for need, people in self.failed.items() if person in people]
        seat = self.seats.get(person)
        return (*failed, *(() if seat is None else (seat,)))

    def settle(self, person: str, needs: Iterable[str]) -> None:
        """Makes the matcher agree with what cases say of this person and these needs."""
        if person not in self.people:
            return
        held = self.held.get(person)
        if held is not None and held != self.seats.get(person):
            self._give_back(person, held)
        for need in needs:
            if need not in self.needs:
                continue
            if person in self.failed.get(need, ()):
                self._drop(person, need)
            elif self.seats.get(person) == need:
                self._take_seat(person, need)

    def _give_back(self, person: str, need: str) -> None:
        """An offer that was sent, or a place, is over; the need may have closed meanwhile."""
        del self.held[person]
        self.matcher.expire(person, need)

    def _drop(self, person: str, need: str) -> None:
        if need not in self.matcher.pool.failed.get(person, ()):
            self.matcher.drop(person, need)

    def _take_seat(self, person: str, need: str) -> None:
        # An association that asks for fewer people than it has taken has no seat for the last.
        if person not in self.held and self.matcher.pool.seats_left(need) > 0:
            self.matcher.send(person, need)
            self.held[person] = need

    def best_needs(self, person: str, limit: int) -> list[Ranked]:
        """Needs for a person, best first; none for somebody who is not here."""
        return self.matcher.rank_for_person(person, limit) if person in self.people else []

    def best_people(self, need: str, limit: int) -> list[Ranked]:
        return self.matcher.rank_for_need(need, limit) if need in self.needs else []

    def is_full(self, need: str) -> bool:
        """Whether every seat is taken, or offered to somebody who has not answered yet."""
        return need in self.needs and self.matcher.pool.seats_left(need) == 0

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
