"""What a save announces: the messages that a document's outbox is to hold, numbered in order."""

from collections.abc import Callable, Sequence
from typing import Any

from shared.contracts.message import Envelope, Message
from shared.contracts.topics import topic_of
from shared.store.collection import OUTBOX_CAP, Collection, D, Untold
from shared.store.document import OutboxFull
from shared.tracing import traceparent

Clock = Callable[[], int]
NewId = Callable[[], str]


def told_by(
    of: Collection[D],
    doc: D,
    announcing: Sequence[Message],
    *,
    now: int,
    new_id: NewId,
    cause: Envelope | None,
) -> tuple[D, list[Untold]]:
    """`doc` as it will be after the save, and its messages, each with the next sequence.

    The last sequence of a topic stands in the document, and the save compares its version: two
    saves can therefore never give the same number to two messages. Raises OutboxFull where no
    outbox could hold them.
    """
    if len(announcing) > OUTBOX_CAP:
        raise OutboxFull(of.table)
    told = dict(doc.told)
    untold: list[Untold] = []
    for message in announcing:
        topic = topic_of(type(message))
        told[topic.slug] = told.get(topic.slug, 0) + 1
        number = new_id()
        envelope = Envelope(
            id=number,
            kind=message.kind(),
            kind_version=message.kind_version,
            source=of.service,
            subject=doc.id,
            region=doc.region,
            at=now,
            sequence=told[topic.slug],
            **because_of(cause, number),
        )
        untold.append(
            Untold(topic=topic.name, envelope=envelope, data=message.model_dump(mode="json"))
        )
    changes = {"version": doc.version + 1, "told": told, "schema_number": of.schema}
    return doc.model_copy(update=changes), untold


def because_of(cause: Envelope | None, number: str) -> dict[str, Any]:
    """What a message says of what led to it: itself, where nothing did."""
    if cause is None:
        return {"correlation": number, "trace": traceparent()}
    trace = traceparent() or cause.trace
    return {"correlation": cause.correlation, "causation": cause.id, "trace": trace}
