"""The form, question by question: which there are, in which order, and what each page shows.

Pure: a page is made from the answers so far, and what was sent becomes answers again. There are
two ways through, with their own words: of somebody who is new here, and of a volunteer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from services.intake.drafts import Way
from services.intake.people.answers import Answers, problems

Step = Literal[
    "kind",
    "interests",
    "skills",
    "district",
    "place",
    "when",
    "languages",
    "age",
    "hopes",
    "contact",
]
Say = Callable[[str], str]
Control = Literal["buttons", "cards", "small", "radios", "more", "slots", "select", "text", "check"]

# The answers that each page asks for, in the order of the form.
ASKED: Final[Mapping[Step, tuple[str, ...]]] = {
    "kind": ("kind",),
    "interests": ("interests",),
    "skills": ("skills", "register_check"),
    "district": ("district",),
    "place": ("area",),
    "when": ("slots",),
    "languages": ("languages", "swedish"),
    "age": ("age",),
    "hopes": ("hopes", "groups", "musts"),
    "contact": (
        "first_name",
        "phone",
        "email",
        "guardian_phone",
        "guardian_email",
        "guardian_language",
        "guardian_paper",
        "through_guide",
        "consent",
    ),
}
SEVERAL: Final = frozenset({"interests", "skills", "slots", "languages", "hopes", "musts"})
YES_OR_NOT: Final = frozenset({"guardian_paper", "through_guide", "consent"})
FIRST: Final[Mapping[Way, str]] = {"new": "kind", "volunteer": "help"}
"""What the first page is called in an address."""
DO_NOT_KNOW: Final = "unknown"


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen, in the reader's words."""

    value: str
    label: str
    icon: str = ""
    hint: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Field:
    """One thing that a page asks for, in the reader's words."""

    name: str
    control: Control
    label: str = ""
    hint: str = ""
    options: Sequence[Option] = ()
    look: Mapping[str, object] = field(default_factory=dict)
    """What the control's macro takes besides."""


def step_named(name: str) -> Step | None:
    """The question of an address; the first one has a name for each way."""
    found: Mapping[str, Step] = {**{step: step for step in ASKED}, "help": "kind"}
    return found.get(name)


def way_of(name: str) -> Way:
    """The way that begins at this address."""
    return "volunteer" if name == FIRST["volunteer"] else "new"


def address(step: Step, way: Way) -> str:
    return f"/form/{FIRST[way] if step == 'kind' else step}"


def steps_of(way: Way, answers: Answers) -> tuple[Step, ...]:
    """The pages of this reader's form: skills are asked of those who want to give."""
    gives = answers.gives or (way == "volunteer" and not answers.kind)
    return tuple(step for step in ASKED if step != "skills" or gives)


def number_of(step: Step, steps: Sequence[Step]) -> tuple[int, int]:
    """Which question of how many; where one lives and near which place count as one."""
    counted = [one for one in steps if one != "place"]
    return counted.index("district" if step == "place" else step) + 1, len(counted)


def before(step: Step, steps: Sequence[Step]) -> Step | None:
    place = steps.index(step)
    return steps[place - 1] if place else None


def after(step: Step, steps: Sequence[Step], *, changing: bool) -> Step | None:
    """The next page, or None where the answers are to be checked.

    Who came back to change one answer goes back to the check, unless the answer asks for more.
    """
    place = steps.index(step)
    following = steps[place + 1] if place + 1 < len(steps) else None
    if not changing or (step, following) == ("district", "place"):
        return following
    return "skills" if step == "kind" and "skills" in steps else None


def taken(step: Step, sent: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """What a page sent, as answers; nothing is judged here."""
    found: dict[str, object] = {}
    for name in ASKED[step]:
        texts = [text.strip() for text in sent.get(name, ())]
        if name in SEVERAL:
            found[name] = tuple(texts)
        elif name in YES_OR_NOT:
            found[name] = "yes" in texts
        else:
            last = texts[-1] if texts else ""
            found[name] = "" if last == DO_NOT_KNOW else last
    if step == "district":
        found["area"] = ""
    return found


def wrong_on(step: Step, answers: Answers, region: str) -> dict[str, str]:
    """What is wrong on this page, by field, in its order."""
    found = problems(answers, region)
    return {name: found[name] for name in ASKED[step] if name in found}


def first_wrong(way: Way, answers: Answers, region: str) -> Step | None:
    """The first page that has to be looked at again before the form may be sent."""
    return next((s for s in steps_of(way, answers) if wrong_on(s, answers, region)), None)
