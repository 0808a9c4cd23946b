"""Somebody's own file and the registry: each service gives every field that is marked for it."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

import pytest

from services.intake.people import own_part as intake
from services.matching import own_part as matching
from services.notifications import own_part as notifications
from shared.contracts.fields import TABLES
from shared.contracts.own_part import exported, not_shown
from shared.own_pass import HOLDERS
from tests.contracts.own_parts import missing, to_be_given
from tests.contracts.reaching import Model
from tests.intake.people.test_status import PERSON

GIVEN: Final[Mapping[str, tuple[Model, ...]]] = MappingProxyType(
    {
        "intake": intake.GIVEN,
        "matching": matching.GIVEN,
        "notifications": notifications.GIVEN,
    }
)
# Of who signs in, and of associations: they are no people who look for something.
OF_ACCOUNTS: Final = frozenset(
    {"Account", "Started", "Token", "Association", "ContactAsked", "Import", "Row"}
)
# An unsent form is nobody's yet; its answers are given by the draft of a change.
UNSENT: Final = frozenset({"Draft", "SealedDraft"})


def left_out(given: Iterable[Model], place: str) -> set[str]:
    """The tables of a service of which somebody gets something, and the part does not have."""
    marked = {
        table.model
        for table in TABLES
        if table.place == place and any(row.export for row in table.rows)
    }
    return marked - set(to_be_given(given, place)) - OF_ACCOUNTS - UNSENT


@pytest.mark.parametrize("place", HOLDERS)
def test_no_table_is_left_out(place: str) -> None:
    assert left_out(GIVEN[place], place) == set()


@pytest.mark.parametrize("place", HOLDERS)
def test_a_table_that_is_left_out_is_found(place: str) -> None:
    """The control: a part that forgets the first of its documents."""
    assert left_out(GIVEN[place][1:], place) != set()


def test_nobody_else_holds_anything_of_people() -> None:
    places = {table.place for table in TABLES for row in table.rows if row.export or row.named}
    assert places - {"messages", "shared"} == set(HOLDERS)


def test_what_was_said_in_confidence_is_named_and_no_part_of_what_is_given() -> None:
    named = {field for one in not_shown("matching") for field in one.fields}
    assert named == {"stuck", "report", "report_why", "report_at"}
    assert named.isdisjoint(to_be_given(GIVEN["matching"], "matching")["Match"])
    assert all(not (row.export and row.named) for table in TABLES for row in table.rows)


def test_a_field_that_is_not_given_is_found() -> None:
    """The control of `missing`: one field less, and the document counts as left out."""
    whole = exported(PERSON)
    assert "Person" not in missing([whole], GIVEN["intake"], "intake")
    for name in whole:
        less = {field: value for field, value in whole.items() if field != name}
        assert "Person" in missing([less], GIVEN["intake"], "intake")
