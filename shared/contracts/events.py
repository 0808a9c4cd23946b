"""What events tells: gatherings that people attend."""

from shared.contracts.message import Message


class GatheringPublished(Message):
    """A gathering is open to everybody. All of it is public."""

    gathering: str
    title: str
    starts_at: int
    """UTC ms."""
    ends_at: int
    place: str
    seats: int
