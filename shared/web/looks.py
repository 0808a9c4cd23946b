"""Why a coordinator opens what another guide has, and how long the reason counts. Pure.

A reason counts for the rest of the day in Stockholm, for one reader, one person, and one kind of page:
the look's id is made from these, so that a second click notes nothing twice.
"""

from typing import Final, Literal
from uuid import NAMESPACE_OID, uuid5

from shared.web.languages import day_of, say_later
from shared.web.words import Words

Page = Literal["case", "person", "answers", "contact"]
REASONS: Final[Words] = {
    "complaint": say_later("Somebody has complained"),
    "cover": say_later("I stand in for a guide who is away"),
    "quality": say_later("I check how well we work"),
    "asked": say_later("The person has asked me to"),
}
GIVEN: Final = "given"
"""Nobody chooses this one: whoever gave a case to a guide has had it open for that."""
SAY_WHY: Final = "say-why"
"""The slug of the refusal that a reason mends."""


def look_id(page: Page, person: str, account: str, now: int) -> str:
    """The look of this reader at this page of this person, on the day of `now` (UTC ms)."""
    return str(uuid5(NAMESPACE_OID, f"look|{page}|{person}|{account}|{day_of(now).isoformat()}"))
