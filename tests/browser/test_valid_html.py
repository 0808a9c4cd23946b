"""Every page is valid HTML, as the Nu checker reads it: browsers then agree on what it means."""

from pathlib import Path

import pytest

from tests.browser.conftest import WIDTHS, Tours
from tests.browser.validator import Missing, complaints, jar
from tests.live.engines.fixtures import not_run


@pytest.fixture(scope="module")
def checker() -> Path:
    try:
        return jar()
    except Missing as what:
        not_run(f"this machine lacks {what}")
        raise


def test_every_page_is_valid(tours: Tours, checker: Path, tmp_path: Path) -> None:
    for language in WIDTHS:
        for number, seen in enumerate(tours(language)):
            (tmp_path / f"{language}-{number:02}.html").write_text(seen.html, "utf-8")
    found = complaints(checker, tmp_path)
    names = {f"sv-{number:02}": seen.stop.name for number, seen in enumerate(tours("sv"))}
    assert [f"{names.get(one[:5], '')} {one}" for one in found] == []


def test_a_fault_would_be_found(checker: Path, tmp_path: Path) -> None:
    """The control: an id that is there twice."""
    page = '<!doctype html><html lang="sv"><title>x</title><p id="a"></p><p id="a"></p></html>'
    (tmp_path / "sv-00.html").write_text(page, "utf-8")
    assert any("Duplicate ID" in one for one in complaints(checker, tmp_path))
