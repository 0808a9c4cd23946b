"""A table in an XLSX file, as the text that a pasted one would be: a line for each row of the sheet.

Pure. The file is somebody else's: it is unpacked within limits and looked at before the library
reads it, and read row by row, so that neither a small file that unpacks to a large one nor a cell
in the last corner of the sheet takes more memory than a table may.
"""

import csv
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from shared.web.languages import say_later

ZIP: Final = b"PK\x03\x04"
OLDER: Final = b"\xd0\xcf\x11\xe0"
"""How an .xls file begins, and one with a password."""
MOST_BYTES: Final = 4_000_000
MOST_PARTS: Final = 200
MOST_ROWS: Final = 2_000
MOST_COLUMNS: Final = 100
CHUNK: Final = 65_536
Cells = tuple[Any, ...]

TOO_LARGE: Final = say_later("This file is too large. Copy the cells, and paste them below.")
TOO_FAR: Final = say_later(
    "There is something far down on the sheet. Remove it, or paste the cells."
)
BROKEN: Final = say_later(
    "This file cannot be read. Save it once more as XLSX, or paste the cells."
)
NO_XLSX: Final = say_later("This is an old or locked file. Save it as XLSX without a password.")
SEVERAL: Final = say_later("There is something on several sheets. Send one sheet at a time.")
NO_VALUE: Final = say_later("A formula has no value here. Write the value in its place.")


class NotRead(ValueError):
    """A file that is no table for us: why (a msgid), and in which line of the sheet (0: anywhere)."""

    def __init__(self, remedy: str, line: int = 0) -> None:
        super().__init__(remedy)
        self.remedy = remedy
        self.line = line


def is_sheet(raw: bytes) -> bool:
    """Whether this is a spreadsheet's file and no text."""
    return raw.startswith((ZIP, OLDER))


def sheet_text(raw: bytes) -> str:
    """The one sheet that has anything on it, tab-separated, its rows in their lines. Raises NotRead."""
    if raw.startswith(OLDER):
        raise NotRead(NO_XLSX)
    look_inside(raw)
    # What the library warns of could name a cell's content; and half of it is about looks alone.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = rows_in(raw)
        except NotRead:
            raise
        except Exception:  # noqa: BLE001 - a damaged file may fail anywhere in the library
            raise NotRead(BROKEN) from None
    text = StringIO(newline="")
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows(found)
    return text.getvalue()


def look_inside(raw: bytes) -> None:
    """Raises NotRead for a file whose parts are too many or too large, or declare entities."""
    left = MOST_BYTES
    try:
        with ZipFile(BytesIO(raw)) as packed:
            if len(packed.infolist()) > MOST_PARTS:
                raise NotRead(TOO_LARGE)
            for name in packed.namelist():
                # The size that is declared may be a lie: what comes out is counted.
                with packed.open(name) as part:
                    content = b""
                    while chunk := part.read(CHUNK):
                        content += chunk
                        left -= len(chunk)
                        if left < 0:
                            raise NotRead(TOO_LARGE)
                if name.endswith((".xml", ".rels")):
                    look_for_entities(content)
    except (BadZipFile, OSError, RuntimeError, EOFError):
        raise NotRead(BROKEN) from None


def look_for_entities(content: bytes) -> None:
    """No spreadsheet writes a document type or UTF-16; who does wants a parser to unfold it."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content:
        raise NotRead(BROKEN)


def rows_in(raw: bytes) -> list[list[str]]:
    """The rows of the one visible sheet with anything on it, empty ones in between too."""
    found: list[list[str]] = []
    with_values = load_workbook(BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    with_formulas = load_workbook(BytesIO(raw), read_only=True, keep_links=False)
    for sheet, same in zip(with_values.worksheets, with_formulas.worksheets, strict=True):
        if sheet.sheet_state != "visible":
            continue
        rows = list(said_rows(cells_of(sheet), cells_of(same)))
        while rows and not rows[-1]:
            rows.pop()
        if rows and found:
            raise NotRead(SEVERAL)
        found = found or rows
    return found


def cells_of(sheet: Any) -> Iterator[Cells]:
    # What the file says of its own size may be wrong both ways.
    sheet.reset_dimensions()
    return iter(sheet.iter_rows(max_col=MOST_COLUMNS))


def said_rows(values: Iterator[Cells], formulas: Iterator[Cells]) -> Iterator[list[str]]:
    """The texts of each row. Raises NotRead where a formula has no value, or one that is an error."""
    for number, (row, written) in enumerate(zip(values, formulas, strict=True), 1):
        if number > MOST_ROWS:
            raise NotRead(TOO_FAR)
        for cell, formula in zip(row, written, strict=True):
            no_value = cell.data_type == "e" or (formula.data_type == "f" and cell.value is None)
            if no_value:
                raise NotRead(NO_VALUE, number)
        texts = [said(cell) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        yield texts


def said(cell: Any) -> str:
    """What stands in a cell, as somebody would have typed it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")[:16]
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return said_figure(value, str(cell.number_format))
    return " ".join(str(value).split())


def said_figure(value: float, shown_as: str) -> str:
    """A figure without a needless point; with the zeros before it that the cell shows."""
    if value != int(value):
        return repr(value)
    plain = str(int(value))
    return plain.zfill(len(shown_as)) if shown_as and not shown_as.strip("0") else plain
