"""The rows of a class: a short form each, many on one page. Pure: what was typed, and what is wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from services.intake.people.answers import Answers, digits_in_latin, problems
from services.intake.people.paper import form_of
from shared.keys import Keys
from shared.web.languages import say_later

ROWS: Final = 6
MOST_ROWS: Final = 40
INTERESTS: Final = ("interest_1", "interest_2", "interest_3")
TYPED: Final = (
    "code", "first_name", "phone", "email", "age", *INTERESTS, "language", "swedish",
    "through_guide", "guardian_paper", "consent", "choice",
)  # fmt: skip
BAD_CODE: Final = say_later("This is no code of our sheets. Look at it once more.")
# What the page calls a field that the form calls otherwise.
CALLED: Final = {
    "interests": "interest_1",
    "guardian_phone": "phone",
    "guardian_email": "email",
    "languages": "language",
}


@dataclass(frozen=True)
class Row:
    """A row as it was typed. `form_id` is that of its hidden field, or of the sheet's code."""

    form_id: str
    typed: Mapping[str, str]

    @property
    def is_empty(self) -> bool:
        told = ("code", "first_name", "phone", "email", *INTERESTS)
        return not any(self.typed[name] for name in told)

    def answers(self, district: str) -> Answers:
        """The row as the form would have it; a child's phone and e-mail are the parent's."""
        typed = self.typed
        child = "guardian_" if typed["age"] == "0-12" else ""
        return Answers.model_validate(
            {
                "kind": "participant",
                "interests": tuple(dict.fromkeys(typed[i] for i in INTERESTS if typed[i])),
                "district": district,
                "languages": (typed["language"],) if typed["language"] else (),
                "swedish": typed["swedish"],
                "age": typed["age"],
                "first_name": typed["first_name"],
                f"{child}phone": typed["phone"],
                f"{child}email": typed["email"],
                "through_guide": typed["through_guide"] == "yes",
                "guardian_paper": typed["guardian_paper"] == "yes",
                "consent": typed["consent"] == "yes",
            }
        )


def rows_of(sent: Callable[[str], str]) -> list[Row]:
    """The rows that were sent; `sent` is the text of a field, "" where there is none."""
    count = digits_in_latin(sent("rows"))
    number = int(count) if count.isdecimal() and len(count) < 4 else 0
    return [
        Row(sent(f"form_id-{place}"), {name: sent(f"{name}-{place}") for name in TYPED})
        for place in range(min(number, MOST_ROWS))
    ]


def fresh(form_id: str) -> Row:
    return Row(form_id, dict.fromkeys(TYPED, ""))


def form_of_row(row: Row, keys: Keys) -> str | None:
    """The form's id: of the sheet, where there is a code; None for one that is none of ours."""
    return form_of(row.typed["code"], keys) if row.typed["code"] else row.form_id


def wrong_in_row(row: Row, district: str, region: str) -> dict[str, str]:
    """What is wrong, by the page's fields."""
    found = problems(row.answers(district), region)
    return {CALLED.get(name, name): text for name, text in found.items()}
