"""The privacy registry lists what is stored and what travels: all of it, and nothing else."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any, get_args

import pytest

from deploy.services import PARTS
from services.intake.people.person import Person
from shared.contracts import fields_page
from shared.contracts.fields import (
    BY_NAME,
    TABLES,
    Unlisted,
    differences,
    every_field,
    registered,
    table_of,
)
from shared.contracts.fields_rows import CLASSES, HOLDER, Retention, Row, Table
from shared.contracts.intake import Wishes
from shared.store.document import Document
from tests.contracts.reaching import ALL, KINDS, LISTED, Model


@pytest.mark.parametrize("model", LISTED, ids=lambda model: f"{model.__module__}.{model.__name__}")
def test_every_field_is_listed_and_nothing_else(model: Model) -> None:
    assert differences(model, table_of(model)) == []


def test_the_walk_sees_what_there_is() -> None:
    """The control: a walk that stops early would find nothing missing."""
    names = {model.__name__ for model in ALL}
    assert {
        "Wishes",
        "NeedDetails",
        "Asked",
        "Due",
        "Kept",
        "Happening",
        "Order",
        "Envelope",
    } <= names
    assert set(KINDS) <= ALL
    assert {one.model for parts in PARTS.values() for one in parts.collections} <= ALL


def test_every_table_is_of_something() -> None:
    models = {f"{table_of(model).place}.{model.__name__}" for model in LISTED}
    assert set(BY_NAME) - models == {"messages.SealedContact"}
    assert len(BY_NAME) == len(TABLES)


def test_a_table_says_each_field_once() -> None:
    for table in TABLES:
        names = [name for row in table.rows for name in row.names.split()]
        assert len(names) == len(set(names)), table.model


def test_a_new_field_is_found() -> None:
    class Changed(Person):
        shoe_size: int = 42

    assert differences(Changed, table_of(Person)) == ["intake.Person.shoe_size: not listed"]


def test_a_field_that_is_gone_is_found() -> None:
    table = table_of(Wishes)
    more = dataclasses.replace(table, rows=(*table.rows, Row("shoe_size", "code", "to lend shoes")))
    assert differences(Wishes, more) == ["messages.Wishes.shoe_size: listed, but gone"]


def test_a_model_that_is_not_listed_is_found() -> None:
    class Shoe(Document):
        size: int

    with pytest.raises(Unlisted, match="Shoe"):
        registered(Shoe)


def test_every_document_says_what_its_id_is() -> None:
    documents = [model for model in LISTED if issubclass(model, Document)]
    silent = [table_of(model).model for model in documents if not own(table_of(model), "id")]
    # Record is no document itself: each of matching's extends it and says so.
    assert silent == ["Record"]


def own(table: Table, name: str) -> bool:
    return any(name in row.names.split() for row in table.rows)


def test_rows_are_whole() -> None:
    for field in every_field():
        assert field.cls in CLASSES
        assert field.purpose
        assert field.kept.until


def test_open_fields_are_known() -> None:
    """A field that may hold anything hides from the registry what it holds."""
    assert with_type(lambda one: one is Any) == {
        "services.matching.rulebook.AppliedPolicy.content",
        "services.notifications.documents.Order.facts",
        "shared.store.collection.Untold.data",
    }


def test_nothing_hides_in_a_dataclass() -> None:
    assert with_type(dataclasses.is_dataclass) == set()


def with_type(is_it: Callable[[Any], bool]) -> set[str]:
    """The fields whose type names one that `is_it`, however deep."""
    return {
        f"{model.__module__}.{model.__name__}.{name}"
        for model in ALL
        for name, field in model.model_fields.items()
        if any(is_it(one) for one in types_in(field.annotation))
    }


def types_in(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from types_in(part)


def test_the_page_has_todays_tables() -> None:
    page = fields_page.PAGE.read_text(encoding="utf-8")
    assert fields_page.written(page) == page, "run: python -m shared.contracts.fields_page --write"


def test_the_page_tells_what_has_no_clock_yet() -> None:
    assert fields_page.kept(Retention("until somebody thinks of it")).endswith("(no clock yet)")
    assert fields_page.kept(HOLDER) == "with its holder"
