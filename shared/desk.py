"""What every desk has: a desk is what the pages, the API and the due work of a service are handed."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from shared.keys import Keys
from shared.settings import Settings
from shared.store.collection import Store


@dataclass(frozen=True)
class Office:
    """What every desk is made from: the desk of a service adds what its features need."""

    service: str
    settings: Settings
    keys: Keys
    store: Store
    now: Callable[[], int]
    new_id: Callable[[], str] = lambda: str(uuid4())


@dataclass(frozen=True)
class OfficeDesk:
    """The desk of a service that needs nothing more; others add what their features need."""

    office: Office

    @property
    def store(self) -> Store:
        return self.office.store

    @property
    def keys(self) -> Keys:
        return self.office.keys

    @property
    def settings(self) -> Settings:
        return self.office.settings

    @property
    def region(self) -> str:
        """Code of the municipality that new documents belong to."""
        return self.office.settings.region

    def now(self) -> int:
        """UTC milliseconds."""
        return self.office.now()

    def new_id(self) -> str:
        """A UUIDv4."""
        return self.office.new_id()
