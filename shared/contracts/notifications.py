"""What notifications tells: how letters fare, who waits for a call, whom it has forgotten."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from shared.contracts.message import Message


class CallEnd(BaseModel):
    """How a call ended: it was made, or is needed no more, as an account says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    how: Literal["called", "needless"]
    by: str


class CallsChanged(Message):
    """So many letters to a person wait to be read out by a guide, since no e-mail may reach them."""

    person: str
    number: int
    since: int | None = None
    """When the oldest of them came, UTC ms."""
    ended: CallEnd | None = None
    """The call that has just ended, if one has."""


Reader = Literal["person", "guardian", "association", "guide"]
"""For whom a letter about a person is."""
Fate = Literal["queued", "sent", "gathered", "failed", "unknown", "called"]
"""How a letter fares: it waits (again), went, went with others of its day, could not go, perhaps
went; or somebody told its reader, or says that this is needed no more."""


class LetterMoved(Message):
    """A letter about a person went or could not go: which kind, to whom; nothing of what it says."""

    letter: str
    person: str
    what: str
    """Which letter it is: a code of notifications."""
    to: Reader
    state: Fate
    match: str | None = None
    """The match that it is about, if it is about one."""
    queued_at: int
    """When it was written, UTC ms."""


class PersonForgotten(Message):
    """Nothing of a person who was erased is left in notifications."""

    person: str
