"""A record as a bus carries it: raw bytes, read by listening alone."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.contracts.message import Envelope, Unreadable
from shared.store.collection import Untold

# A larger sequence than stores and JSON readers can count exactly is nobody's sequence.
SEQUENCE_LIMIT = 2**53


class TooLarge(Exception):
    """The bus cannot carry this message, now or ever; everything before it is acknowledged."""

    def __init__(self, untold: Untold) -> None:
        super().__init__(untold.envelope.kind)
        self.untold = untold


class InDoubt(Exception):
    """Not every message is acknowledged yet; the bus has them, so hand the same ones over again."""


@dataclass(frozen=True)
class Record:
    """One record of a topic, as it came: nothing in it is trusted yet."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]

    def place(self) -> dict[str, str | int]:
        """Where it stands: all that a log line may say of it."""
        return {"topic": self.topic, "partition": self.partition, "offset": self.offset}

    def envelope(self) -> Envelope:
        """Raises Unreadable where headers are missing, malformed, or disagree with the key."""
        envelope = Envelope.from_headers(dict(self.headers))
        if self.key != envelope.subject.encode():
            raise Unreadable("bad-key")
        if not 0 < envelope.sequence < SEQUENCE_LIMIT:
            raise Unreadable("bad-sequence")
        return envelope


def record_of(untold: Untold, *, partition: int = 0, offset: int = 0) -> Record:
    """What `untold` looks like on a topic."""
    return Record(
        topic=untold.topic,
        partition=partition,
        offset=offset,
        key=untold.envelope.subject.encode(),
        value=json.dumps(untold.data, ensure_ascii=False, separators=(",", ":")).encode(),
        headers=tuple(untold.envelope.headers()),
    )


class Bus(Protocol):
    """What the relay needs of a bus."""

    async def send(self, untold: Sequence[Untold]) -> None:
        """Returns when all are acknowledged, in this order. Raises TooLarge, InDoubt; anything
        else means that each of them may or may not have been sent.

        A message that was sent before (the same envelope id) may be sent again: at least once.
        """
        ...
