"""What matching's pages, API and due work are handed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from services.matching.owned_pools import Pools
from services.matching.records import R
from services.matching.watch import Watch
from shared.contracts.message import Message
from shared.desk import Office, OfficeDesk
from shared.store.changing import change
from shared.store.collection import Collection


@dataclass(frozen=True)
class Desk(OfficeDesk):
    """What the features of this service work with."""

    pools: Pools
    watch: Watch = field(default_factory=Watch)

    async def keep(self, of: Collection[R], doc: R, announcing: Sequence[Message] = ()) -> R:
        """One write, stamped with its time. Raises Conflict, Unavailable."""
        return await self.store.save(of, self._stamped(doc), announcing)

    def _stamped(self, doc: R) -> R:
        return doc.model_copy(update={"touched": self.now()})

    async def change(
        self,
        of: Collection[R],
        key: str,
        decide: Callable[[R], R],
        tell: Callable[[R], Sequence[Message]] = lambda _: (),
    ) -> R | None:
        """Reads, decides and keeps, again while others are faster; None if it is not there.

        `decide` is pure; where it returns what it got, nothing is written. `tell` says what is
        announced of what was decided. Raises Conflict, and what `decide` raises.
        """

        def told(known: R) -> tuple[R, Sequence[Message]]:
            decided = decide(known)
            return (known, ()) if decided is known else (self._stamped(decided), tell(decided))

        return await change(self.store, of, key, told)


def desk_of(office: Office) -> Desk:
    """The desk of a process, which owns the region of its settings."""
    return Desk(office, Pools((office.settings.region,)))


def at_desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(at_desk)]
