"""A guide's week is walked, and docs/a-week.md shows it: every picture there is of a page that the
walk came to, is small, and still shows that page.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser

from tests.browser.photographing import MOST_BYTES, Shown, Taken, mark_of, outdated, shows
from tests.browser.routes import page_routes
from tests.browser.week import FOLDER, KNOWN, PICTURES, SHOWN, file_of, office, walked
from tests.journeys.lotsa import ROOT

STORY: Final = ROOT / "docs" / "a-week.md"
MOST: Final = 12
ANEW: Final = "`python -m tests.browser.week` takes the pictures anew"


def named() -> list[Path]:
    """The pictures in the order in which the story names them."""
    found = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", STORY.read_text("utf-8"))
    return [STORY.parent / path for path in found]


def kept() -> dict[str, bytes]:
    """The pictures that the story shows, as they are kept."""
    return {path.stem: path.read_bytes() for path in named()}


def known() -> dict[str, Shown]:
    return SHOWN.validate_json(KNOWN.read_bytes())


@pytest.fixture(scope="module")
def week(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Taken]:
    """The pictures of a walk just now, which also stand in a folder for whoever wants to see."""
    folder = tmp_path_factory.mktemp("week")
    pictures = {}
    with office(folder) as (home, signed):
        for one in walked(browser, home, signed):
            (folder / f"{one.picture.name}.webp").write_bytes(one.webp)
            pictures[one.picture.name] = one
    return pictures


def test_the_walk_comes_to_every_page_that_the_story_shows(week: Mapping[str, Taken]) -> None:
    assert sorted(path.stem for path in named()) == sorted(week)
    wrong = {name: one.path for name, one in week.items() if not shows(one.picture.route, one.path)}
    assert wrong == {}
    assert {name: len(one.webp) for name, one in week.items() if len(one.webp) > MOST_BYTES} == {}


def test_every_picture_still_shows_its_page(week: Mapping[str, Taken]) -> None:
    assert outdated(week, kept(), known()) == {}, ANEW


def test_a_picture_of_another_page_is_found_out(week: Mapping[str, Taken]) -> None:
    """The control: two pictures in each other's place, one that was cut, one that is not walked."""
    pictures, shown = kept(), known()
    one, other = "monday-my-day", "friday-end"
    swapped = {**pictures, one: pictures[other], other: pictures[one]}
    of_others = {**shown, one: shown[other], other: shown[one]}
    assert set(outdated(week, swapped, shown)) == {one, other}
    assert set(outdated(week, swapped, of_others)) == {one, other}
    less = {name: taken for name, taken in week.items() if name != one}
    assert set(outdated(less, pictures, shown)) == {one}
    moved = replace(week[one], headings=("Something else",))
    assert set(outdated({**week, one: moved}, pictures, shown)) == {one}
    longer = replace(week[one], tall=2 * week[one].tall)
    assert set(outdated({**week, one: longer}, pictures, shown)) == {one}


def test_every_picture_that_is_kept_is_shown_and_small() -> None:
    paths = named()
    assert sorted(paths) == sorted(file_of(one.name) for one in PICTURES)
    assert len(PICTURES) <= MOST
    sizes = {path.name: path.stat().st_size if path.exists() else 0 for path in paths}
    assert {name: size for name, size in sizes.items() if not 0 < size <= MOST_BYTES} == {}
    assert {path.name for path in FOLDER.iterdir()} == set(sizes)
    assert {name: one.mark for name, one in known().items()} == {
        path.stem: mark_of(path.read_bytes()) for path in paths
    }


def test_every_picture_shows_a_page_that_there_is() -> None:
    assert {one.route for one in PICTURES} <= page_routes()
    assert {one.route for one in known().values()} <= page_routes()
