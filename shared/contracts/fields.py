"""The privacy registry: every field of what is stored and of what travels, with its class, its
purpose, how long it is kept, and whether it belongs to what somebody gets who asks for their data.

The tables stand in `fields_<place>.py`; a field that no table lists fails the build
(`tests/contracts/test_fields.py`). The registry is data and knows no service: a model is looked up
by the module that it comes from.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from shared.contracts import (
    fields_calls,
    fields_intake,
    fields_matching,
    fields_messages,
    fields_others,
    fields_waiting,
)
from shared.contracts.fields_rows import Class, Retention, Row, Table

TABLES: Final[tuple[Table, ...]] = (
    *fields_intake.TABLES,
    *fields_matching.TABLES,
    *fields_others.TABLES,
    *fields_messages.TABLES,
    *fields_calls.TABLES,
    *fields_waiting.TABLES,
)
BY_NAME: Final = {f"{table.place}.{table.model}": table for table in TABLES}


class Unlisted(Exception):
    """A model that no table lists; the text names it."""


@dataclass(frozen=True)
class Field:
    """One field of one model, as the registry has it."""

    place: str
    model: str
    name: str
    cls: Class
    purpose: str
    kept: Retention
    export: bool


def rows_of(table: Table) -> Iterator[Row]:
    """The rows of the tables that it extends, then its own."""
    for base in table.extends:
        yield from rows_of(BY_NAME[base])
    yield from table.rows


def fields_of(table: Table) -> dict[str, Field]:
    """The fields of a table by name. Its own row wins over one of a table that it extends."""
    return {
        name: Field(
            place=table.place,
            model=table.model,
            name=name,
            cls=row.cls,
            purpose=row.purpose,
            kept=row.kept or table.kept,
            export=row.export,
        )
        for row in rows_of(table)
        for name in row.names.split()
    }


def every_field() -> Iterator[Field]:
    """All that is listed, a field once for each model that has it."""
    return (field for table in TABLES for field in fields_of(table).values())


def place_of(model: type[BaseModel]) -> str:
    """Where a model is listed: its service, "messages", or "shared"."""
    root, second, *_ = model.__module__.split(".")
    if root == "services":
        return second
    return "messages" if second == "contracts" else "shared"


def table_of(model: type[BaseModel]) -> Table:
    """The table of a model. Raises Unlisted."""
    name = f"{place_of(model)}.{model.__name__}"
    if name not in BY_NAME:
        raise Unlisted(name)
    return BY_NAME[name]


def registered(model: type[BaseModel]) -> dict[str, Field]:
    """What the registry says of a model's fields, by name. Raises Unlisted."""
    return fields_of(table_of(model))


def differences(model: type[BaseModel], table: Table) -> list[str]:
    """One line for every field of the model that the table does not list, and the other way."""
    listed, declared = set(fields_of(table)), set(model.model_fields)
    name = f"{table.place}.{table.model}"
    return [
        *(f"{name}.{field}: not listed" for field in sorted(declared - listed)),
        *(f"{name}.{field}: listed, but gone" for field in sorted(listed - declared)),
    ]
