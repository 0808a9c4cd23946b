"""What the features of events work with."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from shared.service import Office
from shared.store.collection import Store


@dataclass(frozen=True)
class Desk:
    """The office: events needs nothing more yet."""

    office: Office

    @property
    def store(self) -> Store:
        return self.office.store

    def now(self) -> int:
        return self.office.now()


def at_desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(at_desk)]
