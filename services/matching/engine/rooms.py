"""How many new offers an association may still get this week, over all its needs together.

A seating gives the needs of one association no more people than that. In the linear program this
is one more row for every association under the cap, so it has a dual number of its own, its *rent*:
what one more offer would add. It is 0 while there is room; a full association asks at least what
the best of its free seats would gain, and every seat that it does fill is worth its rent.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from services.matching.engine.arrays import Ints
from services.matching.engine.pool import Pool

NO_CAP: Final = -1  # where the last of some values is that of needs without a cap


class Rooms(NamedTuple):
    """`of` is, by need, the place of its association in `left`, or NO_CAP."""

    of: Ints
    left: Ints


def no_rooms(needs: int) -> Rooms:
    """Where nobody has a cap."""
    return Rooms(np.full(needs, NO_CAP, dtype=np.int64), np.zeros(0, dtype=np.int64))


def rooms_of(pool: Pool, cap: int) -> Rooms:
    """By the pool's rows; `cap` 0 is no cap."""
    rooms = no_rooms(pool.needs.size)
    if not cap:
        return rooms
    places: dict[str, int] = {}
    for need_id, row in pool.needs.living():
        association = pool.need_of[need_id].association
        rooms.of[row] = places.setdefault(association, len(places))
    left = [room_left(pool.offered, association, cap) for association in places]
    return rooms._replace(left=np.array(left, dtype=np.int64))


def room_left(offered: Mapping[str, int], association: str, cap: int) -> int:
    return max(cap - offered.get(association, 0), 0)


def unused(rooms: Rooms, filled: Ints) -> Ints:
    """By association, how many offers it could get besides the seats that are filled."""
    capped = rooms.of != NO_CAP
    many = len(rooms.left)
    given = np.bincount(rooms.of[capped], weights=filled[capped], minlength=many)
    rest: Ints = rooms.left - given.astype(np.int64)
    return rest


def rents(rooms: Rooms, filled: Ints, gain: Ints, free: Ints) -> Ints:
    """By need, the rent of its association; `gain` is what the need's next seat would add.

    `free` are the needs that have one.
    """
    rent = np.zeros(len(rooms.left) + 1, dtype=np.int64)
    np.maximum.at(rent, rooms.of[free], gain[free])
    rent[:-1][unused(rooms, filled) > 0] = 0
    rent[NO_CAP] = 0
    by_need: Ints = rent[rooms.of]
    return by_need


def shares(rooms: Rooms, seats: Ints, filled: Ints) -> Ints:
    """Seats by need that a seating goes on with: none more where its association is full."""
    rest = np.append(unused(rooms, filled), 0)[rooms.of]
    capped = np.minimum(seats, filled + np.maximum(rest, 0))
    kept: Ints = np.where(rooms.of == NO_CAP, seats, capped)
    return kept
