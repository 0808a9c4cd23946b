"""Keeps the seating best after every event, by one shortest chain of moves each (search.py).

Work per event is limited. Over the limit the person or seat in question is set *aside*: they get
the best free seat (or the seat its best free person) outside the problem, whose rest stays exactly
best; `dirty` says so, and the next pass takes everybody back in.
"""

from typing import Final

import numpy as np

from services.matching.engine.arrays import Ints
from services.matching.engine.fits import Fits, Pairs
from services.matching.engine.prices import Sides
from services.matching.engine.problem import Problem
from services.matching.engine.reach import Reach
from services.matching.engine.rooms import shares
from services.matching.engine.search import Chain, Search
from services.matching.engine.seating import BEYOND, NOWHERE, Seating, renumber

ANYTHING: Final = BEYOND // 2  # a search that must end somewhere


class Repair:
    """Rows in, rows out; the pool itself is changed by whoever calls."""

    def __init__(self, fits: Fits, seating: Seating, reach: Reach) -> None:
        self.fits = fits
        self.seating = seating
        self.reach = reach
        self.aside: dict[int, int] = {}  # person → the need where a seat is held, or NOWHERE
        self.held: dict[int, int] = {}  # need → seats outside the problem
        self.slipped = False

    @property
    def dirty(self) -> bool:
        return bool(self.aside) or any(self.held.values()) or self.slipped

    def need_of(self, person: int) -> int:
        """Where the person sits, in the problem or aside; NOWHERE if at no need."""
        return self.aside.get(person, self.seating.seat_of.get(person, NOWHERE))

    def is_short(self, need: int) -> bool:
        return self.seating.seats[need] == 0 and not self.held.get(need)

    def value(self) -> int:
        """Weights of all seated pairs and bonuses of the seats that they fill."""
        total, filled = 0, dict[int, int]()
        for person in [*self.seating.seat_of, *self.aside]:
            need = self.need_of(person)
            if need != NOWHERE:
                rows, weights = self.fits.needs_of(person)
                total += int(weights[rows == need][0])
                filled[need] = filled.get(need, 0) + 1
        for need, count in filled.items():
            first = self.seating.taken[need] + 1
            total += sum(self.seating.bonus(seat) for seat in range(first, first + count))
        return total

    # Events

    def arrived(self, person: int) -> None:
        self._room()
        self.fits.arrived(person)
        self._seat(person)

    def left(self, person: int) -> None:
        if person in self.aside:
            need = self.aside.pop(person)
            if need != NOWHERE:
                self._give_back(need)
        else:
            need = self.seating.take_out(person)
        if need != NOWHERE:
            self._refill(need)

    def opened(self, need: int, *, seats: int, taken: int) -> None:
        self._room()
        people, weights = self.fits.opened(need)
        lowest = -self.seating.bonus(taken + 1)
        outbid = weights - self.seating.worth[people]
        price = max(lowest, int(outbid.max(initial=lowest)))
        self.seating.open(need, seats=seats, taken=taken, price=price)
        self._refill(need)

    def closed(self, need: int) -> None:
        out = self.seating.close(need)
        self.held.pop(need, None)
        out |= {person for person, at in self.aside.items() if at == need}
        for person in sorted(out):
            self.aside.pop(person, None)
            self._seat(person)

    def accepted(self, person: int, need: int) -> None:
        """The person takes a seat of the need for good and is out of the problem."""
        if self.seating.seat_of.get(person) != need:
            self.left(person)
            self._make_room(person, need)
        self.seating.take_out(person)
        self.seating.seats[need] -= 1
        self.seating.taken[need] += 1
        self.seating.count(need)

    def released(self, need: int, *, seats: int, taken: int) -> None:
        """An accepted person gave the seat back, so that these are left and taken."""
        self.seating.seats[need] = seats - self.held.get(need, 0)
        self.seating.taken[need] = taken
        self.seating.count(need)
        self._refill(need)

    def forbidden(self, person: int, need: int) -> None:
        """The two are no pair any more."""
        self.fits.part(person, need)
        if self.need_of(person) == need:
            self.left(person)
            self._seat(person)

    def adopt(self, problem: Problem, seating: Sides, prices: Ints, worth: Ints) -> None:
        """Start from a proven best seating; `self` is fresh and its fits know nothing yet."""
        state = self.seating
        state.room_for_people(problem.people)
        state.room_for_needs(problem.needs)
        given = shares(problem.rooms, problem.seats, seating.filled)
        for need in np.flatnonzero(problem.open).tolist():
            seats, taken = int(given[need]), int(problem.taken[need])
            state.open(need, seats=seats, taken=taken, price=int(prices[need]))
        for person in np.flatnonzero(problem.waiting).tolist():
            state.worth[person] = worth[person]
            state.move(person, int(seating.seat[person]))

    def renumbered_into(self, fresh: "Repair", people: Ints, needs: Ints) -> None:
        """Row i of a side was row people[i] or needs[i] until now."""
        new_person = {row: at for at, row in enumerate(people.tolist())}
        new_need = {row: at for at, row in enumerate(needs.tolist())} | {NOWHERE: NOWHERE}
        renumber(self.seating, fresh.seating, new_person, new_need)
        fresh.aside = {new_person[one]: new_need[need] for one, need in self.aside.items()}
        fresh.held = {new_need[need]: held for need, held in self.held.items()}
        fresh.slipped = self.slipped

    # How

    def _seat(self, person: int) -> None:
        pairs = self.fits.needs_of(person)
        chain = self._search(limit=0).seat_for(person, pairs)
        if self._too_much(chain, person):
            self._set_aside(person, pairs)
            return
        self.seating.move(person, NOWHERE)
        self._dearer(chain)
        self.seating.worth[person] = -chain.cost

    def _refill(self, need: int) -> None:
        """While a seat is free and somebody would gain by it."""
        seating = self.seating
        while seating.is_free(need) and seating.price[need] > -seating.next_bonus[need]:
            chain = self._search(limit=0).people_for(need)
            if self._too_much(chain, NOWHERE):
                self._hold(need)
                self._fill_aside(need)
            else:
                self._cheaper(chain)

    def _make_room(self, person: int, need: int) -> None:
        """Seat the person at the need whatever it costs the others there."""
        seating = self.seating
        if seating.seats[need] == 0:
            self._unseat_aside(need)
        here = Pairs(np.array([need]), seating.price[need : need + 1].copy())
        chain = self._search(limit=ANYTHING).seat_for(person, here)
        if self._too_much(chain, person):
            self._push_in(person, need)
            return
        self._dearer(chain)

    def _push_in(self, person: int, need: int) -> None:
        """Too long a chain: whoever has least to lose goes aside, and the seat goes over."""
        seating = self.seating
        if seating.is_free(need):
            self.slipped = True
        else:
            loser = min(seating.sitting[need], key=lambda one: (int(seating.worth[one]), one))
            seating.take_out(loser)
            self.aside[loser] = NOWHERE
        seating.move(person, need)

    def _search(self, limit: int) -> Search:
        self._room()
        return Search(self.seating, self.fits, limit=limit, visits=self.reach.visits)

    def _room(self) -> None:
        """Rows of the pool that have not been told of yet have to be readable, too."""
        self.seating.room_for_people(self.fits.pool.people.size)
        self.seating.room_for_needs(self.fits.pool.needs.size)

    def _too_much(self, chain: Chain, person: int) -> bool:
        return not chain.complete or chain.moves_beside(person) > self.reach.chain

    def _dearer(self, chain: Chain) -> None:
        for need, cost in chain.reached.items():
            self.seating.raise_price(need, chain.cost - cost)
        self._move(chain)

    def _cheaper(self, chain: Chain) -> None:
        for need, cost in chain.reached.items():
            self.seating.raise_price(need, cost - chain.cost)
        self._move(chain)

    def _move(self, chain: Chain) -> None:
        for person, need in chain.moves:
            self.seating.move(person, need)

    # Aside

    def _set_aside(self, person: int, pairs: Pairs) -> None:
        gains = pairs.weights + self.seating.next_bonus[pairs.rows]
        best = int(gains.argmax()) if len(gains) else NOWHERE
        self.seating.worth[person] = BEYOND
        self.aside[person] = NOWHERE
        if best != NOWHERE and gains[best] > -ANYTHING:
            self.aside[person] = int(pairs.rows[best])
            self._hold(self.aside[person])

    def _hold(self, need: int) -> None:
        self.held[need] = self.held.get(need, 0) + 1
        self.seating.seats[need] -= 1
        self.seating.count(need)

    def _give_back(self, need: int) -> None:
        self.held[need] -= 1
        self.seating.seats[need] += 1
        self.seating.count(need)

    def _fill_aside(self, need: int) -> None:
        """The best person without a seat takes the held one."""
        people, weights = self.fits.people_of(need)
        for at in np.argsort(-weights):
            person = int(people[at])
            if self.seating.seat_of.get(person) == NOWHERE:
                self.seating.take_out(person)
                self.aside[person] = need
                return

    def _unseat_aside(self, need: int) -> None:
        """A held seat comes back into the problem; whoever held it stays aside without."""
        self._give_back(need)
        for person in sorted(self.aside):
            if self.aside[person] == need:
                self.aside[person] = NOWHERE
                return
