"""Steps, and what the tests of due work look at."""

from collections.abc import Awaitable, Callable

from shared.metrics import DUE_DONE, DUE_TROUBLE
from shared.store.collection import Store
from shared.store.document import Conflict, Due
from shared.store.due import DueWork
from tests.behaviour.store.things import NOON, PEOPLE, Person, someone

Do = Callable[[Person, "Desk"], Awaitable[None]]


class Desk:
    """What the steps of these tests know: the store, and what they did."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.done: list[str] = []

    async def greet(self, doc: Person) -> None:
        self.done.append(doc.id)
        await self.store.save(PEOPLE, doc.without_due("greet"))


async def greet(doc: Person, desk: Desk) -> None:
    await desk.greet(doc)


async def fail(doc: Person, desk: Desk) -> None:
    desk.done.append(doc.id)
    raise ZeroDivisionError


async def conflict(doc: Person, desk: Desk) -> None:
    desk.done.append(doc.id)
    raise Conflict


async def forget(doc: Person, desk: Desk) -> None:
    """Ends well, and leaves its entry standing."""
    desk.done.append(doc.id)


Make = Callable[..., DueWork[Desk]]


async def due(store: Store, key: str = "a", at: int = NOON, what: str = "greet") -> Person:
    return await store.save(PEOPLE, someone(key).with_due(Due(what=what, at=at)))


async def entry(store: Store, key: str = "a") -> Due:
    doc = await store.get(PEOPLE, key)
    assert doc is not None
    [one] = doc.due
    return one


def done() -> float:
    return float(DUE_DONE.labels("intake", "greet")._value.get())


def troubles() -> float:
    return float(DUE_TROUBLE.labels("intake", "greet")._value.get())
