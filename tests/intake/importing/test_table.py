"""Tables as text: whatever separates the cells, and nothing that a spreadsheet would reckon."""

import pytest

from services.intake.importing.table import read_table, safe, text_of, write_table


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_lines_keep_their_numbers_and_empty_ones_go(mark: str) -> None:
    text = f'a{mark}b\r\n\r\n 1 {mark}"x, y;\tz"\r\n{mark}\r\n'
    assert read_table(text) == [(1, ["a", "b"]), (3, ["1", "x, y;\tz"])]


def test_a_quotation_mark_left_open_is_no_table() -> None:
    with pytest.raises(ValueError, match="no table"):
        read_table('a,"b\n1,2')


@pytest.mark.parametrize("cell", ["=1+1", "+46", "-1", "@x", "\tx", "\rx"])
def test_no_cell_is_a_formula_and_it_is_read_as_it_was(cell: str) -> None:
    assert safe(cell) == f"'{cell}"
    ((_, (_, read)),) = read_table(write_table([["a, b; c", cell.strip()]]).decode())
    assert read == cell.strip()


@pytest.mark.parametrize("cell", ["'quoted'", "a=b", "Kör", ""])
def test_other_cells_stay(cell: str) -> None:
    assert safe(cell) == cell


def test_files_of_older_spreadsheets_are_read() -> None:
    assert text_of("Kören".encode("cp1252")) == "Kören"
    assert text_of("Kören".encode("utf-8-sig")) == "Kören"
