"""How the three hopes came true, in words: of one case for its guide, of all for coordinators. Pure."""

from typing import Any, Final

from services.matching import life_said
from services.matching.figures_said import HIDDEN
from services.matching.hopes import ASKED_AFTER, FollowUp
from services.matching.introducing import BEST, HOPES, WORST
from services.matching.matches import Rated
from services.matching.whole_case import WholeCaseView
from shared.web import words
from shared.web.languages import Language, say_later

AFTER: Final[words.Words] = {
    "three_months": say_later("After three months"),
    "six_months": say_later("After six months"),
}
NOT_RATED: Final = say_later("Left out")


def case_hopes(case: WholeCaseView, language: Language) -> list[dict[str, Any]]:
    """A table for each match that was rated: {title, columns, rows: [{label, cells}]}. What was
    asked twice stands side by side.
    """
    return [
        _table(f"{one.title} · {one.association}", one.rated, language)
        for one in case.proposals
        if one.rated
    ]


def _table(title: str, rated: tuple[Rated, ...], language: Language) -> dict[str, Any]:
    told = {one.question: one for one in rated}
    asked = [question for question in ASKED_AFTER if question in told]
    return {
        "title": title,
        "columns": [
            {"label": language.say(AFTER[question]), "day": language.day(told[question].at)}
            for question in asked
        ],
        "rows": [
            {
                "label": language.say(words.HOPE[hope]),
                "cells": [rating_said(getattr(told[one], hope), language) for one in asked],
            }
            for hope in HOPES
        ],
    }


def rating_said(figure: int | None, language: Language) -> str:
    if figure is None:
        return language.say(NOT_RATED)
    return f"{figure} – {language.say(life_said.RATING[figure])}"


def all_hopes(found: tuple[FollowUp, ...], language: Language) -> list[dict[str, Any]]:
    """A table for each question: {title, asked, answered, rows: [{label, count, median, bar}]}."""
    return [
        {
            "title": language.say(AFTER[one.question]),
            "asked": HIDDEN if one.asked is None else one.asked,
            "answered": HIDDEN if one.answered is None else one.answered,
            "rows": [
                {
                    "label": language.say(words.HOPE[row.hope]),
                    "count": HIDDEN if row.count is None else row.count,
                    "median": HIDDEN if row.median is None else language.figure(row.median, 1),
                    "bar": bar_of(row.median),
                }
                for row in one.hopes
            ],
        }
        for one in found
    ]


def bar_of(median: float | None) -> int | None:
    """A bar of up to 1000: nothing for the worst figure, whole for the best."""
    return None if median is None else round(1000 * (median - WORST) / (BEST - WORST))
