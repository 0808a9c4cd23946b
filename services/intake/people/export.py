"""Everything that intake holds of a person, as one file, and what the others hold, in words.

What belongs into it is what the privacy registry says; so a new field cannot be forgotten here.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import BaseModel

from services.intake.people.answers import Answers
from services.intake.people.person import Access, Person
from shared.contracts.fields import TABLES, Unlisted, registered, rows_of
from shared.contracts.fields_rows import Table
from shared.contracts.message import rfc3339
from shared.web.languages import Language, say_later

READ_ME: Final = (
    say_later("This is all that we keep about you under your name."),
    say_later("Where a number stands for a time, it counts thousandths of a second since 1970."),
    say_later(
        "The list elsewhere says what other parts of Lotsa keep. They know you by your id alone,"
        " without your name."
    ),
    say_later("Your answers are with the matcher too, in the same codes as here."),
    say_later("Those who write your letters have your name and address, locked with a key."),
    say_later("Ask us, if you want to see that as well."),
)
ELSEWHERE: Final = ("matching", "notifications")


def exported(model: BaseModel) -> dict[str, Any]:
    """The fields of a model that belong into an export, by name, and so on inside."""
    listed = registered(type(model))
    return {
        name: plain(getattr(model, name))
        for name in type(model).model_fields
        if name in listed and listed[name].export
    }


def plain(value: object) -> Any:
    """A value as JSON has it; of a model only what belongs into an export."""
    if isinstance(value, BaseModel):
        try:
            return exported(value)
        except Unlisted:
            return None
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value


def held_by(service: str) -> list[dict[str, object]]:
    """What another service keeps of people, as the registry has it."""
    return [held(table) for table in TABLES if table.place == service and exports(table)]


def exports(table: Table) -> bool:
    return any(row.export for row in table.rows)


def held(table: Table) -> dict[str, object]:
    fields = [
        {"fields": row.names.split(), "what_for": row.purpose}
        for row in rows_of(table)
        if row.export
    ]
    return {"what": table.what, "kept": table.kept.until, "fields": fields}


def file_of(
    person: Person,
    looks: Iterable[Access],
    unsent: Answers | None,
    *,
    now: int,
    language: Language,
) -> Mapping[str, object]:
    """The file. `unsent` are answers that the person has changed and not sent yet."""
    return {
        "made_at": rfc3339(now),
        "read_me": [language.say(text) for text in READ_ME],
        "person": exported(person),
        "looks": [exported(look) for look in looks],
        "changes_not_sent": exported(unsent) if unsent else None,
        "elsewhere": {service: held_by(service) for service in ELSEWHERE},
    }
