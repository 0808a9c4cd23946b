"""Canary erasure (check 14), of all that leaves a Lotsa: lists, tables, figures, one's own file, and
backups, taken before somebody is erased, a day after, and after the last clock of the erased.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from deploy.backup import STORE
from shared.own_pass import HOLDERS
from tests.journeys.lotsa import embedded
from tests.journeys.post import Post
from tests.journeys.reading import soon
from tests.journeys.walking import Person
from tests.privacy.inside import Inside
from tests.privacy.leaving import leaves, proven, rows_in, unpacked
from tests.privacy.test_erasure import left
from tests.privacy.walked import CALLED, CHOIR, Walked

DAY_MS: Final = 24 * 3_600_000
LAST_CLOCK_MS: Final = 91 * DAY_MS
"""A day after the last promise about somebody erased: 90 days that an id is known."""
PART: Final = re.compile(r'href="([^"]+)" download')
HOLD: Final = {"contacts", "backup"}
"""What holds people at all; nothing else may."""
FOR_90_DAYS: Final = ("intake__", "notifications__", "matching__calls")
"""The tables in which not even the id is longer. Matching's cases and matches keep ids for good."""


@dataclass(frozen=True)
class Taken:
    """What left at three times, the person's own file, and where the backups are."""

    own: str
    before: Mapping[str, str]
    day_after: Mapping[str, str]
    in_the_end: Mapping[str, str]
    folder: Path
    person: str
    own_after: tuple[int, str]

    def backup(self, name: str) -> Path:
        return self.folder / name


@pytest.fixture(scope="module")
def taken(inside: Inside, walked: Walked, tmp_path_factory: pytest.TempPathFactory) -> Taken:
    """Everything is taken, the person erases themselves, and it is taken twice more."""
    folder, person = tmp_path_factory.mktemp("taken"), walked.person
    own = parts_behind(person, proven(inside, person, "download"))
    before = leaves(inside, folder / "before")
    known = person_id(unpacked(folder / "before") / STORE, person.email)
    proven(inside, person, "erase")
    soon(lambda: left(inside, person) == [], within_s=30)
    inside.ahead_ms = DAY_MS
    day_after = leaves(inside, folder / "day-after")
    person.browser.open(f"{person.page}/download")
    own_after = (person.browser.status, person.browser.page)
    inside.ahead_ms = LAST_CLOCK_MS
    soon(lambda: kept_in(inside.file, known) == [], within_s=60)
    in_the_end = leaves(inside, folder / "end")
    return Taken(own, before, day_after, in_the_end, folder, known, own_after)


def parts_behind(person: Person, page: str) -> str:
    """All parts that the page of somebody's own file leads to, one after the other."""
    found = PART.findall(page)
    assert len(found) == len(HOLDERS)
    return "\n".join(person.browser.open(link) for link in found)


def person_id(store: Path, email: str) -> str:
    """The id of who has this address."""
    (row,) = [row for name, row in rows_in(store) if name == "intake__people" and email in row]
    return row.split("'")[1]


def kept_in(store: Path, person: str) -> list[str]:
    """The tables that promise to forget the id, and have it."""
    rows = [name for name, row in rows_in(store) if person in row]
    return sorted({name for name in rows if name.startswith(FOR_90_DAYS)})


def holding(leaving: Mapping[str, str], *canaries: str) -> set[str]:
    return {name for name, text in leaving.items() if any(one in text for one in canaries)}


def test_before_it_is_where_it_should_be_and_nowhere_else(taken: Taken, walked: Walked) -> None:
    """The control: what holds people holds this one, and the look finds it."""
    for canary in (walked.person.name, walked.person.email):
        assert holding(taken.before, canary) == HOLD
        assert canary in taken.own
    assert {"intake__people", "notifications__contacts", "notifications__threads"} <= set(
        kept_in(unpacked(taken.backup("before")) / STORE, taken.person)
    )


def test_nothing_of_somebody_erased_leaves_any_more(taken: Taken, walked: Walked) -> None:
    canaries = (walked.person.name, walked.person.email)
    assert holding(taken.day_after, *canaries) == set()
    assert holding(taken.in_the_end, *canaries) == set()
    status, page = taken.own_after
    assert status == 410
    assert not any(canary in page for canary in canaries)


def test_who_was_not_erased_still_leaves(taken: Taken) -> None:
    """The control: the lists are no shorter than they should be."""
    for leaving in (taken.before, taken.day_after, taken.in_the_end):
        assert holding(leaving, CALLED) == HOLD
        assert "tables" in holding(leaving, CHOIR)


def test_in_the_end_not_even_the_id_is_kept(taken: Taken) -> None:
    ends = {name: unpacked(taken.backup(name)) / STORE for name in ("day-after", "end")}
    assert kept_in(ends["end"], taken.person) == []
    # The control: a day after the erasure it is still known, as long as a message may come late.
    assert "intake__people" in kept_in(ends["day-after"], taken.person)


@pytest.mark.parametrize(("name", "back"), [("before", True), ("day-after", False)])
def test_a_restore_brings_back_what_the_backup_held_and_says_so(
    taken: Taken, walked: Walked, tmp_path: Path, post: Post, *, name: str, back: bool
) -> None:
    """Whoever was erased after a backup is in it again: its age is told, and what is to be done."""
    lotsa = embedded(tmp_path, post)
    said = lotsa.command("restore", str(taken.backup(name)))
    assert "Whoever was erased since is in it again" in said
    assert "The backup is 0 hours old." in said
    rows = "\n".join(row for _, row in rows_in(tmp_path / STORE))
    assert (walked.person.email in rows) is back
    assert (walked.person.name in rows) is back
