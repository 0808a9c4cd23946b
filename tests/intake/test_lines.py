"""What is typed into one line, cleaned: it ends no header, turns no page round, and stays itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.lines import address, figure, one_line, web_page


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Kören   i  Malmö ", "Kören i Malmö"),
        ("a\r\nBcc: b", "a Bcc: b"),
        ("a\x00b\x1bc\tc", "a b c c"),
        ("a\u2028b", "a b"),
        ("\u202egnirts\u202c", "gnirts"),
        ("Ko\u0308ren", "Kören"),
        ("مدرسة\u200cها", "مدرسة\u200cها"),
    ],
)
def test_a_line_is_one_line(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


@given(st.text())
def test_whatever_is_typed_ends_as_one_printable_line(typed: str) -> None:
    line = one_line(typed)
    assert len(line.splitlines()) <= 1
    assert not any(sign < " " or sign == "\x7f" for sign in line)
    assert one_line(line) == line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Anna@Example.ORG ", "anna@example.org"),
        ("a.b+c@sub.example.se", "a.b+c@sub.example.se"),
        ("first@localhost", "first@localhost"),
    ],
)
def test_an_address_is_kept_in_one_way(typed: str, kept: str) -> None:
    assert address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "anna",
        "anna@",
        "@example.org",
        "anna@example",
        "anna@exa mple.org",
        "anna@example.org\nbcc: x@example.org",
        "anna@example.org,b@example.org",
        "<anna@example.org>",
        "a" * 250 + "@example.org",
    ],
)
def test_what_is_no_address_is_none(typed: str) -> None:
    with pytest.raises(ValueError, match="no e-mail address"):
        address(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("www.example.org", "https://www.example.org"),
        ("HTTP://Example.ORG/Om-Oss?a=1", "http://example.org/Om-Oss?a=1"),
    ],
)
def test_a_web_address_gets_its_beginning(typed: str, kept: str) -> None:
    assert web_page(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["javascript:alert(1)", "data:text/html,x", "https://", "a b", "file:///etc/passwd", "x"],
)
def test_what_is_no_web_address_is_none(typed: str) -> None:
    with pytest.raises(ValueError, match="no web address"):
        web_page(typed)


def test_figures_of_every_script_are_ours() -> None:
    assert figure(" ١٢ ") == "12"
    assert figure("۴") == "4"
    assert figure("twelve") == "twelve"
    assert figure(["1"]) == ["1"]
