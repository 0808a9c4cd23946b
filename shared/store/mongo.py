"""The store port on MongoDB: a database per service, the outbox inside the document.

The one module that knows the driver, motor. It uses what every server of MongoDB 4.4's protocol
offers: single-document updates, and nothing that reads or writes two documents at once.
"""

from collections.abc import Callable, Sequence
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection
from pymongo import IndexModel, errors

from shared.contracts.message import Envelope, Message
from shared.store import mongo_queries as query
from shared.store.collection import LEASE_MS, After, Collection, D, Line, Outgoing, Raw, T, Where
from shared.store.document import Conflict, OutboxFull, StillTelling, StoreError, Undeclared
from shared.store.mongo_answers import answering
from shared.store.release import release_after
from shared.store.telling import Clock, NewId, told_by

Client = AsyncIOMotorClient[Raw]
Table = AsyncIOMotorCollection[Raw]

# One operation with all its retries. Shorter than a lease: who waits in vain still holds it.
ANSWER_MS = 5_000
# A server that is down is noticed this soon; a replica set that elects a primary is waited for.
SELECTION_MS = 3_000
BODY = {"version": 1, "body": 1}


def connect(url: str, *, pool: int = 100, answer_ms: int = ANSWER_MS) -> Client:
    """A client for all services of a process; it connects at its first use, and again by itself.

    `url` says where, and how to sign in. Against a server without sessions it has to say
    `retryWrites=false` too. `pool` is at least the peak number of operations at once.
    """
    return AsyncIOMotorClient(
        url,
        appname="lotsa",
        w="majority",
        journal=True,
        readConcernLevel="majority",
        maxPoolSize=pool,
        timeoutMS=answer_ms,
        serverSelectionTimeoutMS=min(SELECTION_MS, answer_ms),
    )


