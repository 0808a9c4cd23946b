"""Changing one document: read, decide, save, and again while others are faster."""

from collections.abc import Callable, Sequence
from typing import Final

from shared.contracts.message import Message
from shared.store.collection import Collection, D, Store
from shared.store.document import Conflict

TRIES: Final = 20


async def change(
    store: Store,
    of: Collection[D],
    key: str,
    decide: Callable[[D], tuple[D, Sequence[Message]]],
) -> D | None:
    """The document as `decide` makes it, with what that announces; None where it is not there.

    `decide` is pure; where it returns the very document that it got, nothing is written. Raises
    what `decide` raises, and Conflict where others were faster TRIES times.
    """
    for _ in range(TRIES):
        known = await store.get(of, key)
        if known is None:
            return None
        decided, announced = decide(known)
        if decided is known:
            return known
        try:
            return await store.save(of, decided, announced)
        except Conflict:
            continue
    raise Conflict(of.table)
