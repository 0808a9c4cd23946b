"""What either side reads behind its link once the two are introduced. Pure."""

from typing import Any, Final

from services.matching import life, life_said
from services.matching.introducing import FOLLOW_UPS
from services.matching.matches import Match
from shared.contracts.matching import Level, Side
from shared.web import words
from shared.web.languages import Language, say_later

# What the person reads, by how much the guide helps.
INTRODUCED: Final[dict[Level, str]] = {
    "website": say_later("Look at their website. Then go there."),
    "details": say_later("You have a letter with name and number. Write to them, or call."),
    "contact": say_later("Your guide talks with them. You have a letter with name and number."),
    "along": say_later("Your guide comes with you the first time. You hear from the guide."),
}
MET: Final = say_later("Yes, we have met")
TELL_US: Final = say_later("Have you met? Then tell us here.")


def onward(match: Match, side: Side, language: Language) -> dict[str, Any]:
    """What the page says from the introduction on; `choices` are (value, label, kind of button)."""
    if match.standing == "introduced":
        return _introduced(match, side, language)
    if side == "association":
        return _reported(match, language)
    if match.standing == "started":
        return _started(match, language)
    return _active(match, language)


def _reported(match: Match, language: Language) -> dict[str, Any]:
    """How it goes, asked of the association; after its answer why, and then whether it has changed."""
    say = language.say
    if match.report is None:
        return {
            "title": say("How does it go?"),
            "lead": say("You have met. One tap is enough. What you say goes to the guide."),
            "choices": _reports(language),
        }
    helped = life.REPORTS[match.report] is not None
    thanks = {
        "title": say("Thank you for telling us"),
        "lead": say("The guide gets in touch.") if helped else say("We are glad."),
    }
    if helped and match.report_why is None:
        choices = [
            (f"{match.report}:{code}", say(text), "secondary")
            for code, text in life_said.REPORT_WHY.items()
        ]
        return {**thanks, "choices": choices, "ask": say("Do you want to say why?")}
    changed = [one for one in _reports(language) if one[0] != match.report]
    return {**thanks, "choices": changed, "ask": say("Has it changed? Then tell us.")}


def _reports(language: Language) -> list[tuple[str, str, str]]:
    kinds = {"well": "primary"}
    return [
        (code, language.say(text), kinds.get(code, "secondary"))
        for code, text in life_said.REPORT.items()
    ]


def _introduced(match: Match, side: Side, language: Language) -> dict[str, Any]:
    say = language.say
    mine = INTRODUCED[match.level or "website"]
    theirs = say("We have introduced you. You have a letter that says how you meet.")
    return {
        "title": say("You can meet now"),
        "lead": say(mine) if side == "person" else theirs,
        "hint": say(TELL_US),
        "choices": [("met", say(MET), "primary")],
    }


def _started(match: Match, language: Language) -> dict[str, Any]:
    say = language.say
    if match.question != "two_weeks":
        return {
            "title": say("You have begun"),
            "lead": say("We are glad. In two weeks we ask how it goes."),
        }
    still = life_said.QUESTION["two_weeks"]
    return {
        "title": say(still),
        "choices": [
            ("going_on", say("Yes, I go there"), "primary"),
            ("stopped", say("No, I go there no more"), "secondary"),
        ],
        "hint": say("If not, we look for something else for you."),
    }


def _active(match: Match, language: Language) -> dict[str, Any]:
    say = language.say
    if match.question not in FOLLOW_UPS:
        return {
            "title": say("You take part"),
            "lead": say("We are glad. Now and then we ask how it is."),
        }
    asked = life_said.QUESTION[match.question or "three_months"]
    return {
        "title": say(asked),
        "lead": say("Is it better than before? Choose from 1 to 5. You may leave some out."),
        "hopes": hopes_shown(language),
        "choices": [
            ("rated", say("Send"), "primary"),
            ("stopped", say("I go there no more"), "secondary"),
        ],
    }


def hopes_shown(language: Language) -> list[dict[str, Any]]:
    """The three hopes, each with its five figures."""
    figures = [
        {"value": str(one), "label": f"{one} – {language.say(text)}"}
        for one, text in life_said.RATING.items()
    ]
    return [
        {"name": hope, "label": language.say(words.HOPE[hope]), "figures": figures}
        for hope in words.HOPE
    ]
