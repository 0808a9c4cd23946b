"""XLSX files as coordinators have them, and as nobody ought to send them."""

import base64
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from services.intake.importing import sheet
from services.intake.importing.checking import letter, look_over
from services.intake.importing.sheet import MOST_BYTES, NotRead, is_sheet, sheet_text
from services.intake.importing.table import read_table
from tests.intake.door import call, signed_in
from tests.stage import Stage

HEAD = ("name", "contact_name", "contact_email")
SHEET = "xl/worksheets/sheet1.xml"
EVENING = datetime(2026, 9, 1, 18, 30)  # noqa: DTZ001 - a sheet has no zones


def packed(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def book_of(*rows: tuple[object, ...]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    return book


def lines(*rows: tuple[object, ...]) -> list[tuple[int, list[str]]]:
    return read_table(sheet_text(packed(book_of(*rows))))


def rewritten(raw: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same file with parts that a spreadsheet would not write."""
    made = BytesIO()
    with ZipFile(BytesIO(raw)) as before, ZipFile(made, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
    return made.getvalue()


def refused(raw: bytes) -> tuple[str, int]:
    with pytest.raises(NotRead) as no:
        sheet_text(raw)
    return no.value.remedy, no.value.line


def test_cells_are_what_somebody_would_have_typed() -> None:
    row = (
        date(2026, 9, 1),
        EVENING,
        2.0,
        2.5,
        True,
        " Kör\n& sång ",
        46701234567,
    )
    ((_, said),) = lines(row)
    assert said == [
        "2026-09-01",
        "2026-09-01 18:30",
        "2",
        "2.5",
        "yes",
        "Kör & sång",
        "46701234567",
    ]


def test_zeros_before_a_number_stay() -> None:
    book = book_of(("0701234567", 701234567, 701234567))
    book.worksheets[0]["B1"].number_format = "0000000000"
    ((_, said),) = read_table(sheet_text(packed(book)))
    # The control: a figure that is shown without them has none.
    assert said == ["0701234567", "0701234567", "701234567"]


def test_lines_have_the_numbers_of_the_sheet() -> None:
    book = book_of(HEAD)
    book.worksheets[0]["A4"] = "Kören"
    book.worksheets[0]["C4"] = "kor@"
    looked = look_over("associations", sheet_text(packed(book)), "malmo", {})
    assert [(one.line, one.column) for one in looked.problems] == [(4, "B"), (4, "C")]


def test_columns_have_the_letters_of_the_sheet() -> None:
    assert [letter(place) for place in (0, 25, 26, 27, 701, 702)] == [
        "A", "Z", "AA", "AB", "ZZ", "AAA",
    ]  # fmt: skip
    looked = look_over(
        "associations", sheet_text(packed(book_of((*HEAD, "Hemligt"), ("a",)))), "malmo", {}
    )
    assert [(one.line, one.column, one.field) for one in looked.problems] == [(1, "D", "Hemligt")]


def test_a_formula_counts_by_its_value_and_needs_one() -> None:
    raw = packed(book_of(HEAD, ('=A1&"!"', "Eva", "eva@example.org")))
    assert refused(raw) == (sheet.NO_VALUE, 2)

    def with_value(name: str, content: bytes) -> bytes:
        return (
            content.replace(b"<v></v>", b"<v>7</v>").replace(b"<v />", b"<v>7</v>")
            if name == SHEET
            else content
        )

    (_, _), (_, said) = read_table(sheet_text(rewritten(raw, with_value)))
    assert said[0] == "7"


def test_of_merged_cells_the_first_has_the_value() -> None:
    book = book_of(HEAD, ("Kören", "Eva", "eva@example.org"), ("", "Ali", "ali@example.org"))
    book.worksheets[0].merge_cells("A2:A3")
    looked = look_over("associations", sheet_text(packed(book)), "malmo", {})
    # Nothing is guessed: the line below is named.
    assert [(one.line, one.column) for one in looked.problems] == [(3, "A")]


def test_one_sheet_is_read_and_hidden_ones_are_not() -> None:
    book = book_of(HEAD, ("Kören", "Eva", "eva@example.org"))
    book.create_sheet("empty")
    hidden = book.create_sheet("lists")
    hidden["A1"] = "choir"
    assert refused(packed(book)) == (sheet.SEVERAL, 0)
    hidden.sheet_state = "hidden"
    assert len(read_table(sheet_text(packed(book)))) == 2


def test_a_size_that_the_sheet_declares_is_not_believed() -> None:
    raw = packed(book_of(HEAD, ("Kören", "Eva", "eva@example.org")))
    lie = rewritten(raw, lambda _, content: content.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"'))
    small = rewritten(raw, lambda _, content: content.replace(b'ref="A1:C2"', b'ref="A1"'))
    assert lie != raw
    assert sheet_text(lie) == sheet_text(small) == sheet_text(raw)


def test_a_cell_in_the_last_corner_is_refused() -> None:
    book = book_of(HEAD)
    book.worksheets[0]["A1048576"] = "x"
    assert refused(packed(book)) == (sheet.TOO_FAR, 0)


def test_what_unpacks_to_more_than_a_table_is_refused() -> None:
    raw = packed(book_of(HEAD))

    def swollen(size: int) -> bytes:
        return rewritten(
            raw, lambda name, content: content + b" " * size if name == SHEET else content
        )

    bomb = swollen(MOST_BYTES)
    assert len(bomb) < 20_000
    assert refused(bomb) == (sheet.TOO_LARGE, 0)
    # The control: the same with less room in it is read.
    assert sheet_text(swollen(1000)) == sheet_text(raw)


def test_too_many_parts_are_refused() -> None:
    file = BytesIO(packed(book_of(HEAD)))
    with ZipFile(file, "a") as more:
        for number in range(sheet.MOST_PARTS):
            more.writestr(f"xl/media/{number}.txt", b"")
    assert refused(file.getvalue()) == (sheet.TOO_LARGE, 0)


@pytest.mark.parametrize("entity", ['<!DOCTYPE a [<!ENTITY b "cccc">]>', "<!doctype".upper()])
def test_entities_are_refused(entity: str) -> None:
    declared = rewritten(packed(book_of(HEAD)), lambda _, content: entity.encode() + content)
    assert refused(declared) == (sheet.BROKEN, 0)
    wide = rewritten(packed(book_of(HEAD)), lambda _, content: content.decode().encode("utf-16"))
    assert refused(wide) == (sheet.BROKEN, 0)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"PK\x03\x04", sheet.BROKEN),
        (b"PK\x03\x04" + b"x" * 500, sheet.BROKEN),
        (packed(book_of(HEAD))[:-300], sheet.BROKEN),
        (b"\xd0\xcf\x11\xe0" + b"x" * 500, sheet.NO_XLSX),
    ],
)
def test_damaged_and_locked_files_are_refused(raw: bytes, why: str) -> None:
    assert is_sheet(raw)
    assert refused(raw) == (why, 0)


def test_a_zip_that_is_no_spreadsheet_is_refused() -> None:
    file = BytesIO()
    with ZipFile(file, "w") as other:
        other.writestr("letter.txt", "Hej")
    assert refused(file.getvalue()) == (sheet.BROKEN, 0)


async def test_a_file_goes_the_way_of_a_pasted_table(stage: Stage) -> None:
    chief = await signed_in(stage, "chief@example.org", "coordinator")
    token = (
        (await chief.get("/import"))
        .text.partition('name="form_token" value="')[2]
        .partition('"')[0]
    )
    raw = packed(book_of(HEAD, ("Kören", "Eva", "eva@example.org")))
    sent: dict[str, Any] = {"data": {"form_token": token, "kind": "associations", "go": "check"}}
    page = await chief.post("/import", **sent, files={"file": ("a.xlsx", raw)})
    assert page.status_code == 200
    assert "Kören\tEva\teva@example.org" in page.text
    broken = await chief.post("/import", **sent, files={"file": ("a.xlsx", raw[:-300])})
    assert broken.status_code == 422
    wrong = packed(book_of(HEAD, ("Kören", "Eva", "eva@")))
    named = await chief.post(
        "/import", **sent, files={"file": ("a.xlsx", wrong)}, headers={"accept-language": "en"}
    )
    assert "Line 2, Column C" in named.text


async def test_programs_send_a_file_too(stage: Stage) -> None:
    chief = await signed_in(stage, "chief@example.org", "coordinator")
    raw = base64.b64encode(packed(book_of(HEAD, ("Kören", "", "eva@example.org")))).decode()
    looked = (
        await call(chief, "POST", "/imports/check", {"kind": "associations", "xlsx": raw})
    ).json()
    assert [(one["line"], one["column"]) for one in looked["problems"]] == [(2, "B")]
    junk = (
        await call(chief, "POST", "/imports/check", {"kind": "associations", "xlsx": "!"})
    ).json()
    assert [one["remedy"] for one in junk["problems"]] == [sheet.BROKEN]
