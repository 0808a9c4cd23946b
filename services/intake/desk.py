"""What intake's pages, API and due work are handed: the store, the keys, the clock, the settings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from shared.contracts.message import Message
from shared.desk import OfficeDesk
from shared.store.changing import change
from shared.store.collection import Collection, D
from shared.web.limits import Limits
from shared.web.refusals import Refused


@dataclass(frozen=True)
class Desk(OfficeDesk):
    """The office, and the counts of what may be done only so often."""

    @property
    def limits(self) -> Limits:
        """The counts of what may be done only so often."""
        return Limits("intake", self.store, self.keys, self.region)

    async def change(
        self,
        of: Collection[D],
        key: str,
        decide: Callable[[D], tuple[D, Sequence[Message]]],
    ) -> D:
        """As `changing.change`. Raises Refused where there is no such document."""
        found = await change(self.store, of, key, decide)
        if found is None:
            raise Refused("not-found")
        return found


def at_desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(at_desk)]
