"""The answers of a form in words, to be checked before sending and read again afterwards."""

from collections.abc import Mapping, Sequence
from typing import Final

from services.intake.drafts import Way
from services.intake.form_pages import GROUP_WORDS, title
from services.intake.forms import ASKED, Say, Step, address, steps_of
from services.intake.people.answers import Answers, in_order
from shared.contracts import codes
from shared.contracts.regions import Region
from shared.web import words
from shared.web.languages import Language, say_later

ALONE: Final[Mapping[str, str]] = {
    "through_guide": say_later("Through my guide or teacher"),
    "guardian_paper": say_later("A parent has said yes on paper."),
}
ASKED_PAPER: Final = say_later("A paper from the police: %(answer)s")
YOUR_NAME: Final = say_later("Your name and how we reach you")
LISTS: Final[Mapping[str, tuple[words.Words, tuple[str, ...]]]] = {
    "interests": (words.ACTIVITY, codes.ACTIVITIES),
    "skills": (words.SKILL, codes.SKILLS),
    "languages": (words.LANGUAGE, codes.LANGUAGES),
    "hopes": (words.HOPE, codes.HOPES),
    "musts": (words.MUST, tuple(words.MUST)),
}
SINGLE: Final[Mapping[str, words.Words]] = {
    "kind": words.KIND,
    "swedish": words.SWEDISH,
    "age": words.AGE,
    "groups": GROUP_WORDS,
    "guardian_language": words.OWN_NAMES,
}


def rows(
    way: Way, answers: Answers, here: Region, language: Language, *, steps: Sequence[Step] = ()
) -> list[dict[str, object]]:
    """A row for each question: its words, the answers', and where to change them."""
    return [
        {
            "label": language.say(question(step, way)),
            "values": said(step, answers, here, language),
            "change": f"{address(step, way)}?change=1",
        }
        for step in steps or steps_of(way, answers)
    ]


def question(step: Step, way: Way) -> str:
    """What a row is about; a message id."""
    return YOUR_NAME if step == "contact" else title(step, way)


def said(step: Step, answers: Answers, here: Region, language: Language) -> list[str]:
    """The answers of one page, a line each."""
    lines: list[str] = []
    for name in ASKED[step]:
        lines.extend(line for line in said_for(name, answers, here, language) if line)
    return lines


def said_for(name: str, answers: Answers, here: Region, language: Language) -> list[str]:
    """The words of one answer; none where it was not given."""
    say, answer = language.say, getattr(answers, name)
    if not answer or name == "consent" or (name.startswith("guardian") and not answers.is_child):
        return []
    if name in LISTS:
        table, order = LISTS[name]
        return [words.listed(table, in_order(answer, order), language)]
    if name == "slots":
        return [words.slot_words(slot, language) for slot in in_order(answer, codes.SLOTS)]
    if name in SINGLE:
        return [say(SINGLE[name][answer])]
    return [said_alone(name, answer, here, say)]


def said_alone(name: str, answer: str, here: Region, say: Say) -> str:
    """An answer that is no code of a table, or stands there in a sentence."""
    if name == "register_check":
        return say(ASKED_PAPER).replace("%(answer)s", say(words.REGISTER[answer]))
    if name in ALONE:
        return say(ALONE[name])
    places = here.districts if name == "district" else here.areas if name == "area" else ()
    return next((place.name for place in places if place.code == answer), answer)
