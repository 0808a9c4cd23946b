"""The figures of a pass in words, as its page prints them."""

from typing import Any, Final

from services.matching.pass_views import GroupView, PassView, WholePassView
from shared.contracts.regions import Region
from shared.web import words
from shared.web.languages import Language, say_later

WHY: Final[words.Words] = {
    "nightly": say_later("As every night"),
    "asked": say_later("Somebody asked for it"),
    "dirty": say_later("Much had changed"),
    "rules": say_later("The rules changed"),
}
RULE: Final[words.Words] = {
    "first_seat": say_later("One person for every need first"),
    "deadline": say_later("Those who have waited too long"),
    "served_ratio": say_later("As much for people with little Swedish"),
    "later_seat": say_later("More people for needs with few"),
    "association_cap": say_later("Not too many new people for one association"),
}
GROUPING: Final[words.Words] = {
    "swedish": say_later("By Swedish"),
    "age": say_later("By age"),
    "area": say_later("By area"),
}
NOT_SAID: Final = say_later("Not said")
HIDDEN: Final = "–"
WHOLE: Final = 1_000_000


def percent(part: float, whole: float) -> float:
    """In percent, 0 where there is nothing."""
    return 100 * part / whole if whole else 0.0


def percent_said(share: float, language: Language, digits: int = 0) -> str:
    return f"{language.figure(share, digits)} %"


def fits(points: int, language: Language) -> str:
    """Points as whole fits, so that the figure can be read: one best possible pair is 1."""
    return language.figure(points / WHOLE, 1)


def ratio_said(ratio: float | None, language: Language) -> str:
    return HIDDEN if ratio is None else language.figure(ratio, 2)


def seconds_said(took: int, language: Language) -> str:
    """Milliseconds as seconds."""
    return language.say("%(seconds)s seconds", seconds=language.figure(took / 1000, 1))


def proof(one: PassView) -> float:
    """The proven quality in percent; whole where nothing could be gained."""
    return percent(one.value, one.bound) if one.bound else 100.0


def line_said(one: PassView, language: Language) -> dict[str, Any]:
    """A pass as one row of a table."""
    return {
        "number": one.number,
        "href": f"/passes/{one.number}",
        "when": language.time(one.began),
        "took": seconds_said(one.took, language),
        "why": language.say(WHY[one.why]),
        "changed": one.changed,
        "served": f"{one.served} / {one.people}",
        "proof": percent_said(proof(one), language, 2),
    }


def whole_said(one: WholePassView, here: Region, language: Language) -> dict[str, Any]:
    """A pass with its tables and bars."""
    return {
        **line_said(one, language),
        "facts": [
            {"label": language.say(label), "values": [text]} for label, text in facts(one, language)
        ],
        "bar": round(proof(one) * 10),
        "rules": costs_said(one.costs, one.points, language),
        "groups": [
            group_table(name, cells, here, language) for name, cells in one.groups.items() if cells
        ],
        "changes": one.changes,
        "unshown": max(0, one.changed - len(one.changes)),
        "applied": one.applied,
    }


def facts(one: WholePassView, language: Language) -> list[tuple[str, str]]:
    say = language.say
    return [
        (say_later("When"), f"{language.time(one.began)}"),
        (say_later("How long it took"), seconds_said(one.took, language)),
        (say_later("Why"), say(WHY[one.why])),
        (say_later("Weights and rules"), one.policy),
        (say_later("People"), str(one.people)),
        (say_later("Needs, and their places"), f"{one.needs} · {one.seats}"),
        (say_later("People with a place or a good proposal"), str(one.served)),
        (say_later("Pairs that are possible"), str(one.pairs)),
        (say_later("How well it fits, all together"), fits(one.points, language)),
        (say_later("Proof: with bonuses it is worth"), fits(one.value, language)),
        (say_later("Proof: nothing can be worth more than"), fits(one.bound, language)),
        (say_later("Between the two"), language.figure(one.gap, 6)),
        (say_later("People who fit as well at another place"), str(one.tied)),
        (
            say_later("Served with little Swedish, compared with others"),
            ratio_said(one.ratio, language),
        ),
    ]


def costs_said(costs: dict[str, int], points: int, language: Language) -> list[dict[str, Any]]:
    """What each rule of fairness gave up, as a share of how well all fits."""
    whole = max(points, 1)
    return [
        {
            "label": language.say(RULE[rule]),
            "cost": fits(cost, language),
            "share": percent_said(percent(cost, whole), language, 2),
            "bar": min(1000, max(0, round(1000 * cost / whole))),
        }
        for rule, cost in costs.items()
        if rule in RULE
    ]


def group_table(
    name: str, cells: tuple[GroupView, ...], here: Region, language: Language
) -> dict[str, Any]:
    """Served people of each group; what is hidden is a dash, and its bar is left out."""
    return {
        "title": language.say(GROUPING[name]),
        "rows": [
            {
                "label": group_said(name, cell.code, here, language),
                "people": HIDDEN if cell.people is None else cell.people,
                "served": HIDDEN if cell.served is None else cell.served,
                "share": share_said(cell, language),
                "days": HIDDEN if cell.days is None else cell.days,
                "bar": None if share_of(cell) is None else round(10 * (share_of(cell) or 0)),
            }
            for cell in cells
        ],
    }


def share_of(cell: GroupView) -> float | None:
    if cell.people is None or cell.served is None:
        return None
    return percent(cell.served, cell.people)


def share_said(cell: GroupView, language: Language) -> str:
    share = share_of(cell)
    return HIDDEN if share is None else percent_said(share, language)


def group_said(name: str, code: str, here: Region, language: Language) -> str:
    if name == "swedish":
        return language.say(words.SWEDISH[code])
    if name == "age" and code in words.AGE:
        return language.say(words.AGE[code])
    names = {area.code: area.name for area in here.areas}
    return names.get(code) or language.say(NOT_SAID)
