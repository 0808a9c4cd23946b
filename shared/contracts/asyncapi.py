"""The AsyncAPI 3 document of all topics, made from their declarations alone.

python -m shared.contracts.asyncapi            print it
python -m shared.contracts.asyncapi --write    write docs/asyncapi.json
python -m shared.contracts.asyncapi --check    compare, and say whether it is behind
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shared.contracts.message import Message
from shared.contracts.schemas import name_of
from shared.contracts.topics import TOPICS, Topic

WRITTEN = Path(__file__).parents[2] / "docs" / "asyncapi.json"
Node = dict[str, Any]

REQUIRED = (
    "ce_specversion", "ce_id", "ce_type", "ce_source", "ce_subject", "ce_time", "ce_sequence",
    "ce_region", "ce_correlationid", "content-type",
)  # fmt: skip
OPTIONAL = ("ce_causationid", "traceparent")


def document() -> Node:
    """The whole document: channels, who sends and receives on them, messages, headers."""
    kinds = [kind for topic in TOPICS for kind in topic.kinds]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Lotsa",
            "version": "1",
            "description": "Facts that four services tell each other. Generated from "
            "shared/contracts/topics.py; do not edit.",
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: channel(topic) for topic in TOPICS},
        "operations": {name: node for topic in TOPICS for name, node in operations(topic).items()},
        "components": {
            "messages": {name_of(kind): message(kind) for kind in kinds},
            "schemas": {"envelope": envelope()} | parts(kinds),
        },
    }


def channel(topic: Topic) -> Node:
    """One topic with its messages and what Kafka keeps of it."""
    kept: Node = (
        {"cleanup.policy": ["compact"]}
        if topic.compacted
        else {"cleanup.policy": ["delete"], "retention.ms": topic.retention_ms}
    )
    return {
        "address": topic.name,
        "messages": {
            name_of(kind): {"$ref": f"#/components/messages/{name_of(kind)}"}
            for kind in topic.kinds
        },
        "bindings": {
            "kafka": {
                "partitions": topic.partitions,
                "topicConfiguration": {**kept, "max.message.bytes": topic.max_message_bytes},
            }
        },
    }


def operations(topic: Topic) -> dict[str, Node]:
    """Its owner sends, everybody who listens receives."""
    here = {"channel": {"$ref": f"#/channels/{topic.name}"}}
    tells = {f"{topic.owner}.tells.{topic.name}": {"action": "send", **here}}
    hears = {
        f"{listener}.hears.{topic.name}": {"action": "receive", **here}
        for listener in topic.listeners
    }
    return {**tells, **hears}


def message(kind: type[Message]) -> Node:
    """One kind: its headers by reference, its body as JSON Schema."""
    return {
        "name": name_of(kind),
        "title": kind.kind(),
        "summary": (kind.__doc__ or "").strip().splitlines()[0],
        "contentType": "application/json",
        "headers": {"$ref": "#/components/schemas/envelope"},
        "payload": {name: part for name, part in schema(kind).items() if name != "$defs"},
    }


def schema(kind: type[Message]) -> Node:
    """Its JSON Schema, whose references lead to the components of this document."""
    return kind.model_json_schema(ref_template="#/components/schemas/{model}")


def parts(kinds: Sequence[type[Message]]) -> dict[str, Node]:
    """The schemas of what messages are made of, by name."""
    return {name: part for kind in kinds for name, part in schema(kind).get("$defs", {}).items()}


def envelope() -> Node:
    """The headers of every record: CloudEvents 1.0, binary mode."""
    return {
        "type": "object",
        "required": list(REQUIRED),
        "properties": {name: {"type": "string"} for name in (*REQUIRED, *OPTIONAL)},
    }


def text() -> str:
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    if arguments == ["--write"]:
        WRITTEN.write_text(text())
    elif arguments == ["--check"]:
        if not WRITTEN.exists() or WRITTEN.read_text() != text():
            sys.stderr.write("docs/asyncapi.json is behind: run with --write\n")
            return 1
    else:
        sys.stdout.write(text())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
