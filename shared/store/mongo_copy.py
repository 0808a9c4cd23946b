"""Copying a service's documents out of MongoDB, and into it, for backups and moves.

What a service may do is the store port; this is more, and for a store that is held or has no
service yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.store import mongo_queries as query
from shared.store.collection import Collection, D, T, Untold
from shared.store.mongo import BODY, MongoStore
from shared.store.mongo_answers import answering


@dataclass(frozen=True)
class State:
    """How a document stands: whoever changes it, changes this."""

    version: int
    waits: bool
    """Whether it has something to tell."""


class MongoCopy(MongoStore):
    """A store to copy from, or into."""

    async def states(self, of: Collection[T]) -> dict[str, State]:
        """Of every document, by id."""
        with answering():
            raws = await self._of(of).find({}, {"version": 1, "outbox_at": 1}).to_list(None)
        return {raw["_id"]: State(raw["version"], "outbox_at" in raw) for raw in raws}

    async def those(self, of: Collection[D], keys: Sequence[str]) -> list[D]:
        """The documents with these ids that are there."""
        with answering():
            raws = await self._of(of).find({"_id": {"$in": [*keys]}}, BODY).to_list(None)
        return [of.read(query.fields_of(raw)) for raw in raws]

    async def untold(self, of: Collection[T]) -> dict[str, tuple[Untold, ...]]:
        """What documents have not told yet, by id; those with nothing to tell are left out."""
        with answering():
            waiting = {"outbox_at": {"$exists": True}}
            raws = await self._of(of).find(waiting, {"outbox": 1}).to_list(None)
        return {raw["_id"]: query.outgoing(raw).untold for raw in raws if raw["outbox"]}

    async def put(
        self, of: Collection[D], docs: Sequence[D], untold: Mapping[str, tuple[Untold, ...]]
    ) -> None:
        """Writes new documents as they are, versions and untold messages with them."""
        raws = [query.inserted(of, doc, untold.get(doc.id, ())) for doc in docs]
        if raws:
            with answering():
                await self._of(of).insert_many(raws)

    async def clear(self, of: Collection[T]) -> None:
        """Removes every document of the collection."""
        with answering():
            await self._of(of).delete_many({})
