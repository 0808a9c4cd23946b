"""What was once sent can be read for ever."""

import json
from pathlib import Path
from typing import Any

import pytest

from shared.contracts.message import Envelope, Message, Unreadable
from shared.contracts.schemas import name_of
from shared.contracts.topics import TOPICS, topic_of

EXAMPLES = Path(__file__).with_name("examples")
FILES = sorted(EXAMPLES.glob("*.json"))
KINDS = {name_of(kind): kind for topic in TOPICS for kind in topic.kinds}


def example(path: Path) -> dict[str, Any]:
    recorded: dict[str, Any] = json.loads(path.read_text())
    return recorded


def read(path: Path) -> tuple[Envelope, Message]:
    recorded = example(path)
    headers = {name: text.encode() for name, text in recorded["headers"].items()}
    envelope = Envelope.from_headers(headers)
    kind = topic_of(KINDS[path.stem]).kind(envelope.kind, envelope.kind_version)
    assert kind is not None
    return envelope, kind.read(json.dumps(recorded["body"]).encode())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_recorded_example_can_be_read(path: Path) -> None:
    envelope, message = read(path)

    assert name_of(type(message)) == path.stem
    assert f"{envelope.kind}.v{envelope.kind_version}" == path.stem
    kept = message.model_dump(mode="json")
    assert {name: kept[name] for name in example(path)["body"]} == example(path)["body"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_fields_of_a_later_release_are_ignored(path: Path) -> None:
    body = example(path)["body"]
    later = json.dumps({**body, "added_later": [1, {"a": "b"}]}).encode()

    assert KINDS[path.stem].read(later) == KINDS[path.stem].read(json.dumps(body).encode())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_body_without_one_of_its_required_fields_cannot_be_read(path: Path) -> None:
    """The control: reading is tolerant of more, never of less."""
    kind = KINDS[path.stem]
    for field in (name for name, info in kind.model_fields.items() if info.is_required()):
        less = {name: value for name, value in example(path)["body"].items() if name != field}
        with pytest.raises(Unreadable):
            kind.read(json.dumps(less).encode())


def test_every_kind_has_an_example_and_every_example_a_kind() -> None:
    assert {path.stem for path in FILES} >= set(KINDS), "record one under tests/contracts/examples"
    assert {path.stem for path in FILES} <= set(KINDS), "what was released stays declared"


def test_the_subject_of_an_example_is_what_its_topic_is_keyed_by() -> None:
    for path in FILES:
        envelope, message = read(path)
        key = topic_of(type(message)).key
        assert getattr(message, key) == envelope.subject, path.stem
