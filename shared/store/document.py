"""Documents, and what a store refuses to do with them."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field


class StoreError(Exception):
    """Something the store refuses; `slug` names it for readers and metrics."""

    slug = "store"


class Conflict(StoreError):
    """The document changed since it was read (or exists already): read again and decide again."""

    slug = "conflict"


class Unavailable(StoreError):
    """The store does not answer. What was to be written is there whole, or not at all: read again
    and decide again. The same call may succeed later.
    """

    slug = "store-unavailable"


class Unfit(StoreError):
    """A stored document that its model cannot read; the text tells where, never what stands there."""

    slug = "unfit-document"


class Undeclared(StoreError):
    """A query on fields that no declared index covers, or a collection of another service."""

    slug = "undeclared"


class OutboxFull(StoreError):
    """The document holds as many untold messages as it may; telling has to catch up first."""

    slug = "outbox-full"


class StillTelling(StoreError):
    """A document cannot be erased before everything in its outbox has been told."""

    slug = "still-telling"


class TooNew(StoreError):
    """The store was written by a later release than this code can read."""

    slug = "store-too-new"


class Due(BaseModel):
    """Work that a document is waiting for: `what`, from `at` (UTC ms) on; `tries` failed so far."""

    model_config = ConfigDict(frozen=True)

    what: str
    at: int
    tries: int = 0


class Document(BaseModel):
    """What every stored document has.

    Unknown fields are kept, so that an older release which saves a newer document loses nothing.
    """

    model_config = ConfigDict(frozen=True, extra="allow", hide_input_in_errors=True)

    id: str
    region: str
    schema_number: int = Field(default=1, alias="schema", serialization_alias="schema")
    version: int = 0
    """How often it was saved; 0 has never been. Compared at every save."""
    told: dict[str, int] = {}
    """Last sequence told, by topic."""
    heard: dict[str, int] = {}
    """Last sequence applied, by topic and subject."""
    due: tuple[Due, ...] = ()

    def is_due(self, now: int) -> bool:
        """Whether some work on it is due by now."""
        return any(entry.at <= now for entry in self.due)

    def with_due(self, *entries: Due) -> Self:
        """The same document waiting for `entries` too; an entry replaces one of the same `what`."""
        named = {entry.what for entry in entries}
        kept = tuple(entry for entry in self.due if entry.what not in named)
        return self.model_copy(update={"due": (*kept, *entries)})

    def due_at(self, what: str) -> int | None:
        """When it waits for `what` (UTC ms); None where it does not."""
        return next((entry.at for entry in self.due if entry.what == what), None)

    def without_due(self, *whats: str) -> Self:
        """The same document, no longer waiting for `whats`."""
        kept = tuple(entry for entry in self.due if entry.what not in whats)
        return self.model_copy(update={"due": kept})
