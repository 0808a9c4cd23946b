"""What intake's pages, API and due work are handed: the store, the keys, the clock, the settings."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from shared.desk import OfficeDesk
from shared.web.limits import Limits


@dataclass(frozen=True)
class Desk(OfficeDesk):
    """The office, and the counts of what may be done only so often."""

    @property
    def limits(self) -> Limits:
        """The counts of what may be done only so often."""
        return Limits("intake", self.store, self.keys, self.region)


def at_desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(at_desk)]