class MongoStore:
    """The collections of one service, in the database `<prefix>_<service>`.

    After Unavailable from a write nobody knows whether it happened: the network may have been lost
    behind it. It is there whole, outbox included, or not at all. So the caller reads and decides
    again, and loses nothing by trying blindly either: a second `save` of the same document at the
    same version cannot succeed after the first one did, it raises Conflict; a listener then finds
    the sequence in `heard`; a form's hidden id finds its own document. A repeated `settle`,
    `release` or `renew` changes nothing, and a claim that got lost ends with its lease.
    """

    def __init__(
        self,
        client: Client,
        service: str,
        collections: Sequence[Collection[Any]],
        *,
        now: Clock,
        new_id: NewId,
        prefix: str = "lotsa",
    ) -> None:
        """The client is the caller's to close, after the last store that uses it."""
        self._db = client[f"{prefix}_{service}"]
        self._collections = collections
        self._tables = {of.table for of in collections if of.service == service}
        self._now = now
        self._new_id = new_id
        self.saved: Callable[[], None] = lambda: None

    async def prepare(self) -> None:
        """Makes the indexes that are missing and marks the store. Raises TooNew, Unavailable."""
        with answering():
            releases = self._db["lotsa__release"]
            marked = await releases.find_one({"_id": "release"})
            release = release_after(marked["release"] if marked else None)
            await releases.update_one(
                {"_id": "release"}, {"$max": {"release": release}}, upsert=True
            )
            for of in self._collections:
                await self._of(of).create_indexes(
                    [IndexModel(**index) for index in query.indexes_of(of)]
                )

    async def get(self, of: Collection[D], key: str) -> D | None:
        with answering():
            raw = await self._of(of).find_one({"_id": key}, BODY)
        return None if raw is None else of.read(query.fields_of(raw))

    async def save(
        self,
        of: Collection[D],
        doc: D,
        announcing: Sequence[Message] = (),
        *,
        cause: Envelope | None = None,
    ) -> D:
        table = self._of(of)
        saved, untold = told_by(
            of, doc, announcing, now=self._now(), new_id=self._new_id, cause=cause
        )
        with answering():
            if doc.version == 0:
                await self._insert(table, query.inserted(of, saved, untold))
            else:
                read = query.as_read(doc.id, doc.version, len(untold))
                done = await table.update_one(read, query.replaced(of, saved, untold))
                if not done.matched_count:
                    raise await self._refused(of, doc, OutboxFull(of.table))
        if untold or saved.is_due(self._now()):
            self.saved()
        return saved

    async def _insert(self, table: Table, fields: Raw) -> None:
        try:
            await table.insert_one(fields)
        except errors.DuplicateKeyError:
            # The driver's text would repeat the id.
            raise Conflict(table.name) from None

    async def _refused(self, of: Collection[D], doc: D, otherwise: StoreError) -> StoreError:
        """Why a guarded write found nothing: another version, or the other guard."""
        same = await self._of(of).find_one({"_id": doc.id, "version": doc.version}, {"_id": 1})
        return otherwise if same else Conflict(of.table)

    async def find(
        self,
        of: Collection[D],
        where: Where,
        *,
        order: str | None = None,
        limit: int = 100,
        after: After | None = None,
    ) -> list[D]:
        table = self._of(of)
        of.check(where, order)
        cursor = table.find(query.matching(where, order, after), BODY)
        with answering():
            raws = await cursor.sort(query.sorting(order)).limit(limit).to_list(None)
        return [of.read(query.fields_of(raw)) for raw in raws]

    async def count(self, of: Collection[D], where: Where) -> int:
        table = self._of(of)
        of.check(where, None)
        with answering():
            return await table.count_documents(query.matching(where))

    async def claim_due(
        self, of: Collection[D], holder: str, *, limit: int, regions: Sequence[str] | None = None
    ) -> list[D]:
        raws = await self._claim(of, "due", holder, limit=limit, regions=regions)
        return of.read_what_can_be(query.fields_of(raw) for raw in raws)

    async def claim_outbox(self, of: Collection[T], holder: str, *, limit: int) -> list[Outgoing]:
        raws = await self._claim(of, "outbox", holder, limit=limit)
        told = [raw["_id"] for raw in raws if not raw["outbox"]]
        if told:
            await self._unmark(of, told)
        return [query.outgoing(raw) for raw in raws if raw["outbox"]]

    async def _claim(
        self,
        of: Collection[T],
        line: Line,
        holder: str,
        *,
        limit: int,
        regions: Sequence[str] | None = None,
    ) -> list[Raw]:
        """Three commands for any number of documents; each one is leased atomically by itself."""
        table, now = self._of(of), self._now()
        free = query.claimable(line, now, regions)
        lease = query.leased(line, holder, now + LEASE_MS)
        fields = BODY if line == "due" else {"outbox": 1}
        oldest = [(f"{line}_at", 1), ("_id", 1)]
        with answering():
            waiting = await table.find(free, {"_id": 1}).sort(oldest).limit(limit).to_list(None)
            if not waiting:
                return []
            these = {"_id": {"$in": [raw["_id"] for raw in waiting]}}
            # Another holder may have been faster: the filter is asked again for each document.
            await table.update_many({**free, **these}, {"$set": lease})
            return await table.find({**these, **lease}, fields).sort(oldest).to_list(None)

    async def settle(self, of: Collection[T], doc: Outgoing) -> None:
        table = self._of(of)
        with answering():
            done = await table.update_one(
                query.all_told(doc), {**query.without(doc), "$unset": {"outbox_at": ""}}
            )
            if not done.matched_count:
                # More was announced meanwhile, or another holder settled some of it before.
                await table.update_one({"_id": doc.id}, query.without(doc))
                await self._unmark(of, [doc.id])

    async def _unmark(self, of: Collection[T], keys: Sequence[str]) -> None:
        """Takes the marker off outboxes that are empty."""
        empty = {"_id": {"$in": [*keys]}, "outbox": {"$size": 0}}
        with answering():
            await self._of(of).update_many(empty, {"$unset": {"outbox_at": ""}})

    async def renew(self, of: Collection[T], line: Line, holder: str, keys: Sequence[str]) -> None:
        until = {"$set": {f"{line}_lease": self._now() + LEASE_MS}}
        await self._lease(of, line, holder, keys, change=until)

    async def release(
        self, of: Collection[T], line: Line, holder: str, keys: Sequence[str]
    ) -> None:
        gone = {"$unset": {f"{line}_lease": "", f"{line}_holder": ""}}
        await self._lease(of, line, holder, keys, change=gone)

    async def _lease(
        self,
        of: Collection[T],
        line: Line,
        holder: str,
        keys: Sequence[str],
        *,
        change: query.Update,
    ) -> None:
        held = {"_id": {"$in": [*keys]}, f"{line}_holder": holder}
        with answering():
            await self._of(of).update_many(held, change)

    async def erase(self, of: Collection[D], doc: D) -> None:
        told = {"_id": doc.id, "version": doc.version, "outbox_at": {"$exists": False}}
        with answering():
            done = await self._of(of).delete_one(told)
            if not done.deleted_count:
                raise await self._refused(of, doc, StillTelling(of.table))

    async def ping(self) -> None:
        with answering():
            await self._db.command("ping")

    def _of(self, of: Collection[T]) -> Table:
        if of.table not in self._tables:
            raise Undeclared(f"{of.table} is not a collection of this service")
        return self._db[of.name]
