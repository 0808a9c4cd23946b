"""The bus of the embedded mode: the relay hands each message straight to those who hear it."""

from collections.abc import Collection, Sequence

from shared.bus.listening import Listening
from shared.bus.record import Record, record_of
from shared.store.collection import Untold
from shared.together import together


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
        lanes: dict[tuple[str, str], list[Record]] = {}
        for one in untold:
            self._sent += 1
            record = record_of(one, offset=self._sent)
            for service, listening in self._listening.items():
                if any(topic.name == record.topic for topic in listening.topics):
                    lanes.setdefault((service, one.envelope.subject), []).append(record)
        await together(self._lane(service, records) for (service, _), records in lanes.items())

    async def _lane(self, service: str, records: Sequence[Record]) -> None:
        """What one service hears of one subject, in order; other subjects need not wait for it."""
        for record in records:
            await self._listening[service].handle(record)
