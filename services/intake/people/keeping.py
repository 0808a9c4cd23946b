"""Keeping what was decided about a person: read, decide, save, and again while others are faster."""

from collections.abc import Callable, Sequence
from typing import Final

from services.intake.desk import Desk
from services.intake.people.person import PEOPLE, Person
from services.intake.people.staying import after_sign
from shared.contracts.message import Message
from shared.store.document import Conflict

TRIES: Final = 5
Decide = Callable[[Person], tuple[Person, Sequence[Message]]]


async def change_person(desk: Desk, person: Person, decide: Decide) -> Person:
    """Saves what `decide` makes of the person, and announces what others have to hear of it.

    Where it returns the person it got, nothing is written. Raises Conflict, or what `decide` raises.
    """
    for _ in range(TRIES):
        changed, announced = decide(person)
        if changed is person:
            return person
        try:
            return await desk.store.save(PEOPLE, after_sign(changed, desk.now()), announced)
        except Conflict:
            person = await desk.store.get(PEOPLE, person.id) or person
    raise Conflict(PEOPLE.table)
