"""A record that could be read: its envelope, its topic and its message."""

import contextlib
from dataclasses import dataclass, replace

from shared.bus.record import Record
from shared.contracts.message import Envelope, Message, Unreadable
from shared.contracts.topics import Topic, topic_named


@dataclass(frozen=True)
class Letter:
    """A record that could be read. `message` is None where this release knows no such kind."""

    envelope: Envelope
    topic: Topic
    message: Message | None = None

    @property
    def mark(self) -> str:
        """Under which the last sequence of the subject stands in a document."""
        return f"{self.topic.slug}:{self.envelope.subject}"


def addressed(record: Record) -> Letter:
    """The letter, still closed. Raises Unreadable."""
    envelope, topic = record.envelope(), topic_named(record.topic)
    if topic is None:
        raise Unreadable("undeclared-topic")
    return Letter(envelope, topic)


def opened(record: Record) -> Letter:
    """Raises Unreadable."""
    letter = addressed(record)
    kind = letter.topic.kind(letter.envelope.kind, letter.envelope.kind_version)
    return replace(letter, message=kind.read(record.value or b"") if kind else None)


def what_can_be_read(record: Record) -> Letter | None:
    for read in (opened, addressed):
        with contextlib.suppress(Unreadable):
            return read(record)
    return None
