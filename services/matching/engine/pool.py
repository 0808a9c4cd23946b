"""Everybody who waits, every need that is open, who was accepted, and which pairs failed."""

from services.matching.engine.arrays import Ints
from services.matching.engine.columns import (
    NeedFacts,
    PersonFacts,
    need_values,
    needs_table,
    people_table,
    person_values,
)
from services.matching.engine.errors import EngineError
from services.matching.engine.points import Scale
from services.matching.engine.rows import Need, Person, checked_need, checked_person
from services.matching.engine.rules import allowed_needs, allowed_people


class Pool:
    """The two tables, and what the words cannot say: seats, accepted and failed pairs.

    A person who was accepted keeps the seat and is in no table until the pair is dropped.
    """

    def __init__(self, by: Scale) -> None:
        self.by = by
        self.people = people_table()
        self.needs = needs_table()
        self.person_of: dict[str, Person] = {}
        self.need_of: dict[str, Need] = {}
        self.accepted: dict[str, str] = {}  # person → need
        self.accepted_at: dict[str, set[str]] = {}  # need → people
        self.failed: dict[str, set[str]] = {}  # person → needs
        self.failed_at: dict[str, set[str]] = {}  # need → people
        self.offered: dict[str, int] = {}  # association → offers that it got in the last week
        self.nowhere = by.places - 1

    # What happens

    def arrive(self, person: Person) -> int:
        """The new row. Raises duplicate_id, bad_number."""
        if person.id in self.person_of:
            raise EngineError("duplicate_id", "person")
        checked_person(person, self.nowhere)
        self.person_of[person.id] = person
        return self.people.append(person.id, person_values(person, self.nowhere))

    def change(self, person: Person) -> None:
        """The same person in a new row. Raises unknown_id, bad_number."""
        self.person(person.id)
        checked_person(person, self.nowhere)
        self.person_of[person.id] = person
        if person.id in self.people:
            self.people.bury(person.id)
            self.people.append(person.id, person_values(person, self.nowhere))

    def leave(self, person_id: str) -> None:
        self.person(person_id)
        if person_id in self.people:
            self.people.bury(person_id)
        del self.person_of[person_id]
        self._release(person_id)
        for need_id in self.failed.pop(person_id, ()):
            _take_out(self.failed_at, need_id, person_id)

    def open(self, need: Need) -> int:
        """The new row. Raises duplicate_id, bad_number."""
        if need.id in self.need_of:
            raise EngineError("duplicate_id", "need")
        checked_need(need, self.nowhere)
        self.need_of[need.id] = need
        row = self.needs.append(need.id, need_values(need, self.nowhere))
        self._count_seats(need.id)
        return row

    def close(self, need_id: str) -> int:
        self.need(need_id)
        del self.need_of[need_id]
        for person_id in self.failed_at.pop(need_id, ()):
            _take_out(self.failed, person_id, need_id)
        return self.needs.bury(need_id)

    def revise(self, need: Need) -> tuple[int, int]:
        """The same need in a new row: the old row and the new one."""
        self.need(need.id)
        checked_need(need, self.nowhere)
        buried = self.needs.bury(need.id)
        self.need_of[need.id] = need
        row = self.needs.append(need.id, need_values(need, self.nowhere))
        self._count_seats(need.id)
        return buried, row

    def accept(self, person_id: str, need_id: str) -> None:
        """The person takes one of the need's seats and leaves the table."""
        self.person(person_id)
        self.need(need_id)
        if person_id in self.accepted:
            raise EngineError("already_locked", "person")
        if self.seats_left(need_id) == 0:
            raise EngineError("no_seat", "need")
        self.recall(person_id, need_id)

    def recall(self, person_id: str, need_id: str) -> None:
        """A pair that was accepted at some time; the need may be closed, or smaller, by now."""
        self.people.bury(person_id)
        self.accepted[person_id] = need_id
        self.accepted_at.setdefault(need_id, set()).add(person_id)
        self._count_seats(need_id)

    def free(self, person_id: str, need_id: str) -> None:
        """The person gives the seat back and waits again, in a new row."""
        if self.accepted.get(person_id) != need_id:
            raise EngineError("not_locked", "person")
        self._release(person_id)
        self.people.append(person_id, person_values(self.person(person_id), self.nowhere))

    def fail(self, person_id: str, need_id: str) -> None:
        """The pair is never proposed again; an accepted person waits again, in a new row."""
        self.person(person_id)
        self.need(need_id)
        self.failed.setdefault(person_id, set()).add(need_id)
        self.failed_at.setdefault(need_id, set()).add(person_id)
        if self.accepted.get(person_id) == need_id:
            self.free(person_id, need_id)

    @property
    def crowded_by_dead(self) -> bool:
        return self.people.crowded_by_dead or self.needs.crowded_by_dead

    def renumber(self) -> tuple[Ints, Ints]:
        """Without the dead: for each new row of people and of needs the row it was."""
        return self.people.renumber(), self.needs.renumber()

    def _release(self, person_id: str) -> None:
        need_id = self.accepted.pop(person_id, None)
        if need_id is not None:
            _take_out(self.accepted_at, need_id, person_id)
            self._count_seats(need_id)

    def _count_seats(self, need_id: str) -> None:
        """A need that was closed, or opened again, may have accepted people already."""
        if need_id in self.need_of:
            left = self.need_of[need_id].seats - self.seats_taken(need_id)
            self.needs.all().seats[self.needs.row(need_id)] = max(left, 0)

    # What is so

    def person(self, person_id: str) -> Person:
        if person_id not in self.person_of:
            raise EngineError("unknown_id", "person")
        return self.person_of[person_id]

    def need(self, need_id: str) -> Need:
        if need_id not in self.need_of:
            raise EngineError("unknown_id", "need")
        return self.need_of[need_id]

    def seats_left(self, need_id: str) -> int:
        self.need(need_id)
        return int(self.needs.all().seats[self.needs.row(need_id)])

    def seats_taken(self, need_id: str) -> int:
        return len(self.accepted_at.get(need_id, ()))

    def minutes(self, person: Person, need: Need) -> int:
        home = self.nowhere if person.area is None else person.area
        there = self.nowhere if need.area is None else need.area
        return int(self.by.minutes[home * self.by.places + there])

    def needs_for(self, person: PersonFacts, failed: set[str]) -> Ints:
        """Rows of the needs that one person may be paired with."""
        rows = allowed_needs(person, self.needs.all(), self.by)
        return _without(rows, [self.needs.row(need_id) for need_id in failed])

    def needs_with_seats_for(self, person: PersonFacts, failed: set[str]) -> Ints:
        rows = self.needs_for(person, failed)
        return rows[self.needs.all().seats[rows] > 0]

    def people_for(self, need: NeedFacts, failed: set[str]) -> Ints:
        """Rows of the people that one need may be paired with."""
        rows = allowed_people(self.people.all(), need, self.by)
        return _without(rows, [self.people.row(one) for one in failed if one in self.people])


def _take_out(of: dict[str, set[str]], key: str, one: str) -> None:
    """Nothing is kept of a key that has nobody left, or years of closed needs would add up."""
    of[key].discard(one)
    if not of[key]:
        del of[key]


def _without(rows: Ints, gone: list[int]) -> Ints:
    for row in gone:  # few, so that this is quicker than a set operation
        rows = rows[rows != row]
    return rows
