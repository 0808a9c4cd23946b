"""What each life under faults is to have come to, and what is written to its person on the way."""

from collections.abc import Mapping
from typing import Final

# In which order a case's history may tell of one match: as of one that goes well, if not said here.
STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "well": (
        "asked", "reminded", "person_yes", "association_yes", "introduce", "met", "going_on",
        "closed", "withdrawn", "ended",
    ),
    # It is the association that is reminded.
    "unheard": ("asked", "person_yes", "reminded", "ended"),
}  # fmt: skip
# What each of them has come to at the end: the case, why, and the letters that were written.
ENDS: Final[Mapping[str, tuple[str, str | None]]] = {
    "well": ("ended", "followed"),
    "no": ("ended", "person_no"),
    "silent": ("ended", "no_answer"),
    "leaves": ("ended", "own_wish"),
    "declined": ("ended", "association_no"),
    "later": ("ended", "association_no"),
    "dismissed": ("ended", "not_right"),
    "unheard": ("ended", "no_answer"),
    "away": ("ended", "stopped"),
    "phoned": ("ended", "person_no"),
    "quits": ("ended", "own_wish"),
    "stale": ("ended", "need_closed"),
}
LETTERS: Final[Mapping[str, Mapping[str, int]]] = {
    "well": {"receipt": 1, "ask_person": 1, "agreed": 1, "introduced_person": 1,
             "ask_going_on": 1, "ask_hopes": 2},
    # Whoever ends it before the question has gone does not get it any more.
    "no": {"receipt": 1},
    "silent": {"receipt": 1, "ask_person": 1, "remind_person": 1},
    "leaves": {"receipt": 1},
    "declined": {"receipt": 1, "ask_person": 1, "ended_person": 1},
    "later": {"receipt": 1, "ask_person": 2, "ended_person": 1},
    "dismissed": {"receipt": 1},
    "unheard": {"receipt": 1, "ask_person": 1, "ended_person": 1},
    "away": {"receipt": 1, "agreed": 1, "introduced_person": 1, "ended_person": 1},
    "phoned": {"receipt": 1},
    "quits": {"receipt": 1, "agreed": 1},
    "stale": {"receipt": 1},
}  # fmt: skip
# Who wants to think is asked the same once more.
AGAIN: Final[Mapping[str, str]] = {"later": "ask_person"}
# After these the case is over as well; after the others something else is looked for.
OVER: Final = ("well", "leaves", "quits")
