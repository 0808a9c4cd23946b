"""The bus of the embedded mode: the relay hands each message straight to those who hear it."""

from collections.abc import Collection, Sequence

from shared.bus.listening import Listening
from shared.bus.record import record_of
from shared.store.collection import Untold


class NobodyHears(Exception):
    """A service that is to hear everything has not joined yet; its messages have to wait."""


class DirectBus:
    """Reliability lives above the bus: what raises here stays in its outbox and comes again."""

    def __init__(self, services: Collection[str] = ()) -> None:
        """Nothing is sent before all of `services` listen, or the slowest would miss messages."""
        self._awaited = set(services)
        self._listening: dict[str, Listening] = {}
        self._sent = 0

    async def start(self, listening: Listening) -> None:
        self._listening[listening.service] = listening

    async def stop(self) -> None:
        """What is in flight ends with the relay that sends it."""

    def trouble(self) -> str | None:
        return "bus-incomplete" if self._awaited - set(self._listening) else None

    def stuck(self) -> bool:
        """There is no loop of its own that could be."""
        return False

    async def send(self, untold: Sequence[Untold]) -> None:
        if self.trouble():
            raise NobodyHears(sorted(self._awaited - set(self._listening)))
        for one in untold:
            self._sent += 1
            record = record_of(one, offset=self._sent)
            for listening in tuple(self._listening.values()):
                if any(topic.name == record.topic for topic in listening.topics):
                    await listening.handle(record)
