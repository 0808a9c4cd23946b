"""The coordinator's figures in words: tables with a bar in each row. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from services.matching import wording
from services.matching.figures_said import HIDDEN, NOT_SAID, percent, percent_said
from services.matching.hopes_said import all_hopes
from services.matching.overview import Coverage
from services.matching.overviews import Overview
from services.matching.questions import NO_WHY
from services.matching.slow_answers import AssociationAnswers
from services.matching.tables import Counts, Took
from shared.contracts.regions import Region
from shared.web import words
from shared.web.languages import Language, say_later

WAIT: Final[words.Words] = {
    "week": say_later("Less than a week"),
    "month": say_later("A week to a month"),
    "quarter": say_later("One to three months"),
    "longer": say_later("More than three months"),
}
STEP: Final[words.Words] = {
    "proposed": say_later("Until the first proposal"),
    "agreed": say_later("Until both said yes"),
    "active": say_later("Until they go on there"),
}
WHO: Final[words.Words] = {
    "person": say_later("People"),
    "association": say_later("Associations"),
}
SAID_NO: Final[words.Words] = {
    "person": say_later("The person: %(why)s"),
    "association": say_later("The association: %(why)s"),
}
MOST_SLOW: Final = 20
"""How many associations the page lists; programs are told of all."""
Table = dict[str, Any]


def overview_said(doc: Overview, here: Region, language: Language) -> dict[str, Any]:
    """What the page prints."""
    told, say = doc.figures, language.say
    areas = {area.code: area.name for area in here.areas}
    kinds = {code: say(text) for code, text in words.KIND.items()}
    return {
        "counted": language.time(doc.counted_at) if doc.counted_at else None,
        "coverage": [
            coverage_table(say("By what they look for"), told.kinds, kinds, language),
            coverage_table(say("By area"), told.areas, areas, language),
        ],
        "tables": [
            count_table(say("How long people wait now"), told.waiting, said(WAIT, language)),
            count_table(say("Why it ended"), told.ends, said(wording.ENDED, language)),
            count_table(say("Why somebody said no"), told.refusals, refusals(language)),
        ],
        "waited": days_said(told.waited, language),
        "steps": took_table(say("How long it took"), told.steps, said(STEP, language), language),
        "answers": took_table(
            say("How fast they answer"), told.answers, said(WHO, language), language, hours=True
        ),
        "slow": slow_rows(told.associations[:MOST_SLOW], language),
        "unlisted": max(0, len(told.associations) - MOST_SLOW),
        "hopes": all_hopes(told.hopes, language),
    }


def said(table: words.Words, language: Language) -> dict[str, str]:
    return {code: language.say(text) for code, text in table.items()}


def refusals(language: Language) -> dict[str, str]:
    """Why each side said no, with who it was."""
    return {
        f"{side}:{code}": language.say(SAID_NO[side], why=language.say(text))
        for side, table in NO_WHY.items()
        for code, text in table.items()
    }


def coverage_table(
    title: str, rows: tuple[Coverage, ...], names: Mapping[str, str], language: Language
) -> Table:
    """Places that are taken, of those that open needs ask for."""
    return {
        "title": title,
        "rows": [
            {
                "label": names.get(row.code) or language.say(NOT_SAID),
                "needs": row.needs,
                "asked": row.asked,
                "taken": HIDDEN if row.taken is None else row.taken,
                "share": HIDDEN
                if row.taken is None
                else percent_said(percent(row.taken, row.asked), language),
                "bar": None
                if row.taken is None
                else min(1000, round(10 * percent(row.taken, row.asked))),
            }
            for row in rows
        ],
    }


def count_table(title: str, table: Counts, names: Mapping[str, str]) -> Table:
    """The rows that may be read, the largest first where they have no order of their own; what is
    hidden is one row without a figure.
    """
    shown = [row for row in table.rows if row.count is not None]
    most = max((row.count or 0 for row in shown), default=1)
    return {
        "title": title,
        "total": HIDDEN if table.total is None else table.total,
        "rows": [
            {
                "label": names.get(row.code, row.code),
                "count": row.count,
                "bar": round(1000 * (row.count or 0) / most),
            }
            for row in shown
        ],
        "hidden": len(shown) < len(table.rows),
    }


def took_table(
    title: str,
    rows: tuple[Took, ...],
    names: Mapping[str, str],
    language: Language,
    *,
    hours: bool = False,
) -> Table:
    """Medians, each with how many it is the median of."""
    most = max((row.median or 0.0 for row in rows), default=0.0) or 1.0
    time_said = hours_said if hours else days_said
    return {
        "title": title,
        "rows": [
            {
                "label": names[row.code],
                "median": time_said(row.median, language),
                "count": HIDDEN if row.count is None else row.count,
                "bar": None if row.median is None else round(1000 * row.median / most),
            }
            for row in rows
        ],
    }


def slow_rows(found: tuple[AssociationAnswers, ...], language: Language) -> list[Table]:
    """How each association answers; the longest bar is the slowest's."""
    most = max((row.median or 0.0 for row in found), default=0.0) or 1.0
    return [
        {
            "label": row.name,
            "median": hours_said(row.median, language),
            "count": HIDDEN if row.count is None else row.count,
            "silent": HIDDEN if row.silent is None else row.silent,
            "bar": None if row.median is None else round(1000 * row.median / most),
        }
        for row in found
    ]


def days_said(days: float | None, language: Language) -> str:
    if days is None:
        return HIDDEN
    return language.say("%(number)s days", number=language.figure(days, 1))


def hours_said(hours: float | None, language: Language) -> str:
    if hours is None:
        return HIDDEN
    return language.say("%(number)s hours", number=language.figure(hours, 1))
