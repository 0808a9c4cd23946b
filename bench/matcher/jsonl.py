"""People and needs as lines of JSON, coded as on the forms; the format stands in docs/matching.md.

A set is a list of codes of `shared.contracts.codes`; a position without a code is its number as
text. Fields that are left out have the default of `rows.Person` and `rows.Need`.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final, TypeVar

from services.matching.engine.errors import EngineError
from services.matching.engine.rows import Need, Person, checked_need, checked_person
from services.matching.engine.words import (
    CONSENT,
    MAN,
    MEN_ONLY,
    REGISTER_CHECK,
    STEP_FREE,
    WOMAN,
    WOMEN_ONLY,
    codes,
)
from shared.contracts.codes import (
    ACTIVITIES,
    AGE_BANDS,
    KINDS,
    LANGUAGES,
    SKILLS,
    SLOTS,
    SWEDISH_LEVELS,
)

FLAGS: Final = {
    "woman": WOMAN,
    "man": MAN,
    "register_check": REGISTER_CHECK,
    "consent": CONSENT,
    "women_only": WOMEN_ONLY,
    "men_only": MEN_ONLY,
    "step_free": STEP_FREE,
}
# Fields that hold sets, and the table whose positions are their bits.
SETS: Final = {
    "kinds": KINDS,
    "interests": ACTIVITIES,
    "activities": ACTIVITIES,
    "skills": SKILLS,
    "skills_required": SKILLS,
    "skills_useful": SKILLS,
    "languages": LANGUAGES,
    "slots": SLOTS,
    "ages": AGE_BANDS,
}
LEVELS: Final = {"kind": KINDS, "swedish": SWEDISH_LEVELS}

Row = TypeVar("Row", Person, Need)


class BadLineError(ValueError):
    """A line that cannot be read; the text names file, line and field, never the value."""


def line_of(row: Person | Need) -> str:
    """The row as one line of JSON."""
    return json.dumps({field: _told(field, value) for field, value in asdict(row).items()})


def read_people(file: Path, areas: int) -> list[Person]:
    return list(_read(file, Person, lambda one: checked_person(one, areas)))


def read_needs(file: Path, areas: int) -> list[Need]:
    return list(_read(file, Need, lambda one: checked_need(one, areas)))


def _read(file: Path, make: type[Row], check: Callable[[Row], Row]) -> Iterator[Row]:
    known = {field.name for field in fields(make)}
    seen: set[str] = set()
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        where = f"{file.name}: line {number}"
        row = _row(where, text, make, known)
        try:
            yield check(row)
        except EngineError as error:
            raise BadLineError(f"{where}: {error.field}") from error
        if row.id in seen:
            raise BadLineError(f"{where}: id stands there twice")
        seen.add(row.id)


def _row(where: str, text: str, make: type[Row], known: set[str]) -> Row:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadLineError(f"{where}: not JSON") from error
    if not isinstance(found, dict):
        raise BadLineError(f"{where}: not an object")
    unknown = found.keys() - known
    if unknown:
        raise BadLineError(f"{where}: {min(unknown)} is not a field")
    heard = {field: _heard(f"{where}: {field}", field, value) for field, value in found.items()}
    try:
        return make(**heard)
    except TypeError as error:
        raise BadLineError(f"{where}: a field is missing") from error


def _told(field: str, value: Any) -> Any:
    if field in SETS:
        return list(codes(value, SETS[field]))
    if field in {"flags", "musts"}:
        return [name for name, bit in FLAGS.items() if value & bit]
    return LEVELS[field][value] if field in LEVELS else value


def _heard(where: str, field: str, value: Any) -> Any:
    try:
        if field in SETS:
            return sum({1 << _position(code, SETS[field]) for code in value})
        if field in {"flags", "musts"}:
            return sum({FLAGS[name] for name in value})
        return LEVELS[field].index(value) if field in LEVELS else value
    except (KeyError, TypeError, ValueError) as error:
        raise BadLineError(where) from error


def _position(code: str, table: tuple[str, ...]) -> int:
    """Raises ValueError for a code that is neither in the table nor a small number beyond it."""
    if code in table:
        return table.index(code)
    position = int(code)
    if not len(table) <= position < 64:
        raise ValueError(code)
    return position
