"""What intake's pages, API and due work are handed: the store, the keys, the clock, the settings."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from shared.keys import Keys
from shared.service import Office
from shared.settings import Settings
from shared.store.collection import Store
from shared.web.limits import Limits


@dataclass(frozen=True)
class Desk:
    """What the features of this service work with."""

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

    @property
    def limits(self) -> Limits:
        """The counts of what may be done only so often."""
        return Limits("intake", self.store, self.keys, self.region)

    def now(self) -> int:
        """UTC milliseconds."""
        return self.office.now()

    def new_id(self) -> str:
        """A UUIDv4."""
        return self.office.new_id()


def at_desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(at_desk)]
