"""The question that a side is asked about a match, and how things stand, in words. Pure."""

from typing import Any, Final

from services.matching import wording
from services.matching.changing_mind import may_take_back
from services.matching.coming import clock_said
from services.matching.later import may_wait
from services.matching.matches import Match
from services.matching.onward_said import onward
from shared.contracts.matching import Side
from shared.web import words
from shared.web.asked import rows_about
from shared.web.facets import facets_said, reason_said
from shared.web.languages import Language, say_later
from shared.web.words import joined

EARLY: Final = say_later("The person has not said yes yet. Please wait.")
# What an answer that could not be taken is told with, by how it ended.
PROBLEMS: Final[words.Words] = {
    "full": say_later("All your places are taken, so nobody can come on this one."),
    "over": say_later("This question is over. Nothing more is asked of you."),
    "early": EARLY,
}
# Why a side says no: one tap each. The codes stay with the match.
NO_WHY: Final[dict[Side, words.Words]] = {
    "person": {
        "times": say_later("The times do not fit me"),
        "far": say_later("It is too far away"),
        "cost": say_later("It costs too much"),
        "something_else": say_later("I would like something else"),
        "found": say_later("I have found something already"),
        "no_words": say_later("I do not want to say why"),
    },
    "association": {
        "no_place": say_later("We have no place any more"),
        "times": say_later("The times do not fit us"),
        "no_fit": say_later("It does not fit us just now"),
        "no_words": say_later("We do not want to say why"),
    },
}
FACET_ROWS: Final[dict[str, str]] = {
    "activity": say_later("Likes"),
    "skill": say_later("Can do"),
    "slot": say_later("Is free"),
    "language": say_later("Speaks"),
    "swedish": say_later("Swedish"),
    "age": say_later("Age"),
}


def question(match: Match, side: Side, language: Language) -> dict[str, Any]:
    """What the answer page shows to this side now."""
    if match.standing in {"introduced", "started", "active"}:
        rows = rows_about(match.about, language) if side == "person" else own_rows(match, language)
        shown = {"rows": rows, **onward(match, side, language)}
    else:
        say_to = for_person if side == "person" else for_association
        shown = say_to(match, language)
    nothing = {"rows": [], "may_answer": False, "lead": None, "hint": "", "next_steps": []}
    return {
        **nothing,
        "why": [],
        "choices": [],
        "hopes": [],
        "ask": None,
        "no_because": [(code, language.say(text)) for code, text in NO_WHY[side].items()],
        "may_wait": may_wait(match, side),
        "may_take_back": may_take_back(match, side),
        "clock": clock_said(match, side, language),
        **shown,
    }


def for_person(match: Match, language: Language) -> dict[str, Any]:
    say = language.say
    if match.state == "ended":
        return over(match, wording.OVER_FOR_PERSON, language)
    if match.person_answer is None:
        return {
            "title": say("Would you like to come?"),
            "lead": thinking(match, language) or say("We have found this for you."),
            "rows": rows_about(match.about, language),
            "why": [said for one in match.reasons if (said := reason_said(one, language))],
            "may_answer": True,
            "hint": say("A no costs you nothing. Then we look for something else."),
        }
    if match.state == "asked":
        return {
            "title": say("Thank you for your yes"),
            "rows": rows_about(match.about, language),
            "next_steps": [
                say("Now we ask the association."),
                say("You get a message when they have answered."),
            ],
        }
    return {
        "title": say("They said yes, too"),
        "rows": rows_about(match.about, language),
        "next_steps": [say("Your guide will introduce you."), say("You need to do nothing now.")],
    }


def thinking(match: Match, language: Language) -> str | None:
    """What somebody reads who wants to think first; None where nobody does."""
    if match.ask_again_at is None:
        return None
    day = language.day(match.ask_again_at)
    return language.say("We ask you again on %(day)s. You may answer now, too.", day=day)


def for_association(match: Match, language: Language) -> dict[str, Any]:
    say = language.say
    if match.state == "ended":
        return over(match, wording.OVER_FOR_ASSOCIATION, language)
    if match.person_answer is None:
        return {"title": say("Wait a moment"), "lead": say(EARLY)}
    if match.state == "asked":
        return {
            "title": say("Somebody would like to come to you"),
            "lead": say("%(alias)s has said yes to this:", alias=apart(match.alias)),
            "rows": own_rows(match, language),
            "may_answer": True,
            "hint": say("You get to know the name when you both have said yes."),
        }
    return {
        "title": say("Thank you. You both said yes"),
        "rows": own_rows(match, language),
        "next_steps": [say("The guide will introduce %(alias)s to you.", alias=apart(match.alias))],
    }


def over(match: Match, why: words.Words, language: Language) -> dict[str, Any]:
    """The page of a question that is not asked any more."""
    return {
        "title": language.say("This question is over"),
        "lead": language.say(why.get(match.ended or "", wording.OVER)),
    }


def own_rows(match: Match, language: Language) -> list[dict[str, Any]]:
    """What an association reads of a candidate: which of its needs, and who would come."""
    known = {language.say("Association"), language.say("Where"), language.say("Cost")}
    about = [row for row in rows_about(match.about, language) if row["label"] not in known]
    return [*about, *facet_rows(match, language)]


def apart(alias: str) -> str:
    """The alias inside a sentence that may run the other way (Unicode isolates)."""
    return f"\u2068{alias}\u2069"


def facet_rows(match: Match, language: Language) -> list[dict[str, Any]]:
    """What the association may know of the person."""
    rows = []
    for table, label in FACET_ROWS.items():
        coded = [facet for facet in match.facets if facet.startswith(f"{table}:")]
        if said := facets_said(coded, language):
            rows.append({"label": language.say(label), "values": [joined(said, language)]})
    return rows
