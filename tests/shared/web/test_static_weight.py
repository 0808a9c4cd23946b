"""A page costs what people.md allows, measured as it travels: gzip, every file counted."""

import gzip
from pathlib import Path

import pytest

from tests.shared.web import gallery
from tests.shared.web.gallery_content import WEB

STATIC = WEB / "static"
EVERY_PAGE = ("lotsa.css", "lotsa.js", "icons.svg", "favicon.svg")
LIVE_PAGE = ("vendor/htmx.min.js", "vendor/hx-sse.min.js")
HEADERS = 500  # bytes of answer headers a request brings along, policy and cookie included


def travels(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def weight(name: str) -> int:
    return travels((STATIC / name).read_bytes())


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gallery") / "pages"
    folder.mkdir()
    gallery.write(folder)
    return folder


@pytest.mark.parametrize(
    ("name", "most"), [("lotsa.css", 10_000), ("icons.svg", 8_000), ("favicon.svg", 500)]
)
def test_one_file_stays_below_its_budget(name: str, most: int) -> None:
    assert weight(name) <= most


@pytest.mark.parametrize("name", ["lotsa.js", "board.js", "everything.js"])
def test_own_script_stays_small(name: str) -> None:
    assert (STATIC / name).stat().st_size <= 3_072


@pytest.mark.parametrize("name", ["start", "cards", "slots", "fields", "shown"])
def test_newcomers_first_view_is_40_kb_and_10_kb_after(pages: Path, name: str) -> None:
    files = EVERY_PAGE + LIVE_PAGE
    for lang in ("sv", "ar"):
        alone = travels((pages / lang / f"{name}.html").read_bytes()) + HEADERS
        assert alone <= 10_000
        assert alone + sum(weight(file) + HEADERS for file in files) <= 40_000


def test_board_is_80_kb(pages: Path) -> None:
    alone = travels((pages / "sv" / "board.html").read_bytes())
    assert alone + sum(weight(file) for file in EVERY_PAGE + LIVE_PAGE) <= 80_000
