"""The bus of the embedded mode: the relay hands each message straight to those who hear it."""

import json
from collections.abc import Sequence

from shared.bus.listening import Listening
from shared.bus.record import Record
from shared.store.collection import Untold


class DirectBus:
    """Reliability lives above the bus: what raises here stays in its outbox and comes again."""

    def __init__(self) -> None:
        self._listening: list[Listening] = []
        self._sent = 0

    def join(self, listening: Listening) -> None:
        self._listening.append(listening)

    async def send(self, untold: Sequence[Untold]) -> None:
        for one in untold:
            record = self._record(one)
            for listening in self._listening:
                if any(topic.name == record.topic for topic in listening.topics):
                    await listening.handle(record)

    def _record(self, untold: Untold) -> Record:
        self._sent += 1
        return record_of(untold, offset=self._sent)


def record_of(untold: Untold, *, partition: int = 0, offset: int = 0) -> Record:
    """What `untold` looks like on a topic."""
    return Record(
        topic=untold.topic,
        partition=partition,
        offset=offset,
        key=untold.envelope.subject.encode(),
        value=json.dumps(untold.data, ensure_ascii=False).encode(),
        headers=tuple(untold.envelope.headers()),
    )
