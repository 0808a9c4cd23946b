"""All that a person says, in words, as their form asks for it. Pure."""

from collections.abc import Mapping
from typing import Final

from services.matching.cards import FACET_LABELS
from shared.contracts.codes import SLOTS
from shared.contracts.regions import Region
from shared.web import words
from shared.web.facets import facet_said
from shared.web.languages import Language, say_later

LABELS: Final[Mapping[str, str]] = {
    "kind": FACET_LABELS["kind"],
    "activity": FACET_LABELS["activity"],
    "skill": FACET_LABELS["skill"],
    "register": say_later("A paper from the police"),
    "district": say_later("Lives in"),
    "area": say_later("Near"),
    "slot": FACET_LABELS["slot"],
    "language": FACET_LABELS["language"],
    "swedish": FACET_LABELS["swedish"],
    "age": FACET_LABELS["age"],
    "hope": say_later("Hopes to"),
    "group": say_later("Groups"),
    "must": say_later("Must be so"),
}
"""What stands before each answer, in the order of the form."""
OWN_TABLES: Final[Mapping[str, words.Words]] = {"must": words.MUST, "register": words.REGISTER}
ANY_TIME: Final = say_later("Any time")
BETWEEN_SLOTS: Final = " · "
"""A slot has a comma of its own."""


def wishes_said(coded: tuple[str, ...], here: Region, language: Language) -> list[dict[str, str]]:
    """A line a table: {label, text}; what this release has no word for is left out."""
    by_table: dict[str, list[str]] = {}
    for facet in coded:
        table = facet.partition(":")[0]
        if text := answer_said(facet, here, language):
            by_table.setdefault(table, []).append(text)
    if len(by_table.get("slot", ())) == len(SLOTS):
        by_table["slot"] = [language.say(ANY_TIME)]
    return [
        {"label": language.say(label), "text": line_said(table, by_table[table], language)}
        for table, label in LABELS.items()
        if table in by_table
    ]


def line_said(table: str, said: list[str], language: Language) -> str:
    return BETWEEN_SLOTS.join(said) if table == "slot" else words.joined(said, language)


def answer_said(facet: str, here: Region, language: Language) -> str | None:
    """One answer in words; a place by its name."""
    table, _, code = facet.partition(":")
    if facet == "slot:any":
        return language.say(ANY_TIME)
    if table in OWN_TABLES:
        msgid = OWN_TABLES[table].get(code)
        return language.say(msgid) if msgid else None
    places = here.districts if table == "district" else here.areas if table == "area" else None
    if places is not None:
        return next((place.name for place in places if place.code == code), None)
    return facet_said(facet, language)
