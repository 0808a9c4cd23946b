"""The bus of the embedded mode: the relay hands each message straight to those who hear it."""

import json
from collections.abc import Sequence

from shared.bus.listening import Listening
from shared.bus.record import Record
from shared.contracts.topics import Topic, topic_named
from shared.store.collection import Untold


class NotListening(Exception):
    """A service that hears the topic is not started; its message waits in the outbox."""


class DirectBus:
    """Reliability lives above the bus: what raises here stays in its outbox and comes again."""

    def __init__(self) -> None:
        self._listening: dict[str, Listening] = {}
        self._sent = 0

    async def start(self, listening: Listening) -> None:
        self._listening[listening.service] = listening

    async def stop(self) -> None:
        """Nothing is in flight between two sends."""

    def trouble(self) -> str | None:
        return None

    async def send(self, untold: Sequence[Untold]) -> None:
        for one in untold:
            self._sent += 1
            record = record_of(one, offset=self._sent)
            for service in topic_named_surely(one.topic).listeners:
                if service not in self._listening:
                    raise NotListening(service)
                await self._listening[service].handle(record)


def topic_named_surely(name: str) -> Topic:
    """The topic of a message that this code announced: it is declared."""
    topic = topic_named(name)
    if topic is None:
        raise LookupError(name)
    return topic


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
