"""What one service holds of a person, as that person gets it: made from the privacy registry.

A field that the registry marks *export* is there with its value. One that it marks *named* is
somebody else's word, told in confidence: it is named, and its value is not shown. So a new field
cannot be forgotten here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from shared.contracts.fields import TABLES, Unlisted, registered, rows_of
from shared.contracts.message import rfc3339


class NotShown(BaseModel):
    """Fields that are kept and not shown: of what, and what for."""

    model_config = ConfigDict(frozen=True)

    what: str
    fields: tuple[str, ...]
    what_for: str


class OwnPart(BaseModel):
    """All that `service` holds of somebody. Numbers for times are UTC ms."""

    model_config = ConfigDict(frozen=True)

    service: str
    made_at: str
    read_me: tuple[str, ...] = ()
    holds: Mapping[str, Any]
    not_shown: tuple[NotShown, ...] = ()


def part_of(
    service: str, holds: Mapping[str, object], now: int, *, read_me: Sequence[str] = ()
) -> OwnPart:
    """The part of a service. `holds` are documents by name, alone, in lists, or None."""
    return OwnPart(
        service=service,
        made_at=rfc3339(now),
        read_me=tuple(read_me),
        holds={name: plain(value) for name, value in holds.items()},
        not_shown=not_shown(service),
    )


def exported(model: BaseModel) -> dict[str, Any]:
    """The fields of a model that somebody gets, by name, and so on inside. Raises Unlisted."""
    listed = registered(type(model))
    return {
        name: plain(getattr(model, name))
        for name in type(model).model_fields
        if name in listed and listed[name].export
    }


def plain(value: object) -> Any:
    """A value as JSON has it; of a model only what somebody gets."""
    if isinstance(value, BaseModel):
        try:
            return exported(value)
        except Unlisted:
            return None
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value


def not_shown(service: str) -> tuple[NotShown, ...]:
    """What the registry names of a service and does not show."""
    return tuple(
        NotShown(what=table.what, fields=tuple(row.names.split()), what_for=row.purpose)
        for table in TABLES
        if table.place == service
        for row in rows_of(table)
        if row.named
    )
