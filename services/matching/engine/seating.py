"""Who sits where, with the numbers that prove that no better seating exists.

A person sits at one need at most, a need holds its free seats at most; what is added up is the
weight of the pairs plus a bonus for each filled seat that falls from seat to seat. Beside the
seats stand the dual numbers of that linear program: a price of every need, and what every person
has (`worth`: the weight of the pair minus the price). The seating is best when

    worth + price ≥ weight                       for every allowed pair, equal where one sits
    worth ≥ 0                                    and 0 for whoever sits nowhere
    −bonus of the last filled seat ≤ price ≤ −bonus of the next free seat

(complementary slackness; a full need has no upper, an empty one no lower limit). Whoever is not in
the problem has a worth that nobody can outbid, a closed need such a price.
"""

from typing import Final

import numpy as np

from services.matching.engine.arrays import Bools, Ints

BEYOND: Final = 1 << 60  # more than any sum of weights on one path
NOWHERE: Final = -1


class Seating:
    """Rows are the pool's. `bonus_of_seat[k]` is for the k-th filled seat, counted from 1.

    Seats further on than the list have its last bonus.
    """

    def __init__(self, bonus_of_seat: list[int]) -> None:
        self._bonus_of_seat = bonus_of_seat
        self.worth: Ints = np.full(64, BEYOND, dtype=np.int64)
        self.price: Ints = np.full(64, BEYOND, dtype=np.int64)
        self.next_bonus: Ints = np.full(64, -BEYOND, dtype=np.int64)
        self.seat_of: dict[int, int] = {}
        self.unseated: Bools = np.zeros(64, dtype=np.bool_)  # in the problem, at no need
        self.sitting: dict[int, set[int]] = {}
        self.seats: dict[int, int] = {}  # seats to give out
        self.taken: dict[int, int] = {}  # seats of accepted people, which come first

    def room_for_people(self, rows: int) -> None:
        if rows > len(self.worth):
            self.worth = _longer(self.worth, rows, BEYOND)
            longer = np.zeros(len(self.worth), dtype=np.bool_)
            longer[: len(self.unseated)] = self.unseated
            self.unseated = longer

    def room_for_needs(self, rows: int) -> None:
        if rows > len(self.price):
            self.price = _longer(self.price, rows, BEYOND)
            self.next_bonus = _longer(self.next_bonus, rows, -BEYOND)

    def is_free(self, need: int) -> bool:
        return len(self.sitting[need]) < self.seats[need]

    def last_bonus(self, need: int) -> int:
        """What the seat filled last adds."""
        return self.bonus(self.taken[need] + len(self.sitting[need]))

    def bonus(self, seat: int) -> int:
        return self._bonus_of_seat[min(seat, len(self._bonus_of_seat) - 1)]

    def open(self, need: int, *, seats: int, taken: int, price: int) -> None:
        self.room_for_needs(need + 1)
        self.sitting[need], self.seats[need], self.taken[need] = set(), seats, taken
        self.price[need] = price
        self.count(need)

    def close(self, need: int) -> set[int]:
        """Whoever sat there, no longer in the problem."""
        out = self.sitting.pop(need)
        for person in out:
            self.take_out(person)
        del self.seats[need], self.taken[need]
        self.price[need], self.next_bonus[need] = BEYOND, -BEYOND
        return out

    def count(self, need: int) -> None:
        """Bring `next_bonus` up to date after a seat was filled, freed, given or taken away."""
        following = self.taken[need] + len(self.sitting[need]) + 1
        self.next_bonus[need] = self.bonus(following) if self.is_free(need) else -BEYOND

    def move(self, person: int, need: int) -> None:
        """To another need, or NOWHERE; prices and worths are the caller's."""
        left = self.seat_of.get(person, NOWHERE)
        if left in self.sitting:
            self.sitting[left].discard(person)
            self.count(left)
        self.seat_of[person] = need
        self.unseated[person] = need == NOWHERE
        if need != NOWHERE:
            self.sitting[need].add(person)
            self.count(need)

    def take_out(self, person: int) -> int:
        """Out of the problem; the need where a seat became free, or NOWHERE."""
        left = self.seat_of.pop(person, NOWHERE)
        self.worth[person] = BEYOND
        self.unseated[person] = False
        if left in self.sitting:
            self.sitting[left].discard(person)
            self.count(left)
        return left

    def raise_price(self, need: int, by: int) -> None:
        """Whoever sits there pays it."""
        self.price[need] += by
        for person in self.sitting[need]:
            self.worth[person] -= by


def seat_bonuses(first_seat: int, later_seat: int) -> list[int]:
    """By number of the seat: the first, then the later one halved from seat to seat, down to 0."""
    later = [later_seat >> halvings for halvings in range(later_seat.bit_length() + 1)]
    return [0, max(first_seat, later_seat), *later]


def _longer(column: Ints, rows: int, fill: int) -> Ints:
    longer = np.full(max(rows, 2 * len(column)), fill, dtype=np.int64)
    longer[: len(column)] = column
    return longer


def renumber(
    old: Seating, fresh: Seating, new_person: dict[int, int], new_need: dict[int, int]
) -> None:
    """Copy the seating into `fresh` under new rows; rows without a new one are dead."""
    fresh.room_for_people(len(new_person))
    fresh.room_for_needs(len(new_need))
    for row, at in new_person.items():
        fresh.worth[at] = old.worth[row]
    for person, need in old.seat_of.items():
        fresh.seat_of[new_person[person]] = new_need[need]
        fresh.unseated[new_person[person]] = need == NOWHERE
    for row, sitting in old.sitting.items():
        at, price = new_need[row], int(old.price[row])
        fresh.open(at, seats=old.seats[row], taken=old.taken[row], price=price)
        fresh.sitting[at] = {new_person[person] for person in sitting}
        fresh.count(at)
