"""What a part of somebody's file should hold, as the registry has it, and what it does hold."""

from collections.abc import Iterable, Iterator
from typing import Any

from shared.contracts.fields import registered, table_of
from tests.contracts.reaching import Model, reached


def to_be_given(models: Iterable[Model], place: str) -> dict[str, frozenset[str]]:
    """The fields that somebody gets of these models, and of what stands in them, by model."""
    own = [model for model in reached(models) if table_of(model).place == place]
    found = {
        model.__name__: frozenset(name for name, field in registered(model).items() if field.export)
        for model in own
    }
    return {name: fields for name, fields in found.items() if fields}


def objects_in(value: Any) -> Iterator[frozenset[str]]:
    """The fields of every object in a JSON value, however deep."""
    if isinstance(value, dict):
        yield frozenset(value)
        for one in value.values():
            yield from objects_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from objects_in(one)


def missing(part: Any, models: Iterable[Model], place: str) -> list[str]:
    """The models of which no object in the part has all fields that somebody gets."""
    there = set(objects_in(part))
    return sorted(
        name for name, fields in to_be_given(models, place).items() if fields not in there
    )
