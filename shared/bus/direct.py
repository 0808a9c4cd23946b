"""The bus of the embedded mode: the relay hands each message straight to those who hear it."""

import asyncio
from collections.abc import Collection, Sequence

from shared.bus.listening import Listening
from shared.bus.record import Record, record_of
from shared.store.collection import Untold
from shared.together import together


class NobodyHears(Exception):
    """A service that is to hear everything has not joined yet; its messages have to wait."""


class DirectBus:
    """Reliability lives above the bus: what raises here stays in its outbox and comes again."""

    def __init__(self, services: Collection[str] = (), *, patience_s: float = 10.0) -> None:
        """Nothing is sent before all of `services` listen, or the slowest would miss messages.

        The first to start waits `patience_s` for the others with what it has to tell.
        """
        self._awaited = set(services)
        self._patience_s = patience_s
        self._complete = asyncio.Event()
        self._listening: dict[str, Listening] = {}
        self._sent = 0

    async def start(self, listening: Listening) -> None:
        self._listening[listening.service] = listening
        if not self.trouble():
            self._complete.set()

    async def stop(self) -> None:
        """What is in flight ends with the relay that sends it."""

    def trouble(self) -> str | None:
        return "bus-incomplete" if self._awaited - set(self._listening) else None

    def owns(self, region: str) -> bool:  # noqa: ARG002
        """There is one process."""
        return True

    def stuck(self) -> bool:
        """There is no loop of its own that could be."""
        return False

    async def send(self, untold: Sequence[Untold]) -> None:
        await self._all_listen()
        lanes: dict[tuple[str, str], list[Record]] = {}
        for one in untold:
            self._sent += 1
            record = record_of(one, offset=self._sent)
            for service, listening in self._listening.items():
                if any(topic.name == record.topic for topic in listening.topics):
                    lanes.setdefault((service, one.envelope.subject), []).append(record)
        await together(self._lane(service, records) for (service, _), records in lanes.items())

    async def _all_listen(self) -> None:
        """Returns when every service listens. Raises NobodyHears where that takes too long."""
        if not self.trouble():
            return
        try:
            async with asyncio.timeout(self._patience_s):
                await self._complete.wait()
        except TimeoutError:
            raise NobodyHears(sorted(self._awaited - set(self._listening))) from None

    async def _lane(self, service: str, records: Sequence[Record]) -> None:
        """What one service hears of one subject, in order; other subjects need not wait for it."""
        for record in records:
            await self._listening[service].handle(record)
