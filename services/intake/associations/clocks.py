"""When something happens to an association that nobody verifies. Pure.

After 14 days, on the next working morning, the coordinators are reminded; after 60 its contact is
told that everything goes 30 days later. One that was refused without ever having been verified
goes 90 days after that. A clock that comes late still gives the contact the 30 days.
"""

from typing import Final

from shared.mornings import next_morning
from shared.store.document import Due

DAY_MS: Final = 24 * 3_600_000
REMIND_MS: Final = 14 * DAY_MS
WARN_MS: Final = 60 * DAY_MS
NOTICE_MS: Final = 30 * DAY_MS
REFUSED_MS: Final = 90 * DAY_MS
KNOWN_AS_ERASED_MS: Final = 90 * DAY_MS
"""How long the id of an erased one is kept: longer than any topic keeps a message about it."""
REMIND: Final = "remind"
WARN: Final = "warn"
END: Final = "end"
FORGET: Final = "forget"
CLOCKS: Final = (REMIND, WARN, END)
"""One of these stands on every association that was never verified, and on no other."""


def to_remind(registered_at: int) -> Due:
    """The coordinators read letters in the morning, so that those of one day make one letter."""
    return Due(what=REMIND, at=next_morning(registered_at + REMIND_MS))


def to_warn(registered_at: int, now: int) -> Due:
    return Due(what=WARN, at=max(registered_at + WARN_MS, now))


def to_end(told_at: int) -> Due:
    """From when its contact was told."""
    return Due(what=END, at=told_at + NOTICE_MS)


def to_end_refused(refused_at: int) -> Due:
    return Due(what=END, at=refused_at + REFUSED_MS)


def to_forget(erased_at: int) -> Due:
    return Due(what=FORGET, at=erased_at + KNOWN_AS_ERASED_MS)
