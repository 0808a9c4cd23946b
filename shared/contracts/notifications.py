"""What notifications tells: who waits for a call, and that it has forgotten somebody."""

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


class PersonForgotten(Message):
    """Nothing of a person who was erased is left in notifications."""

    person: str
