"""What each weight and rule means, in words a coordinator can decide by."""

from typing import Any, Final

from services.matching.changing_rules import RulesView, TriedView
from services.matching.figures_said import RULE, fits, ratio_said
from shared.web import words
from shared.web.languages import Language, say_later

SECTION: Final[words.Words] = {
    "weights": say_later("What makes a pair fit"),
    "travel": say_later("The way there"),
    "fairness": say_later("Fairness"),
    "stability": say_later("Keeping still"),
}
# Label and meaning of each figure.
FIELD: Final[dict[str, tuple[str, str]]] = {
    "weights.interests": (
        say_later("Interests"),
        say_later("Points for liking what the group does. All six add up to 1 000 000."),
    ),
    "weights.travel": (say_later("Way there"), say_later("Points for a short way.")),
    "weights.skills": (say_later("Skills"), say_later("Points for skills that are useful there.")),
    "weights.times": (say_later("Times"), say_later("Points for being free at their times.")),
    "weights.language": (say_later("Languages"), say_later("Points for a language in common.")),
    "weights.cost": (say_later("Cost"), say_later("Points for what costs little or nothing.")),
    "travel.full_minutes": (
        say_later("A short way, in minutes"),
        say_later("Up to here the way gives all its points."),
    ),
    "travel.zero_minutes": (
        say_later("A long way, in minutes"),
        say_later("From here on the way gives no points."),
    ),
    "fairness.first_seat": (
        say_later("First person of a need"),
        say_later("Extra points, so that every need gets somebody. 0 is off."),
    ),
    "fairness.deadline_days": (
        say_later("Waited too long, in days"),
        say_later("Whoever has waited this long goes first."),
    ),
    "fairness.deadline_bonus": (
        say_later("Points for waiting too long"),
        say_later("How much that counts. 0 is off."),
    ),
    "fairness.served_ratio": (
        say_later("Little Swedish, compared with others"),
        say_later("From 0 to 1. Above 0 it needs a legal decision first. 0 is off."),
    ),
    "fairness.later_seat": (
        say_later("Second person of a need"),
        say_later("Extra points, half as many for each person after. 0 is off."),
    ),
    "fairness.offers_per_association": (
        say_later("New offers of one association in a week"),
        say_later("No more than this many go out, so that they have time to answer. 0 is off."),
    ),
    "stability.keep_bonus": (
        say_later("Points for staying"),
        say_later("A proposal goes only for one that is better by more than this."),
    ),
}
NOT_TOGETHER: Final = say_later("This does not go together. Look at what it means.")
WRONG: Final[words.Words] = {
    "number": say_later("Write a number."),
    "bad_policy": NOT_TOGETHER,
}


def fields_said(
    rules: RulesView, typed: dict[str, str], wrong: dict[str, str], language: Language
) -> list[dict[str, Any]]:
    """The sections with their fields, as the form prints them; what was typed stays."""
    say = language.say
    return [
        {
            "title": say(SECTION[section]),
            "error": say(NOT_TOGETHER) if section in wrong else "",
            "fields": [
                {
                    "name": name,
                    "label": say(FIELD[name][0]),
                    "hint": say(FIELD[name][1]),
                    "value": typed.get(name, f"{figure:g}" if figure % 1 else str(int(figure))),
                    "error": say(WRONG.get(wrong[name], WRONG["number"])) if name in wrong else "",
                }
                for field, figure in figures.items()
                if (name := f"{section}.{field}") in FIELD
            ],
        }
        for section, figures in rules.content.items()
    ]


def side_by_side(today: TriedView, then: TriedView, language: Language) -> list[dict[str, Any]]:
    """Rows of the preview's table."""
    say = language.say
    rows = [
        (say_later("People with a place or a good proposal"), str(today.served), str(then.served)),
        (say_later("People with any proposal"), str(today.proposed), str(then.proposed)),
        (
            say_later("How well it fits, all together"),
            fits(today.points, language),
            fits(then.points, language),
        ),
        (
            say_later("Served with little Swedish, compared with others"),
            ratio_said(today.ratio, language),
            ratio_said(then.ratio, language),
        ),
    ]
    costs = [
        (
            say_later("Cost of: %(rule)s"),
            say(RULE[rule]),
            fits(cost, language),
            fits(then.costs[rule], language),
        )
        for rule, cost in today.costs.items()
    ]
    return [
        *({"label": say(label), "today": one, "then": two} for label, one, two in rows),
        *(
            {"label": say(msgid, rule=rule), "today": one, "then": two}
            for msgid, rule, one, two in costs
        ),
    ]
