"""What the features of notifications work with."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from services.notifications.channels import Channel
from shared.keys import Keys
from shared.service import Office
from shared.settings import Settings
from shared.store.collection import Store


@dataclass(frozen=True)
class Desk:
    """The office, and the channel that e-mail leaves by."""

    office: Office
    email: Channel

    @property
    def store(self) -> Store:
        return self.office.store

    @property
    def keys(self) -> Keys:
        return self.office.keys

    @property
    def settings(self) -> Settings:
        return self.office.settings

    def now(self) -> int:
        return self.office.now()


def at_desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(at_desk)]
