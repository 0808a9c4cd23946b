"""The store port: documents that are saved by compare-and-set, with what they tell inside them.

Every invariant of Lotsa lives in one document, so the port knows no transactions and no joins.
`shared/store/sqlite.py` and `shared/store/mongo.py` keep the same promises and pass one suite.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.contracts.message import Envelope, Message
from shared.metrics import DUE_TROUBLE
from shared.store.document import Document, Undeclared, Unfit

Raw = dict[str, Any]
Line = Literal["outbox", "due"]

# More untold messages in one document than this means that telling has stopped: refuse loudly.
OUTBOX_CAP = 200
LEASE_MS = 10_000


log = logging.getLogger(__name__)

D = TypeVar("D", bound=Document)
T = TypeVar("T", bound=Document)


def unchanged(raw: Raw) -> Raw:
    """The lift of a collection whose documents have had one shape so far."""
    return raw


@dataclass(frozen=True)
class Collection(Generic[D]):
    """One kind of document of one service, with the indexes that its queries may use.

    Indexed fields hold one text, whole number, yes or no, or nothing; never a list, nor a text with a NUL. `lift` is pure and turns a raw document of any older schema into one of `schema`.
    """

    service: str
    name: str
    model: type[D]
    indexes: tuple[tuple[str, ...], ...] = ()
    schema: int = 1
    lift: Callable[[Raw], Raw] = unchanged

    @property
    def table(self) -> str:
        return f"{self.service}__{self.name}"

    def read(self, raw: Raw) -> D:
        """The document in `raw`, lifted first where it is older than `schema`. Raises Unfit."""
        if raw.get("schema", 1) < self.schema:
            raw = {**self.lift(raw), "schema": self.schema}
        try:
            return self.model.model_validate(raw)
        except ValidationError as why:
            # Places and kinds of the errors only: their text would repeat what people wrote.
            wrong = [(".".join(map(str, one["loc"])), one["type"]) for one in why.errors()]
            raise Unfit(f"{self.table}: {wrong}") from None

    def read_what_can_be(self, raws: Iterable[Raw]) -> list[D]:
        """The documents claimed for work. One that cannot be read is counted, logged and left out:
        it must not stop the clock of all others, and its lease brings it back.
        """
        docs: list[D] = []
        for raw in raws:
            try:
                docs.append(self.read(raw))
            except Unfit as why:
                DUE_TROUBLE.labels(self.service, why.slug).inc()
                log.error("cannot read a document that is due", extra={"reason": str(why)})
        return docs

    def write(self, doc: D) -> Raw:
        """The JSON-ready fields of `doc`, marked with this collection's schema."""
        return {**doc.model_dump(mode="json", by_alias=True), "schema": self.schema}

    def check(self, where: Mapping[str, object], order: str | None) -> None:
        """Raises `Undeclared` unless some index starts with the fields asked for, order last."""
        if not where and order is None:
            return
        wanted = set(where)
        by = order.removeprefix("-") if order else None
        for index in self.indexes:
            if by is None and set(index[: len(wanted)]) == wanted:
                return
            before = wanted - {by}
            n = len(before)
            if by is not None and set(index[:n]) == before and index[n : n + 1] == (by,):
                return
        raise Undeclared(f"{self.table}: no index covers {sorted(wanted)} ordered by {by}")


@dataclass(frozen=True)
class OneOf:
    """Matches any of `values`."""

    values: tuple[str | int | bool, ...]


@dataclass(frozen=True)
class Before:
    """Matches what is smaller than `limit`."""

    limit: int | str


@dataclass(frozen=True)
class Since:
    """Matches what is `start` or larger."""

    start: int | str


Where = Mapping[str, str | int | bool | OneOf | Before | Since | None]
After = tuple[str | int | None, str]
"""Where the page before ended: the value of the ordering field there, and the id."""


class Untold(BaseModel):
    """One message in an outbox: everything that the relay needs to send it."""

    model_config = ConfigDict(frozen=True)

    topic: str
    envelope: Envelope
    data: Raw


@dataclass(frozen=True)
class Outgoing:
    """The untold messages of one document, in the order in which they were saved."""

    id: str
    untold: tuple[Untold, ...]


class Store(Protocol):
    """What a service may do with its own collections, and no others.

    `saved` is called after each save that leaves something to tell or to do now, so that relay and
    due work need not wait for their sweep.
    """

    saved: Callable[[], None]

    async def get(self, of: Collection[D], key: str) -> D | None:
        """The document with this id, or None."""
        ...

    async def save(
        self,
        of: Collection[D],
        doc: D,
        announcing: Sequence[Message] = (),
        *,
        cause: Envelope | None = None,
    ) -> D:
        """One atomic write of the document and of what it announces; returns it as saved.

        Inserts at version 0, else replaces where `version` still is what was read. Appends to
        the outbox, never rewrites it. Raises Conflict, OutboxFull, Unavailable; after Unavailable
        the write is there whole or not at all, and the same save again can only conflict with it.
        """
        ...

    async def find(
        self,
        of: Collection[D],
        where: Where,
        *,
        order: str | None = None,
        limit: int = 100,
        after: After | None = None,
    ) -> list[D]:
        """Documents that match, by `order` ("field", or "-field" for the largest first) and id.

        Nothing (None, or absent) is smaller than anything. Without `order` it is by id alone, and
        `after` only needs the id. Only on declared indexes; anything else raises Undeclared.
        """
        ...

    async def count(self, of: Collection[D], where: Where) -> int:
        """How many documents match; the same rules as `find`."""
        ...

    async def claim_due(
        self, of: Collection[D], holder: str, *, limit: int, regions: Sequence[str] | None = None
    ) -> list[D]:
        """Documents with work due now, leased to `holder` for LEASE_MS, the oldest first.

        `holder` is unique among all processes. A save neither needs nor ends the lease; what
        becomes due meanwhile is claimed once it was given back.
        """
        ...

    async def claim_outbox(self, of: Collection[T], holder: str, *, limit: int) -> list[Outgoing]:
        """Documents with untold messages, leased to `holder` for LEASE_MS, the oldest first."""
        ...

    async def settle(self, of: Collection[T], doc: Outgoing) -> None:
        """Takes these messages out of the outbox. Version and lease stay as they are."""
        ...

    async def renew(self, of: Collection[T], line: Line, holder: str, keys: Sequence[str]) -> None:
        """Holds these leases for another LEASE_MS, where `holder` still has them."""
        ...

    async def release(
        self, of: Collection[T], line: Line, holder: str, keys: Sequence[str]
    ) -> None:
        """Gives these leases back, where `holder` still has them."""
        ...

    async def erase(self, of: Collection[D], doc: D) -> None:
        """Removes the document as it was read. Raises Conflict, StillTelling."""
        ...

    async def ping(self) -> None:
        """Returns when the store answers; raises Unavailable."""
        ...
