"""Looking a table over before anything of it is kept: every problem by line, field and remedy. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from services.intake.associations.association import Registration
from services.intake.associations.pages import MENDING as ASSOCIATION_MENDING
from services.intake.importing.columns import (
    HEADINGS,
    REQUIRED,
    Kind,
    Words,
    plain,
    typed_cells,
    words_of,
)
from services.intake.importing.table import Numbered, read_table
from services.intake.needs.asked import NeedAsked, is_area
from services.intake.needs.asking import MENDING as NEED_MENDING
from services.intake.needs.asking import asked_in
from services.intake.typed import Typed, wrong_in
from shared.web.languages import say_later

MOST: Final = 500
NO_TABLE: Final = say_later("This is no table. Look for a quotation mark that is not closed.")
NOTHING: Final = say_later("There is nothing below the headings. Paste the lines, too.")
TOO_MANY: Final = say_later("There are more than 500 lines. Send them in parts.")
MISSING: Final = say_later("This column is missing. Add it, or begin with our template.")
UNKNOWN: Final = say_later("We do not know this column. Remove it, or write it as in the template.")
DOUBLE: Final = say_later("This column stands there twice. Remove one.")
TWICE: Final = say_later("The same stands in a line above. Remove one of the two.")
NO_ASSOCIATION: Final = say_later(
    "No verified association is called that. Check how it is written."
)
TOO_LONG: Final = say_later("There are more cells than headings. Look for a mark too many.")
MENDING: Final[Mapping[Kind, Mapping[str, str]]] = {
    "associations": ASSOCIATION_MENDING,
    "needs": {
        **NEED_MENDING,
        "register_check": say_later(
            "Write yes, or leave it empty. It is never asked of those who take part."
        ),
    },
}


@dataclass(frozen=True)
class Problem:
    """What is wrong: in which line (0: the whole table), under which heading, and how to mend it.

    `field` is a heading's msgid, or what stands there as a heading that we do not know.
    """

    line: int
    field: str
    remedy: str
    column: str = ""
    """The letter of the column, as a spreadsheet shows it."""


@dataclass(frozen=True)
class Checked:
    """A line that is right: what it stands for, and its fields as a form would send them."""

    line: int
    name: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Looked:
    """A whole table, looked over; only one without problems is kept."""

    lines: tuple[Checked, ...]
    problems: tuple[Problem, ...]


def look_over(kind: Kind, text: str, region: str, associations: Mapping[str, str]) -> Looked:
    """`associations` are the ids of the verified ones by name as it is compared (`plain`)."""
    try:
        rows = read_table(text)
    except ValueError:
        return Looked((), (Problem(0, "", NO_TABLE),))
    if len(rows) < 2:
        return Looked((), (Problem(0, "", NOTHING),))
    if len(rows) > MOST + 1:
        return Looked((), (Problem(0, "", TOO_MANY),))
    known = words_of(kind, region)
    names, wrong = headings_of(kind, rows[0], known)
    if wrong:
        return Looked((), tuple(wrong))
    right = right_for(kind, region, associations)
    return lines_of(kind, rows[1:], names, known=known, right=right)


def headings_of(kind: Kind, row: Numbered, known: Words) -> tuple[list[str], list[Problem]]:
    """The field of each column, and what is wrong with the headings."""
    number, cells = row
    while cells and not cells[-1]:
        cells = cells[:-1]
    names = [known.headings.get(plain(cell), "") for cell in cells]
    wrong = [
        Problem(number, cell, UNKNOWN, letter(place))
        for place, (cell, name) in enumerate(zip(cells, names, strict=True))
        if not name
    ]
    wrong += [
        Problem(number, cell, DOUBLE, letter(place))
        for place, (cell, name) in enumerate(zip(cells, names, strict=True))
        if name and name in names[:place]
    ]
    missing = (name for name in REQUIRED[kind] if name not in names)
    return names, [*wrong, *(Problem(number, HEADINGS[kind][name], MISSING) for name in missing)]


Right = Callable[[Typed], dict[str, str]]


def right_for(kind: Kind, region: str, associations: Mapping[str, str]) -> Right:
    """The check of one line: what is wrong with it, by field."""

    def of_association(typed: Typed) -> dict[str, str]:
        return wrong_with(typed, registration_in, kind)

    def of_need(typed: Typed) -> dict[str, str]:
        wrong = wrong_with(typed, asked_in, kind)
        if not is_area(typed["area"] or None, region):
            wrong["area"] = NEED_MENDING["area"]
        if plain(typed["association"]) not in associations:
            wrong["association"] = NO_ASSOCIATION
        return wrong

    return of_association if kind == "associations" else of_need


def wrong_with(
    typed: Typed, build: Callable[[Typed], Registration | NeedAsked], kind: Kind
) -> dict[str, str]:
    try:
        build(typed)
    except ValidationError as wrong:
        found = wrong_in(wrong, MENDING[kind])
        # The one rule over two fields names neither.
        return {
            name or "register_check": MENDING[kind].get(name or "register_check", text)
            for name, text in found.items()
        }
    return {}


def registration_in(typed: Typed) -> Registration:
    said = {name: typed[name] for name in HEADINGS["associations"] if typed[name]}
    return Registration.model_validate(said)


def lines_of(
    kind: Kind, rows: Sequence[Numbered], names: Sequence[str], *, known: Words, right: Right
) -> Looked:
    """Each line as fields, with what is wrong with it."""
    lines: list[Checked] = []
    problems: list[Problem] = []
    seen: set[tuple[str, ...]] = set()
    for number, cells in rows:
        if any(cells[len(names) :]):
            problems.append(Problem(number, "", TOO_LONG))
            continue
        typed = typed_cells(dict(zip(names, [*cells, *[""] * len(names)], strict=False)), known)
        wrong = right(typed)
        if mark_of(kind, typed) in seen:
            wrong = {**wrong, NAME[kind]: TWICE}
        seen.add(mark_of(kind, typed))
        problems += wrong_at(kind, number, wrong, names)
        lines.append(Checked(number, typed[NAME[kind]], dict(typed)))
    return Looked(tuple(lines), tuple(problems))


NAME: Final[Mapping[Kind, str]] = {"associations": "name", "needs": "title"}


def wrong_at(
    kind: Kind, number: int, wrong: Mapping[str, str], names: Sequence[str]
) -> Iterator[Problem]:
    """What is wrong in a line, in the order of our headings, each where its column stands."""
    for name, msgid in HEADINGS[kind].items():
        if name in wrong:
            column = letter(names.index(name)) if name in names else ""
            yield Problem(number, msgid, wrong[name], column)


def letter(place: int) -> str:
    """A column's letters as a spreadsheet has them: 0 is A, 26 is AA."""
    more, last = divmod(place, 26)
    return (letter(more - 1) if more else "") + chr(ord("A") + last)


def mark_of(kind: Kind, typed: Mapping[str, Any]) -> tuple[str, ...]:
    """What makes two lines the same: from it the id of what is made is derived."""
    fields = ("name",) if kind == "associations" else ("association", "title", "kind")
    return tuple(plain(str(typed.get(name, ""))) for name in fields)
