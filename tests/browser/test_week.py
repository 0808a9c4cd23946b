"""The pictures of a guide's week are there, are small, and show pages that there still are."""

import re
from pathlib import Path

from tests.browser.stops import page_routes
from tests.browser.week import FOLDER, MOST_BYTES, PICTURES
from tests.journeys.lotsa import ROOT

STORY = ROOT / "docs" / "a-week.md"
MOST = 12


def named() -> list[Path]:
    """The pictures in the order in which the story names them."""
    found = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", STORY.read_text("utf-8"))
    return [STORY.parent / path for path in found]


def test_every_picture_that_is_named_is_made_and_the_other_way_round() -> None:
    assert sorted(named()) == sorted(one.file for one in PICTURES)
    assert len(PICTURES) <= MOST


def test_every_picture_is_there_and_small() -> None:
    sizes = {path.name: path.stat().st_size if path.exists() else 0 for path in named()}
    assert {name: size for name, size in sizes.items() if not 0 < size <= MOST_BYTES} == {}
    assert {path.name for path in FOLDER.iterdir()} == set(sizes)


def test_every_picture_shows_a_page_that_there_is() -> None:
    assert {one.route for one in PICTURES} <= page_routes()
