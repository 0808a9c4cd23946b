"""The two pages that ask for a need: what was typed, which page comes next, what each offers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, Literal

from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData

from services.intake.needs.asked import FirstPage, NeedAsked, SecondPage
from services.intake.typed import Typed, wrong_in
from shared.contracts import codes
from shared.contracts.need_details import NeedDetails
from shared.contracts.regions import region
from shared.web import words
from shared.web.languages import Language, say_later
from shared.web.visits import value, values

Page = Literal["first", "second"]
Option = Mapping[str, str]

FIRST: Final = tuple(FirstPage.model_fields)
SECOND: Final = tuple(SecondPage.model_fields)
MANY: Final = frozenset({"activities", "slots", "languages", "ages", "skills"})
YES_OR_NO: Final = frozenset({"step_free", "register_check"})
# Whoever takes part is not asked for skills, nor for an extract of the register.
GIVERS_ONLY: Final = ("skills", "register_check")

KIND: Final[words.Words] = {
    "participant": say_later("People who take part"),
    "helper": say_later("Helpers"),
    "leader": say_later("Leaders or coaches"),
    "referee": say_later("Referees"),
}
SWEDISH: Final[words.Words] = {
    "none": say_later("None"),
    "little": say_later("A little"),
    "good": say_later("Good"),
    "very_good": say_later("Very good"),
    "fluent": say_later("Fluent"),
}
GROUPS: Final[words.Words] = {
    "any": say_later("Everybody"),
    "women": say_later("Women only"),
    "men": say_later("Men only"),
}
MENDING: Final[Mapping[str, str]] = {
    "kind": say_later("Choose who you are looking for."),
    "title": say_later("Write a title, 2 to 80 letters."),
    "activities": say_later("Choose one to five activities."),
    "seats": say_later("Write how many people you need, 1 to 200."),
    "place": say_later("Write at most 80 letters."),
    "area": say_later("Choose one of the areas."),
    "slots": say_later("Choose at least one time."),
    "swedish": say_later("Choose how much Swedish it takes."),
    "languages": say_later("Choose from the list."),
    "ages": say_later("Choose at least one age."),
    "groups": say_later("Choose who it is for."),
    "cost": say_later("Write the cost in kronor a month. Write 0 if it is free."),
    "skills": say_later("Choose from the list."),
    "starts": say_later("Write the day like 2027-01-31, or leave it empty."),
    "weeks": say_later("Write the number of weeks, 1 to 104, or leave it empty."),
}


def typed_in(form: FormData) -> Typed:
    """Both pages' fields as they were sent: lists of texts where several may be chosen."""
    typed = Typed(dict.fromkeys((*FIRST, *SECOND), ""))
    for name in typed:
        typed[name] = list(values(form, name)) if name in MANY else value(form, name)
    return typed


def beginning() -> Typed:
    """An empty form; what is usual is chosen already."""
    empty = Typed({name: [] if name in MANY else "" for name in (*FIRST, *SECOND)})
    return Typed({**empty, "seats": "1", "swedish": "none", "groups": "any", "cost": "0"})


def typed_of(details: NeedDetails) -> Typed:
    """A posted need as its form would have been filled in."""
    said = details.model_dump()
    typed = beginning()
    for name in typed:
        known = said[name]
        if name in MANY:
            typed[name] = list(known)
        elif name in YES_OR_NO:
            typed[name] = "yes" if known else ""
        else:
            typed[name] = "" if known is None else str(known)
    return typed


def typed_again(details: NeedDetails, today: date) -> Typed:
    """An earlier need as the beginning of a new one; a first day that is past is left out."""
    typed = typed_of(details)
    if typed["starts"] < today.isoformat():
        typed["starts"] = ""
    return typed


def sent(typed: Typed, names: Iterable[str]) -> dict[str, object]:
    """The fields `names` for a model; an unanswered one is left to the model's default."""
    said: dict[str, object] = {name: typed[name] for name in names if typed[name] not in ("", [])}
    said.update({name: typed[name] == "yes" for name in YES_OR_NO.intersection(names)})
    if typed["kind"] == "participant":
        said = {name: one for name, one in said.items() if name not in GIVERS_ONLY}
    return said


def wrong_on(page: type[BaseModel], typed: Typed) -> dict[str, str]:
    """What is wrong with the fields of one page, by field."""
    try:
        page.model_validate(sent(typed, page.model_fields))
    except ValidationError as wrong:
        return wrong_in(wrong, MENDING)
    return {}


def asked_in(typed: Typed) -> NeedAsked:
    """The need, once nothing is wrong on either page."""
    return NeedAsked.model_validate(sent(typed, (*FIRST, *SECOND)))


def next_page(typed: Typed, go: str) -> tuple[Page | None, dict[str, str]]:
    """The page to show and what is wrong on it; no page once all is right and to be posted."""
    if go == "first":
        return "first", {}
    if errors := wrong_on(FirstPage, typed):
        return "first", errors
    if go == "second":
        return "second", {}
    errors = wrong_on(SecondPage, typed)
    return ("second" if errors else None), errors


def choices(language: Language, region_code: str) -> dict[str, Sequence[Option]]:
    """Everything that the two pages let choose from, in the reader's language."""

    def said(table: words.Words, order: Iterable[str], icon: str | None = None) -> Sequence[Option]:
        return [
            {"value": code, "label": language.say(table[code])}
            | ({"icon": icon + code} if icon is not None else {})
            for code in order
        ]

    return {
        "kinds": said(KIND, codes.KINDS, ""),
        "activity_options": said(words.ACTIVITY, codes.ACTIVITIES),
        "areas": [
            {"value": area.code, "label": area.name}
            for area in sorted(region(region_code).areas, key=lambda area: area.name)
        ],
        "days": [
            {**day, "short": short["label"]}
            for day, short in zip(
                said(words.DAY, codes.DAYS), said(words.DAY_SHORT, codes.DAYS), strict=True
            )
        ],
        "parts": [
            {**part, "hours": words.HOURS[part["value"]]}
            for part in said(words.PART_OF_DAY, codes.PARTS_OF_DAY, "")
        ],
        "swedish_options": said(SWEDISH, codes.SWEDISH_LEVELS),
        "language_options": said(words.LANGUAGE, codes.LANGUAGES),
        "age_options": said(words.AGE, codes.AGE_BANDS),
        "group_options": said(GROUPS, codes.GROUPS),
        "skill_options": said(words.SKILL, codes.SKILLS),
    }
