from collections.abc import Mapping
from typing import get_args

import pytest

from shared.contracts import codes
from shared.contracts.matching import CaseState, Waiting
from shared.web import words
from shared.web.languages import LANGUAGES, language

TABLES: list[tuple[Mapping[str, str], tuple[str, ...]]] = [
    (words.ACTIVITY, codes.ACTIVITIES),
    (words.SKILL, codes.SKILLS),
    (words.LANGUAGE, codes.LANGUAGES),
    (words.DAY, codes.DAYS),
    (words.DAY_SHORT, codes.DAYS),
    (words.PART_OF_DAY, codes.PARTS_OF_DAY),
    (words.HOURS, codes.PARTS_OF_DAY),
    (words.KIND, codes.KINDS),
    (words.SWEDISH, codes.SWEDISH_LEVELS),
    (words.AGE, codes.AGE_BANDS),
    (words.HOPE, codes.HOPES),
    (words.GROUP, codes.GROUPS),
    (words.REACH, codes.REACHES),
    (words.BLOCK, codes.BLOCKS),
    (words.POINT_PART, codes.POINT_PARTS),
    (words.REASON, codes.POINT_PARTS),
    (words.CASE_STATE, get_args(CaseState)),
    (words.WAITING, get_args(Waiting)),
]


@pytest.mark.parametrize(("table", "listed"), TABLES)
def test_each_code_has_words_and_nothing_else_has(
    table: Mapping[str, str], listed: tuple[str, ...]
) -> None:
    assert tuple(table) == listed
    assert all(text.strip() for text in table.values())


def test_two_codes_of_a_table_never_read_the_same() -> None:
    for table, _ in TABLES:
        assert len(set(table.values())) == len(table)


def test_a_language_is_shown_by_its_own_name() -> None:
    assert set(words.OWN_NAMES) == set(codes.LANGUAGES) - {"other"}
    assert all(words.OWN_NAMES[one.code] == one.name for one in LANGUAGES)


def test_a_slot_is_said_as_day_and_part() -> None:
    english = language("en")
    assert english is not None
    assert words.slot_words("tue_evening", english) == "Tuesday evening"
    with pytest.raises(KeyError):
        words.slot_words("tue_night", english)


def test_several_words_are_joined_as_the_language_writes_them() -> None:
    english, arabic = language("en"), language("ar")
    assert english is not None
    assert arabic is not None
    assert words.listed(words.KIND, ("helper", "leader"), english) == "Help, Lead or coach"
    assert "،" in words.listed(words.KIND, ("helper", "leader"), arabic)
