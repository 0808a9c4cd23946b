"""Every model that is stored or travels, found by walking collections and kinds."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, get_args

from pydantic import BaseModel

from deploy.services import PARTS
from services.intake import drafts
from services.notifications.kept import Printed
from shared.contracts.message import Message
from shared.contracts.topics import TOPICS
from shared.store.collection import Untold

Model = type[BaseModel]
KINDS: Final = tuple(kind for topic in TOPICS for kind in topic.kinds)


def named_in(annotation: Any) -> Iterator[Model]:
    """The models that a type names, however deep."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from named_in(part)


def reached(roots: Iterable[Model]) -> set[Model]:
    """The models and all that stand inside them."""
    found: set[Model] = set()
    waiting = list(roots)
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.add(model)
            for field in model.model_fields.values():
                waiting += named_in(field.annotation)
    return found


def stored(service: str) -> set[Model]:
    """Everything that a service keeps: its collections, what it parks, what waits to be told."""
    return reached((*(one.model for one in PARTS[service].stored), Untold))


def bases(models: set[Model]) -> set[Model]:
    """The models that these extend, which have tables of their own."""
    above = {base for model in models for base in model.__mro__ if is_ours(base)}
    return above - models


def is_ours(base: type) -> bool:
    """Whether it brings fields of its own; what only sets how models behave needs no table."""
    ours = issubclass(base, BaseModel) and base not in {BaseModel, Message}
    return ours and bool(base.model_fields)


STORED: Final = {service: stored(service) for service in PARTS}
# A draft, and the words of a letter, are sealed inside their documents: no annotation leads to them.
ALL: Final = reached((*KINDS, drafts.Draft, Printed)) | set().union(*STORED.values())
LISTED: Final = sorted(ALL | bases(ALL), key=lambda model: (model.__module__, model.__name__))
