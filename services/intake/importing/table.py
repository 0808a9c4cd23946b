"""A table as text: read from a CSV file or from what was copied out of a spreadsheet, and written.

Pure. A spreadsheet takes a cell that begins with = + - @ for a formula; such a text is written with
an apostrophe before it, and read without.
"""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
DELIMITERS: Final = ("\t", ";", ",")
BOM: Final = "\ufeff"
Numbered = tuple[int, list[str]]
"""The number of a line as a spreadsheet shows it, from 1, and its cells."""


def text_of(raw: bytes) -> str:
    """The text of a file: UTF-8, or else what older spreadsheets write."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def read_table(text: str) -> list[Numbered]:
    """The lines that are not empty. Whatever separates the most cells of the first separates all.

    Raises ValueError for a text that is no table, such as one with a quotation mark left open.
    """
    plain = text.removeprefix(BOM).replace("\x00", "")
    head = next((line for line in plain.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=head.count)
    try:
        rows = list(csv.reader(StringIO(plain, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise ValueError("no table") from None
    numbered = ((number, [bare(cell) for cell in row]) for number, row in enumerate(rows, 1))
    return [(number, row) for number, row in numbered if any(row)]


def bare(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from reading it as a formula."""
    plain = cell.strip()
    return plain[1:] if plain[:1] == "'" and plain[1:2] in FORMULA else plain


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def write_table(rows: Iterable[Sequence[str]]) -> bytes:
    """The lines as a CSV file that spreadsheets open with its letters whole."""
    file = StringIO(newline="")
    csv.writer(file).writerows([safe(cell) for cell in row] for row in rows)
    return (BOM + file.getvalue()).encode()
