"""The columns of a table of associations, and of one of needs: headings, and words for codes.

A heading, and a code in a cell, may be written as the code or in the words of any of our languages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from services.intake.needs.asking import GROUPS, KIND, MANY, SWEDISH, YES_OR_NO
from services.intake.typed import Typed
from shared.contracts.regions import region
from shared.web import words
from shared.web.languages import LANGUAGES, Language, say_later

Kind = Literal["associations", "needs"]
YES: Final = say_later("Yes")
NO: Final = say_later("No")
HEADINGS: Final[Mapping[Kind, Mapping[str, str]]] = {
    "associations": {
        "name": say_later("Name of the association"),
        "web": say_later("Web page"),
        "does": say_later("What do you do?"),
        "contact_name": say_later("First name of the contact"),
        "contact_email": say_later("E-mail address of the contact"),
        "language": say_later("Language of letters"),
    },
    "needs": {
        "association": say_later("Association"),
        "kind": say_later("We look for"),
        "title": say_later("Title"),
        "activities": say_later("Activities"),
        "seats": say_later("How many people?"),
        "place": say_later("Place"),
        "area": say_later("Area"),
        "slots": say_later("Times"),
        "ages": say_later("Ages"),
        "groups": say_later("It is for"),
        "swedish": say_later("Swedish"),
        "languages": say_later("Languages"),
        "cost": say_later("Cost in kronor a month"),
        "step_free": say_later("Step-free"),
        "skills": say_later("Skills"),
        "register_check": say_later("Register extract"),
        "starts": say_later("First day"),
        "weeks": say_later("Weeks"),
    },
}
REQUIRED: Final[Mapping[Kind, tuple[str, ...]]] = {
    "associations": ("name", "contact_name", "contact_email"),
    "needs": ("association", "kind", "title", "activities", "seats", "slots", "ages"),
}
TABLES: Final[Mapping[str, words.Words]] = {
    "kind": KIND,
    "activities": words.ACTIVITY,
    "ages": words.AGE,
    "groups": GROUPS,
    "swedish": SWEDISH,
    "languages": words.LANGUAGE,
    "skills": words.SKILL,
}


@dataclass(frozen=True)
class Words:
    """What may stand in a table, in whatever language: field by heading, code by word."""

    headings: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]


def plain(text: str) -> str:
    """A word as it is compared."""
    return " ".join(text.casefold().split())


def words_of(kind: Kind, region_code: str) -> Words:
    """Everything that a table of this kind may say."""
    headings = {plain(name): name for name in HEADINGS[kind]}
    for name, msgid in HEADINGS[kind].items():
        headings |= {plain(language.say(msgid)): name for language in LANGUAGES}
    codes = {name: coded(table) for name, table in TABLES.items()}
    codes["slots"] = {
        plain(said): slot
        for slot in slots()
        for said in (slot, *(words.slot_words(slot, language) for language in LANGUAGES))
    }
    codes["area"] = {
        plain(said): area.code
        for area in region(region_code).areas
        for said in (area.code, area.name)
    }
    codes["language"] = {plain(own): code for code, own in words.OWN_NAMES.items()}
    codes["language"] |= coded(words.LANGUAGE)
    yes = {plain(said): "yes" for said in ("yes", "x", "1", *in_all(YES))}
    codes |= {
        name: yes | {plain(said): "" for said in ("no", "0", *in_all(NO))} for name in YES_OR_NO
    }
    return Words(headings, codes)


def slots() -> Iterable[str]:
    return (f"{day}_{part}" for day in words.DAY for part in words.PART_OF_DAY)


def in_all(msgid: str) -> Iterable[str]:
    return (language.say(msgid) for language in LANGUAGES)


def coded(table: words.Words) -> dict[str, str]:
    """The code for each of its words, and for itself."""
    said = {plain(one): code for code, msgid in table.items() for one in in_all(msgid)}
    return said | {plain(code): code for code in table}


def typed_cells(cells: Mapping[str, str], known: Words) -> Typed:
    """The cells of a line as a form would have sent them; an unknown word stays as it is, and is
    then refused like any other code that is none.
    """
    typed = Typed()
    for name, cell in cells.items():
        codes = known.codes.get(name)
        if name in MANY:
            parts = (part.strip() for part in cell.replace(";", ",").replace("،", ",").split(","))
            typed[name] = [(codes or {}).get(plain(part), part) for part in parts if part]
        else:
            typed[name] = cell if codes is None or not cell else codes.get(plain(cell), cell)
    return typed


def said_cells(
    kind: Kind, fields: Mapping[str, Any], language: Language, areas: Mapping[str, str]
) -> list[str]:
    """A line of an export, in the order of the headings and in words that can be read again."""
    return [said_cell(name, fields.get(name), language, areas) for name in HEADINGS[kind]]


def said_cell(name: str, value: Any, language: Language, areas: Mapping[str, str]) -> str:
    if value in (None, "", (), []):
        return ""
    if name in YES_OR_NO:
        return language.say(YES) if value else ""
    if name == "area":
        return areas.get(value, value)
    if name == "slots":
        return "; ".join(words.slot_words(one, language) for one in value)
    table = TABLES.get(name, {})
    if name in MANY:
        return "; ".join(language.say(table[one]) for one in value)
    return language.say(table[value]) if value in table else str(value)
