"""What a service needs of a bus, whichever it is."""

from collections.abc import Sequence
from typing import Protocol

from shared.bus.listening import Listening
from shared.bus.record import Bus


class ServiceBus(Bus, Protocol):
    """One service's end of a bus."""

    async def start(self, listening: Listening) -> None:
        """Compares the topics, then hands records to `listening`. Raises Misconfigured."""
        ...

    async def stop(self) -> None:
        """Hands over nothing more; returns when what is in flight has ended."""
        ...

    def trouble(self) -> str | None:
        """Why the bus makes no progress, or None."""
        ...

    def owns(self, region: str) -> bool:
        """Whether the messages of a region come to this process, and to no other replica."""
        ...

    def stuck(self) -> bool:
        """Whether listening neither finishes nor tries anything, so that only a restart helps."""


def owned(regions: Sequence[str], bus: ServiceBus) -> list[str]:
    """Those that no other replica works on: their engine runs where their messages come."""
    return [region for region in regions if bus.owns(region)]
