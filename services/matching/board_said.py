"""The board in words: its columns, the filters above them, and what to do where nothing is left."""

from dataclasses import replace
from typing import Any, Final

from services.matching import wording
from services.matching.cards import case_said
from services.matching.filters import MOST_CARDS, Filters
from services.matching.views import BoardView
from shared.contracts.codes import PAGE_LANGUAGES
from shared.contracts.regions import Region
from shared.web import words
from shared.web.languages import Language, say_later

FOUND: Final = say_later("Found")
SHOW: Final[words.Words] = {
    "all": say_later("All cases"),
    "mine": say_later("My cases"),
    "unclaimed": say_later("Nobody's cases"),
}
ORDER: Final[words.Words] = {
    "longest": say_later("Longest wait first"),
    "newest": say_later("Newest first"),
}
# What is left to do where a board shows nobody: of the first filter here that is set.
NOBODY: Final[dict[str, tuple[str, str]]] = {
    "people": (
        say_later("Nobody of yours is called that"),
        say_later("You find your own people by first name, and all others by alias."),
    ),
    "alias": (
        say_later("No alias begins like that"),
        say_later("An alias is two words and a number. The first word is enough."),
    ),
    "stuck": (
        say_later("Nothing is stuck"),
        say_later("Look at those who wait the longest instead."),
    ),
    "language": (
        say_later("Nobody here speaks that"),
        say_later("Choose another language, or all languages."),
    ),
    "district": (
        say_later("Nobody from that part of the city"),
        say_later("Choose another part, or all of the city."),
    ),
    "mine": (
        say_later("You have no case yet"),
        say_later("Choose one under Nobody's cases and take it."),
    ),
    "unclaimed": (
        say_later("Every case has a guide"),
        say_later("New ones come here by themselves."),
    ),
}
ALL_LANGUAGES: Final = say_later("All languages")
ALL_DISTRICTS: Final = say_later("All of the city")


def board_said(
    view: BoardView, filters: Filters, here: Region, language: Language
) -> dict[str, Any]:
    """What the template of the board prints of a view."""
    say = language.say
    back = "&".join(part for part in ("board", filters.query) if part)
    columns = [
        {
            "key": column.key,
            "label": say(wording.COLUMN.get(column.key, FOUND)),
            "empty": say(wording.EMPTY_COLUMN.get(column.key, FOUND)),
            "total": column.total,
            "more": column.more,
            "cut": column.more or column.total > len(column.cases),
            "cases": [case_said(case, language, back) for case in column.cases],
        }
        for column in view.columns
    ]
    cut = any(column["cut"] for column in columns)
    more = replace(filters, most=min(4 * filters.most, MOST_CARDS))
    return {
        "columns": columns,
        "tabs": tabs_said(filters, language),
        "fields": fields_said(filters, here, language),
        "nobody": nobody_said(view, filters, language),
        "here": filters.address,
        "more": more.address if cut and filters.most < MOST_CARDS else None,
        "whole": replace(Filters(), show=filters.show).address if filters.narrows else None,
    }


def tabs_said(filters: Filters, language: Language) -> list[dict[str, Any]]:
    """Whose cases; what else was chosen stays chosen."""
    plain = replace(filters, alias="", people="")
    return [
        {
            "href": replace(plain, show=key).address,
            "label": language.say(text),
            "current": key == filters.show and not filters.searches,
        }
        for key, text in SHOW.items()
    ]


def fields_said(filters: Filters, here: Region, language: Language) -> dict[str, Any]:
    """The controls above the columns: options and what is chosen."""
    say = language.say
    first = sorted(words.LANGUAGE, key=lambda code: code not in PAGE_LANGUAGES)
    return {
        "chosen": filters,
        "orders": [{"value": code, "label": say(text)} for code, text in ORDER.items()],
        "districts": [
            {"value": "", "label": say(ALL_DISTRICTS)},
            *({"value": one.code, "label": one.name} for one in here.districts),
        ],
        "languages": [
            {"value": "", "label": say(ALL_LANGUAGES)},
            *({"value": code, "label": say(words.LANGUAGE[code])} for code in first),
        ],
    }


def nobody_said(view: BoardView, filters: Filters, language: Language) -> dict[str, str] | None:
    """Why a filtered board shows nobody, and what to do about it; None where there is somebody."""
    if any(column.cases for column in view.columns):
        return None
    set_ones = [name for name in NOBODY if getattr(filters, name, "")]
    said = NOBODY.get(next(iter(set_ones), filters.show))
    return {"title": language.say(said[0]), "text": language.say(said[1])} if said else None
