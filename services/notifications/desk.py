"""What the features of notifications work with."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from services.notifications.channels import Channel
from shared.desk import OfficeDesk


@dataclass(frozen=True)
class Desk(OfficeDesk):
    """The office, and the channel that e-mail leaves by."""

    email: Channel


def at_desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(at_desk)]
