"""The tables of `docs/privacy.md`, written from the privacy registry.

python -m shared.contracts.fields_page --write    put today's tables between the two marks
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from shared.contracts.fields import TABLES
from shared.contracts.fields_rows import HOLDER, Retention, Row, Table

PAGE: Final = Path(__file__).parents[2] / "docs" / "privacy.md"
BEGIN: Final = "<!-- tables: written by `python -m shared.contracts.fields_page --write` -->"
END: Final = "<!-- end of tables -->"
HEADINGS: Final = {
    "intake": "Intake stores",
    "matching": "Matching stores",
    "events": "Events stores",
    "notifications": "Notifications stores",
    "shared": "The machinery of every service stores",
    "messages": "What travels",
}


def tables() -> str:
    """The generated part of the page."""
    return "\n".join(line for place in HEADINGS for line in section(place)) + "\n"


def section(place: str) -> Iterator[str]:
    """One heading and one table."""
    yield f"\n### {HEADINGS[place]}"
    yield "| fields | class | what for | kept | export |"
    yield "|---|---|---|---|---|"
    for table in TABLES:
        if table.place == place:
            yield from lines(table)


def lines(table: Table) -> Iterator[str]:
    """The rows of one model. What it is and how long it is kept stand on a line of its own."""
    yield f"| **{table.model}**: {table.what}{same(table)} | | | {kept(table.kept)} | |"
    for row in table.rows:
        other = kept(row.kept) if row.kept else ""
        yield f"| {named(row)} | {row.cls} | {row.purpose} | {other} | {given(row)} |"


def same(table: Table) -> str:
    """What else holds of a model: the tables that it extends, and where it is sealed in."""
    bases = [base.partition(".")[2] for base in table.extends if base != "shared.Document"]
    also = f"; also all of {', '.join(bases)}" if bases else ""
    return also + (f"; inside `{table.inside.partition('.')[2]}`" if table.inside else "")


def named(row: Row) -> str:
    return ", ".join(f"`{name}`" for name in row.names.split())


def given(row: Row) -> str:
    """Whether somebody gets it who asks."""
    return "yes" if row.export else "named" if row.named else ""


def kept(retention: Retention) -> str:
    """How long, and what ends it."""
    if retention == HOLDER:
        return "with its holder"
    if retention.clock == "never":
        return retention.until
    ended_by = f"by {retention.clock}" if retention.clock else "no clock yet"
    return f"{retention.until} ({ended_by})"


def written(page: str) -> str:
    """The page with today's tables. Raises ValueError where the marks are missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the page has no marks for the tables")
    return f"{before}{BEGIN}\n{tables()}\n{END}{after}"


if __name__ == "__main__" and "--write" in sys.argv:
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
