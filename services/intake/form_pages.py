"""What each page of the form asks, in the reader's words: its title, its fields, their options."""

from collections.abc import Mapping, Sequence
from typing import Final

from services.intake.contact_fields import GUARDIAN_TITLE, contact_fields, guardian_fields
from services.intake.drafts import Way
from services.intake.forms import DO_NOT_KNOW, Field, Option, Say, Step
from services.intake.people.answers import MUSTS, REGISTER_CHECK, Answers
from shared.contracts import codes
from shared.contracts.regions import Region
from shared.web import words
from shared.web.languages import say_later

TITLES: Final[Mapping[Step, str]] = {
    "kind": say_later("What do you want to do?"),
    "interests": say_later("What do you like?"),
    "skills": say_later("What can you do?"),
    "district": say_later("Where do you live?"),
    "place": say_later("Near which place?"),
    "when": say_later("When are you free?"),
    "languages": say_later("Which languages do you speak?"),
    "age": say_later("How old are you?"),
    "hopes": say_later("What do you hope for?"),
    "contact": say_later("How do we reach you?"),
}
VOLUNTEER_TITLES: Final[Mapping[Step, str]] = {
    "kind": say_later("How do you want to help?"),
    "interests": say_later("What do you want to help with?"),
    "hopes": say_later("Is there anything you need?"),
    "district": say_later("Where do you want to help?"),
}
HINTS: Final[Mapping[Step, str]] = {
    "interests": say_later("Choose one or more."),
    "skills": say_later("Choose all that you like. You may skip this."),
    "district": say_later("Choose the part of the city."),
    "place": say_later("Then we can look near you. You may skip this."),
    "when": say_later("Choose all times that are good. No answer means any time."),
    "languages": say_later("You may skip this."),
    "hopes": say_later("Choose all that is right. You may skip this."),
}
KIND_HINTS: Final[words.Words] = {
    "participant": say_later("Join a group or a team"),
    "helper": say_later("Give some of your time"),
    "leader": say_later("Lead a group or a team"),
    "referee": say_later("Referee games"),
}
GROUP_WORDS: Final[words.Words] = {
    "any": say_later("Any group is fine"),
    "women": say_later("Women only, I am a woman"),
    "men": say_later("Men only, I am a man"),
}
# The languages that most people who are new here speak stand first; the others fold out.
FIRST_LANGUAGES: Final = 12


def title(step: Step, way: Way) -> str:
    """The question, as a message id."""
    own = VOLUNTEER_TITLES.get(step) if way == "volunteer" else None
    return own or TITLES[step]


def title_for(step: Step, way: Way, answers: Answers) -> str:
    """The question as it is asked after these answers, as a message id."""
    return GUARDIAN_TITLE if step == "contact" and answers.is_child else title(step, way)


def fields(
    step: Step, way: Way, answers: Answers, *, here: Region, say: Say, helped: bool = False
) -> Sequence[Field]:
    """The fields of a page, in their order. `helped`: a guide fills in the form for somebody."""
    if step == "contact" and answers.is_child:
        return guardian_fields(say, helped=helped)
    if step == "kind":
        return [kind_field(way, say)]
    if step == "district":
        return [district_field(here, say)]
    if step == "place":
        return [place_field(answers, here, say)]
    if step == "hopes":
        return hope_fields(way, say)
    return {
        "interests": interest_fields,
        "skills": skill_fields,
        "when": slot_fields,
        "languages": language_fields,
        "age": age_fields,
        "contact": contact_fields,
    }[step](say)


def options(
    table: words.Words, say: Say, *, of: Sequence[str] = (), icons: str | None = None
) -> list[Option]:
    """A choice for each code; `icons` begins the names of their icons, None is without."""
    return [
        Option(code, say(table[code]), "" if icons is None else icons + code)
        for code in of or tuple(table)
    ]


def kind_field(way: Way, say: Say) -> Field:
    kinds = codes.KINDS if way == "new" else codes.KINDS[1:]
    chosen = [Option(k, say(words.KIND[k]), k, say(KIND_HINTS[k])) for k in kinds]
    return Field("kind", "buttons", options=chosen)


def interest_fields(say: Say) -> list[Field]:
    known = options(words.ACTIVITY, say, of=codes.FORM_ACTIVITIES, icons="")
    return [Field("interests", "cards", options=known)]


def skill_fields(say: Say) -> list[Field]:
    asked = say("Sometimes a club asks to see a paper from the police. Is that fine?")
    hint = say("It is called a register extract. The law asks for it where there are children.")
    return [
        Field("skills", "cards", options=options(words.SKILL, say, icons="")),
        Field(
            "register_check",
            "radios",
            asked,
            hint,
            [
                Option(code, say(words.REGISTER[code]), icon)
                for code, icon in zip(REGISTER_CHECK, ("check", "cross"), strict=True)
            ],
        ),
    ]


def district_field(here: Region, say: Say) -> Field:
    known = [Option(district.code, district.name, "place") for district in here.districts]
    return Field("district", "buttons", options=[*known, do_not_know(say)])


def place_field(answers: Answers, here: Region, say: Say) -> Field:
    """The areas of the district as buttons; of the whole city as one list."""
    if answers.district:
        near = [a for a in here.areas if a.district == answers.district]
        known = [Option(area.code, area.name) for area in near]
        return Field("area", "buttons", options=[do_not_know(say), *known])
    everywhere = sorted(here.areas, key=lambda area: area.code)
    known = [Option(area.code, area.name) for area in everywhere]
    blank = {"blank": say("I do not know"), "optional": True}
    return Field("area", "select", say("Choose a place"), options=known, look=blank)


def do_not_know(say: Say) -> Option:
    return Option(DO_NOT_KNOW, say("I do not know"), "unknown")


def slot_fields(_say: Say) -> list[Field]:
    return [Field("slots", "slots")]


def language_fields(say: Say) -> list[Field]:
    def option(code: str) -> Option:
        own = words.OWN_NAMES.get(code)
        return Option(code, own or say(words.LANGUAGE[code]), lang=code if own else "")

    first = codes.LANGUAGES[:FIRST_LANGUAGES]
    more = codes.LANGUAGES[FIRST_LANGUAGES:]
    levels = options(words.SWEDISH, say, icons="swedish-")
    return [
        Field("languages", "small", options=[option(code) for code in first]),
        Field("languages", "more", say("More languages"), options=[option(c) for c in more]),
        Field("swedish", "radios", say("How much Swedish do you speak?"), options=levels),
    ]


def age_fields(say: Say) -> list[Field]:
    return [Field("age", "buttons", options=options(words.AGE, say))]


def hope_fields(way: Way, say: Say) -> list[Field]:
    groups = options(GROUP_WORDS, say, icons="")
    musts = options(words.MUST, say, of=MUSTS, icons="")
    asked = [
        Field("groups", "radios", say("Which groups?"), options=groups),
        Field("musts", "small", say("What do you need?"), options=musts),
    ]
    if way == "volunteer":
        return asked
    return [Field("hopes", "cards", options=options(words.HOPE, say, icons="")), *asked]
