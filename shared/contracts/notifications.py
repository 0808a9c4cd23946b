"""What notifications tells: that it has forgotten somebody."""

from shared.contracts.message import Message


class PersonForgotten(Message):
    """Nothing of a person who was erased is left in notifications."""

    person: str
