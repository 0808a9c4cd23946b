"""The released shape of every message, and the one change that readers elsewhere survive.

`released/schemas.json` holds what listeners may have in their hands. A field may be added with a
default; anything else is a new kind, or a new version of one.

    python -m shared.contracts.schemas --check     compare, and name what broke
    python -m shared.contracts.schemas --release   write what is declared now
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shared.contracts.message import Message
from shared.contracts.topics import TOPICS

RELEASED = Path(__file__).with_name("released") / "schemas.json"
Schema = dict[str, Any]
# Words for people, which may change at any time.
WORDS = ("title", "description")


def name_of(kind: type[Message]) -> str:
    return f"{kind.kind()}.v{kind.kind_version}"


def declared() -> dict[str, Schema]:
    """The JSON Schema of every kind on every topic, by name and version."""
    kinds = sorted((kind for topic in TOPICS for kind in topic.kinds), key=name_of)
    return {name_of(kind): kind.model_json_schema() for kind in kinds}


def released() -> dict[str, Schema]:
    schemas: dict[str, Schema] = json.loads(RELEASED.read_text())
    return schemas


def broken(before: dict[str, Schema], after: dict[str, Schema]) -> list[str]:
    """One line for every change that a reader of `before` would not survive."""
    lines = []
    for name, schema in before.items():
        if name not in after:
            lines.append(f"{name}: released, so it has to stay declared")
        else:
            lines += [f"{name}{line}" for line in changes(schema, after[name])]
    return lines


def changes(before: Schema, after: Schema) -> Iterator[str]:
    """What differs between two schemas of one kind, but for fields added with a default."""
    yield from of_objects(before, after, "")
    nested = before.get("$defs", {})
    for name, schema in nested.items():
        yield from of_objects(schema, after.get("$defs", {}).get(name, {}), f".{name}")


def of_objects(before: Schema, after: Schema, where: str) -> Iterator[str]:
    """The same for one object, which stands at `where` in its message."""
    old, new = before.get("properties", {}), after.get("properties", {})
    for field in sorted(old.keys() - new.keys()):
        yield f"{where}.{field}: removed"
    for field in sorted(old.keys() & new.keys()):
        if plain(old[field]) != plain(new[field]):
            yield f"{where}.{field}: changed its type or default"
    required, was = set(after.get("required", ())), set(before.get("required", ()))
    for field in sorted(required - was):
        yield f"{where}.{field}: " + ("required now" if field in old else "added without a default")
    for field in sorted((was - required) & new.keys()):
        yield f"{where}.{field}: no longer required"


def plain(schema: Any) -> Any:
    """The schema without words for people."""
    if isinstance(schema, dict):
        return {key: plain(value) for key, value in schema.items() if key not in WORDS}
    return [plain(value) for value in schema] if isinstance(schema, list) else schema


def text(schemas: dict[str, Schema]) -> str:
    return json.dumps(schemas, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    lines = broken(released(), declared()) if RELEASED.exists() else []
    for line in lines:
        sys.stderr.write(line + "\n")
    if lines:
        return 1
    if arguments == ["--release"]:
        RELEASED.write_text(text(declared()))
    elif text(released()) != text(declared()):
        sys.stderr.write("released/schemas.json is behind: run with --release\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
