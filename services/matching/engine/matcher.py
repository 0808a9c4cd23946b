"""The way into the engine: one deterministic matcher of one region, in memory.

Every event is one method; each either happens whole or raises EngineError and changes nothing.
Equal pools give equal answers, whatever the order of the events that led there, as long as no
event went over the work limit (`dirty`); the next pass makes them equal again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from services.matching.engine.expected import expected_prices
from services.matching.engine.fits import Fits
from services.matching.engine.passes import PassResult
from services.matching.engine.planning import Plan, plan, priced, report
from services.matching.engine.points import Minutes, scale, with_nowhere
from services.matching.engine.policy import Policy
from services.matching.engine.pool import Pool
from services.matching.engine.prices import Proof
from services.matching.engine.questions import Questions
from services.matching.engine.reach import Reach
from services.matching.engine.repair import Repair
from services.matching.engine.rows import Need, Person
from services.matching.engine.seating import NOWHERE, Seating
from services.matching.engine.ties import LOW_BITS

Pair = tuple[str, str]


class Matcher(Questions):
    """`minutes` is square: from area to area, in the order of the region's areas.

    `reach` is how far one event may go; the policy's limits where it is not given.
    """

    def __init__(
        self, region_code: str, policy: Policy, minutes: Minutes, *, reach: Reach | None = None
    ) -> None:
        by = scale(policy, with_nowhere(minutes))
        super().__init__(Pool(by), policy, self._need_held)
        self.region_code = region_code
        limits = policy.limits
        self._reach = reach or Reach(visits=limits.visits, chain=limits.chain)
        self._fits = Fits(self.pool, self.bonuses)
        self._repair = self._fresh_repair()
        self.proof = Proof(0, 0)  # of the last solve

    # From the store

    def restore(
        self,
        people: Iterable[Person],
        needs: Iterable[Need],
        *,
        accepted: Iterable[Pair] = (),
        failed: Iterable[Pair] = (),
        offered: Mapping[str, int] | None = None,
        prices: Mapping[str, int] | None = None,
    ) -> None:
        """Fill an empty engine at once, in any order; the best seating is found by one solve.

        Pairs are (person id, need id); an accepted one may be of a need that is closed. `offered` is as
        in `note_offers`. `prices` are those of the last pass, so that rankings go on as they were.
        """
        for need in needs:
            self.pool.open(need)
        for person in people:
            self.pool.arrive(person)
        for person_id, need_id in failed:
            self.pool.fail(person_id, need_id)
        for person_id, need_id in accepted:
            self.pool.recall(person_id, need_id)
        self.note_offers(offered or {})
        self._adopt(plan(self, {}, 0))
        self.prices = dict(prices or {})

    # Events

    def arrive(self, person: Person) -> None:
        self._repair.arrived(self.pool.arrive(person))

    def change(self, person: Person) -> None:
        """The same person with other facts; failed pairs stay failed, an accepted pair accepted."""
        left = self._row(person.id)
        self.pool.change(person)
        if left is not None:
            self._repair.left(left)
            self._repair.arrived(self.pool.people.row(person.id))
        self._tidy()

    def leave(self, person_id: str) -> None:
        left, held = self._row(person_id), self.pool.accepted.get(person_id)
        self.pool.leave(person_id)
        if left is not None:
            self._repair.left(left)
        elif held is not None and held in self.pool.need_of:
            self._released(held)
        self._tidy()

    def open(self, need: Need) -> None:
        self._opened(self.pool.open(need), need.id)

    def close(self, need_id: str) -> None:
        self._repair.closed(self.pool.close(need_id))
        self.prices.pop(need_id, None)
        self._tidy()

    def revise(self, need: Need) -> None:
        """The same need with other facts; failed and accepted pairs stay so."""
        closed, opened = self.pool.revise(need)
        self._repair.closed(closed)
        self._opened(opened, need.id)
        self._tidy()

    def send(self, person_id: str, need_id: str) -> None:
        """An offer went out: the pair stands, and the seat is held, until it is answered."""
        row = self._row(person_id)
        if row is not None:
            self._give_its_seats(need_id)
        self.pool.accept(person_id, need_id)
        if row is not None:
            self._repair.accepted(row, self.pool.needs.row(need_id))
        self._tidy()

    def lock(self, person_id: str, need_id: str) -> None:
        """Both said yes: the pair never moves again, whether or not an offer was sent before."""
        if self.pool.accepted.get(person_id) != need_id:
            self.send(person_id, need_id)

    def expire(self, person_id: str, need_id: str) -> None:
        """No answer in time: both are free again, and may be proposed again."""
        self.pool.free(person_id, need_id)
        if need_id in self.pool.need_of:
            self._released(need_id)
        self._repair.arrived(self.pool.people.row(person_id))
        self._tidy()

    def drop(self, person_id: str, need_id: str) -> None:
        """Declined or failed: the pair is never proposed again, and the seat is free."""
        row = self._row(person_id)
        self.pool.fail(person_id, need_id)
        need = self.pool.needs.row(need_id)
        if row is not None:
            self._repair.forbidden(row, need)
        elif person_id in self.pool.people:
            self._released(need_id)
            self._repair.arrived(self.pool.people.row(person_id))
        self._tidy()

    def note_offers(self, offered: Mapping[str, int]) -> None:
        """How many offers associations got in the last week; the next pass seats by it."""
        self.pool.offered.update(offered)

    # The best seating

    @property
    def dirty(self) -> bool:
        """Whether some event went over the work limit since the last pass."""
        return self._repair.dirty

    def seats(self) -> dict[str, str]:
        """Person → need, for everybody who waits and has a seat in the present best seating."""
        pool, need_of = self.pool, self._repair.need_of
        found = {person_id: need_of(row) for person_id, row in pool.people.living()}
        return {one: pool.needs.id_at(need) for one, need in found.items() if need != NOWHERE}

    def run_pass(
        self,
        pending: Mapping[str, str],
        now: int,
        *,
        price_rules: bool = False,
        past: Sequence[Person] = (),
        seed: int = 0,
    ) -> PassResult:
        """The best seating of the whole pool, adopted as the present one.

        `pending`: what is proposed but not sent, person → need; it gets the keep bonus. `now` in
        UTC ms, for who has waited too long. With `price_rules` each fairness rule is left out once
        more to say what it costs (one more solve a rule). With `past` the prices count those who
        are still to come, drawn with `seed` (one more solve a draw).
        """
        planned = plan(self, pending, now)
        result = report(self, planned, pending)
        if price_rules:
            result = replace(result, rule_costs=priced(self, now).costs)
        if past:
            prices = expected_prices(self.pool, self.policy, past, now, seed=seed)
            result = replace(result, prices=prices)
        self._adopt(planned)
        self.prices = dict(result.prices)
        return result

    def take_over(self, planned: Plan, prices: Mapping[str, int]) -> None:
        """Go on from a plan of an equal pool, filled in the same order, that was solved elsewhere."""
        self._adopt(planned)
        self.prices = dict(prices)

    def seat_of(self, person_id: str) -> str | None:
        """The need where somebody who waits has a seat in the present best seating."""
        row = self._row(person_id)
        need = NOWHERE if row is None else self._repair.need_of(row)
        return None if need == NOWHERE else self.pool.needs.id_at(need)

    def value(self) -> int:
        """Of the present seating: weights (points · 2^20 + hash) and bonuses of the seats."""
        return self._repair.value()

    # How

    def _adopt(self, planned: Plan) -> None:
        self.bonuses.set(planned.bonuses.of_person, planned.bonuses.kept, planned.bonuses.keep)
        self._fits.remember(planned.problem)
        self._repair = self._fresh_repair()
        solved = planned.solved
        self.proof = solved.proof
        self._repair.adopt(planned.problem, solved.seating, solved.prices, solved.worth)

    def _need_held(self, row: int) -> int:
        return self._repair.need_of(row)

    def _row(self, person_id: str) -> int | None:
        people = self.pool.people
        return people.row(person_id) if person_id in people else None

    def _opened(self, row: int, need_id: str) -> None:
        left, taken = self.pool.seats_left(need_id), self.pool.seats_taken(need_id)
        self._repair.opened(row, seats=left, taken=taken)

    def _released(self, need_id: str) -> None:
        left, taken = self.pool.seats_left(need_id), self.pool.seats_taken(need_id)
        self._repair.released(self.pool.needs.row(need_id), seats=left, taken=taken)

    def _give_its_seats(self, need_id: str) -> None:
        """A need that the last pass left without a seat, since its association had enough."""
        if need_id in self.pool.need_of and self._repair.is_short(self.pool.needs.row(need_id)):
            self._released(need_id)

    def _fresh_repair(self) -> Repair:
        seating = Seating([bonus << LOW_BITS for bonus in self.bonus_of_seat])
        return Repair(self._fits, seating, self._reach)

    def _tidy(self) -> None:
        """Renumber when the dead rows outnumber the living, so that memory stays bounded."""
        if not self.pool.crowded_by_dead:
            return
        people, needs = self.pool.renumber()
        self._fits.forget_all()
        fresh = self._fresh_repair()
        self._repair.renumbered_into(fresh, people, needs)
        self._repair = fresh
