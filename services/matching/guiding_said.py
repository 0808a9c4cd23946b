"""What a guide can do on a case as it stands, in words: sections of choices. Pure."""

from typing import Any

from services.matching import life_said
from services.matching.cases import Case
from services.matching.changing_mind import may_take_back
from services.matching.introducing import FOLLOW_UPS
from services.matching.later import may_wait
from services.matching.life import ENDS, REPORTED
from services.matching.matches import Match
from services.matching.onward_said import hopes_shown
from services.matching.questions import NO_WHY
from shared.contracts.matching import Side
from shared.web.languages import Language

Section = dict[str, Any]


def sections(case: Case, match: Match | None, language: Language) -> list[Section]:
    """What can be done, most likely first; what ends something is folded."""
    found = [] if match is None else [*_next(match, language), _end_pair(match, language)]
    return found if case.state == "ended" else [*found, _end_case(language)]


def _next(match: Match, language: Language) -> list[Section]:
    """What takes the match one step on."""
    say = language.say
    by_standing = {
        "asked_person": lambda: _answers(match, "person", language),
        "asked_association": lambda: _answers(match, "association", language),
        "agreed": lambda: _introduce(language),
        "introduced": lambda: _section(say("Have they met?"), [("met", say("They have met"), "")]),
        "started": lambda: _section(
            say("Does the person still go there?"),
            [
                ("going_on", say("Yes, the person goes on"), ""),
                ("pair:stopped", say("No, the person goes there no more"), ""),
            ],
        ),
    }
    found = [by_standing[match.standing]()] if match.standing in by_standing else []
    if match.standing == "active" and match.question in FOLLOW_UPS:
        found.append(_rate(match, language))
    if may_take_back(match, "person"):
        found.append(_taken_back(language))
    return [*found, *_silence(match, language)]


def _section(
    title: str, choices: list[tuple[str, str, str]], *, text: str = "", folded: bool = False
) -> Section:
    return {
        "title": title,
        "text": text,
        "folded": folded,
        "choices": [
            {"value": value, "label": label, "hint": hint} for value, label, hint in choices
        ],
        "hopes": [],
    }


def _introduce(language: Language) -> Section:
    say = language.say
    choices = [
        (f"introduce:{level}", say(label), say(life_said.LEVEL_MEANS[level]))
        for level, label in life_said.LEVEL.items()
    ]
    text = say("How much help do they need? Choose, and the letters go out.")
    return _section(say("Introduce them"), choices, text=text)


def _answers(match: Match, side: Side, language: Language) -> Section:
    """What this side may say, as somebody says it for them on the phone."""
    say = language.say
    title = (
        say("What does the person say?")
        if side == "person"
        else say("What does the association say?")
    )
    choices = [(f"{side}:yes", say("Yes, please"), "")]
    if may_wait(match, side):
        choices.append((f"{side}:later", say("Ask me later"), ""))
    no = [(f"{side}:no:{code}", say("No: %(why)s", why=say(text)), "")
          for code, text in NO_WHY[side].items()]  # fmt: skip
    text = say("Write down what you heard on the phone. It counts like an answer by link.")
    return _section(title, [*choices, *no], text=text)


def _taken_back(language: Language) -> Section:
    """Who said yes and does not come after all, as they say it on the phone."""
    say = language.say
    choices = [(f"person:changed:{code}", say(text), "") for code, text in NO_WHY["person"].items()]
    text = say("Then they do not go there, and we look for something else. Why is that?")
    return _section(say("Has the person changed their mind?"), choices, text=text, folded=True)


def _rate(match: Match, language: Language) -> Section:
    """The hopes as figures, as somebody says them on the phone."""
    asked = life_said.QUESTION[match.question or "three_months"]
    section = _section(
        language.say(asked),
        [("rated", language.say("Write it down"), "")],
    )
    return {**section, "hopes": hopes_shown(language)}


def _silence(match: Match, language: Language) -> list[Section]:
    """What frees a case that waits for its guide, besides the answer itself."""
    if match.stuck is None or match.standing == "agreed":
        return []
    say = language.say
    text = say(life_said.STUCK[match.stuck])
    label = (
        say("Leave this question") if match.standing == "active" else say("Give it two more weeks")
    )
    title = say("Nobody has answered")
    if match.stuck in REPORTED:
        title, label = say("The association has told us"), say("I have taken care of it")
    return [_section(title, [("wait", label, "")], text=text)]


def _end_pair(match: Match, language: Language) -> Section:
    say = language.say
    choices = [
        (f"pair:{why}", say(text), "")
        for why, text in life_said.PAIR_END.items()
        if match.standing in ENDS[why].start
    ]
    text = say("This place is over. We look for something else for the person.")
    return _section(say("Look for something else"), choices, text=text, folded=True)


def _end_case(language: Language) -> Section:
    say = language.say
    choices = [(f"case:{why}", say(text), "") for why, text in life_said.CASE_END.items()]
    text = say("Everything that is open is over. Nobody looks for anything more.")
    return _section(say("End the case"), choices, text=text, folded=True)
