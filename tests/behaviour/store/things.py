"""The documents and clocks that the store suite works with."""

import itertools
from collections.abc import Callable
from typing import Any

from shared.contracts.intake import PersonWithdrawn
from shared.contracts.message import Message
from shared.store.collection import Collection
from shared.store.document import Document

NOON = 1_800_000_000_000


class Person(Document):
    name: str = ""
    area: str | None = None
    since: int | None = None
    woken: bool = False


def lift_person(raw: dict[str, Any]) -> dict[str, Any]:
    """Schema 1 wrote the first name as `first`, and had no area."""
    return {"area": None, **raw, "name": raw.get("name") or raw["first"]}


PEOPLE = Collection(
    "intake",
    "people",
    Person,
    indexes=(("area", "since"), ("name",), ("since",), ("woken",)),
    schema=2,
    lift=lift_person,
)


class Gathering(Document):
    seats: int
    taken: tuple[str, ...] = ()


GATHERINGS = Collection("intake", "gatherings", Gathering)
ELSEWHERE = Collection("matching", "people", Person, indexes=(("name",),))

# As release 1 stored it; never changes again.
RECORDED_SCHEMA_1 = {
    "id": "old",
    "region": "malmo",
    "schema": 1,
    "version": 3,
    "told": {"intake-people-v1": 4},
    "heard": {},
    "due": [],
    "first": "Amal",
    "nickname": "A",
}


class Clock:
    """Time that passes only when a test says so."""

    def __init__(self, now: int = NOON) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def pass_(self, ms: int) -> None:
        self.now += ms


def numbers() -> Callable[[], str]:
    """Ids that rise, so that a test can tell which message came first."""
    count = itertools.count(1)
    return lambda: f"message-{next(count):05}"


def left(person: str) -> Message:
    return PersonWithdrawn(person=person, reason="moved")


def someone(key: str, **fields: Any) -> Person:
    return Person.model_validate({"id": key, "region": "malmo", **fields})
