"""Coded facts that travel in messages, in words: facets and reasons.

A facet is "skill:coach", a reason "interests:choir+music". What this release has no word for is
left out, never shown raw.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from shared.web import words
from shared.web.languages import Language

TABLES: Final[Mapping[str, words.Words]] = {
    "kind": words.KIND,
    "activity": words.ACTIVITY,
    "skill": words.SKILL,
    "language": words.LANGUAGE,
    "swedish": words.SWEDISH,
    "age": words.AGE,
    "hope": words.HOPE,
    "group": words.GROUP,
}
# The table in which the facts of a reason stand; travel and cost name figures.
REASON_TABLES: Final[Mapping[str, str]] = {
    "interests": "activity",
    "skills": "skill",
    "times": "slot",
    "language": "language",
}


def facet_said(facet: str, language: Language) -> str | None:
    """A facet, "table:code", in words, or None where this release has none for it."""
    table, _, code = facet.partition(":")
    if table == "slot":
        day, _, part = code.partition("_")
        known = day in words.DAY and part in words.PART_OF_DAY
        return words.slot_words(code, language) if known else None
    msgid = TABLES.get(table, {}).get(code)
    return language.say(msgid) if msgid else None


def facets_said(facets: Iterable[str], language: Language) -> list[str]:
    """Those that have words, in their order."""
    return [said for facet in facets if (said := facet_said(facet, language))]


def reason_said(reason: str, language: Language) -> str | None:
    """Why a pair fits, "key:fact+fact", as a sentence; None where this release has none."""
    key, _, facts = reason.partition(":")
    msgid = words.REASON.get(key)
    if msgid is None:
        return None
    codes = facts.split("+")
    table = REASON_TABLES.get(key)
    said = facets_said((f"{table}:{code}" for code in codes), language) if table else codes
    return language.say(msgid, facts=words.joined(said, language))
