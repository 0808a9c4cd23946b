"""What a message is: a fact about one subject, in an envelope that says when and after what.

Sending is strict and reading is tolerant: a message forbids fields it does not declare when it is
made, and ignores them when it is read. The envelope travels as CloudEvents 1.0 headers (binary
mode); the body is JSON.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError


def rfc3339(at: int) -> str:
    """UTC milliseconds as CloudEvents wants a time, to the millisecond."""
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds")


def milliseconds(text: str) -> int:
    """UTC milliseconds of an RFC 3339 time. Raises ValueError."""
    return round(datetime.fromisoformat(text).timestamp() * 1000)


class Unreadable(Exception):
    """Bytes that no release will ever read; `slug` says what is wrong, never what they hold."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


class Message(BaseModel):
    """A fact, in the past tense, that carries the whole coded state of its subject."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind_version: ClassVar[int] = 1

    @classmethod
    def kind(cls) -> str:
        return cls.__name__

    @classmethod
    def read(cls, body: bytes) -> Self:
        """The message in `body`; fields of a later release are ignored. Raises Unreadable."""
        try:
            return cls.model_validate_json(body, extra="ignore")
        except ValidationError:
            # Pydantic's own text would echo the values, and a log line must not hold any.
            raise Unreadable("bad-body") from None


class Envelope(BaseModel):
    """Who told what about whom, and in which order.

    `sequence` counts from 1 per topic and subject. `at` is UTC ms. `correlation` is the id of the
    message that began it all, `causation` that of the one just before. `trace` is a traceparent.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    kind: str
    kind_version: int
    source: str
    subject: str
    region: str
    at: int
    sequence: int
    correlation: str
    causation: str | None = None
    trace: str | None = None

    def headers(self) -> list[tuple[str, bytes]]:
        """The envelope as CloudEvents headers; absent values have no header."""
        values = {
            "ce_specversion": "1.0",
            "ce_id": self.id,
            "ce_type": f"lotsa.{self.kind}.v{self.kind_version}",
            "ce_source": self.source,
            "ce_subject": self.subject,
            "ce_time": rfc3339(self.at),
            "ce_sequence": str(self.sequence),
            "ce_region": self.region,
            "ce_correlationid": self.correlation,
            "ce_causationid": self.causation,
            "traceparent": self.trace,
            "content-type": "application/json",
        }
        return [(name, text.encode()) for name, text in values.items() if text is not None]

    @classmethod
    def from_headers(cls, headers: Mapping[str, bytes]) -> Self:
        """The envelope in these headers. Raises Unreadable where one is missing or malformed."""
        try:
            text = {name: value.decode() for name, value in headers.items()}
            prefix, kind, version = text["ce_type"].split(".")
            if prefix != "lotsa" or not version.startswith("v"):
                raise Unreadable("bad-headers")
            fields: dict[str, Any] = {
                "id": text["ce_id"],
                "kind": kind,
                "kind_version": int(version[1:]),
                "source": text["ce_source"],
                "subject": text["ce_subject"],
                "region": text["ce_region"],
                "at": milliseconds(text["ce_time"]),
                "sequence": int(text["ce_sequence"]),
                "correlation": text["ce_correlationid"],
                "causation": text.get("ce_causationid"),
                "trace": text.get("traceparent"),
            }
        except (KeyError, ValueError):
            raise Unreadable("bad-headers") from None
        return cls(**fields)
