"""What the features of events are handed."""

from typing import Annotated

from fastapi import Depends, Request

from shared.desk import OfficeDesk as Desk


def at_desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(at_desk)]
__all__ = ["AtDesk", "Desk"]
