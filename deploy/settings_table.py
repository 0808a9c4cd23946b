"""The table of all settings in docs/operate.md, written from `shared.settings`.

python -m deploy.settings_table            print it
python -m deploy.settings_table --write    bring docs/operate.md up to date
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from shared.settings import Settings

DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "operate.md"
HEADING: Final = "## All settings\n"
INTRODUCTION: Final = """
Written from `shared/settings.py` by `make settings`. `LOTSA_<SERVICE>_<NAME>` sets one for one
service alone, `LOTSA_MATCHING_PORT` for example.

| variable | default | meaning |
|---|---|---|
"""


def table() -> str:
    """Every setting, in the order in which they stand in the code."""
    return INTRODUCTION + "".join(rows())


def rows() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        yield f"| `LOTSA_{name.upper()}` | {default(field)} | {field.description} |\n"


def default(field: FieldInfo) -> str:
    """As somebody would write it; empty where nothing is set."""
    value = field.default
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, bool):
        value = str(value).lower()
    return "" if value in (None, "") else f"`{value}`"


def brought_up_to_date(document: str) -> str:
    """The document with the table as it is now. Raises ValueError where it has no place for it."""
    before, heading, _ = document.partition(HEADING)
    if not heading:
        raise ValueError(f"docs/operate.md has no line {HEADING.strip()!r}")
    return before + heading + table()


def main() -> None:
    if "--write" not in sys.argv:
        sys.stdout.write(table())
        return
    document = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(brought_up_to_date(document), encoding="utf-8")


if __name__ == "__main__":
    main()
