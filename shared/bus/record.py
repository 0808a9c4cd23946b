"""A record as a bus carries it: raw bytes, read by listening alone."""

from dataclasses import dataclass
from typing import Protocol

from shared.contracts.message import Envelope, Unreadable
from shared.store.collection import Untold


@dataclass(frozen=True)
class Record:
    """One record of a topic, as it came: nothing in it is trusted yet."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]

    def envelope(self) -> Envelope:
        """Raises Unreadable where headers are missing, malformed, or disagree with the key."""
        envelope = Envelope.from_headers(dict(self.headers))
        if self.key != envelope.subject.encode():
            raise Unreadable("bad-key")
        return envelope


class Bus(Protocol):
    """What the relay needs of a bus."""

    async def send(self, untold: list[Untold]) -> None:
        """Returns when all are acknowledged, in this order; raises where any may not be.

        A message that was sent before (the same envelope id) may be sent again: at least once.
        """
        ...
