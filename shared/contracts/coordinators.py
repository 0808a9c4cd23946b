"""What intake tells coordinators of: what waits for one of them to decide. All codes and ids."""

from shared.contracts.message import Message


class ErasureWaits(Message):
    """One of us has asked for a person to be erased; a second coordinator has to agree."""

    person: str
    coordinators: tuple[str, ...]
    asked_at: int
    """UTC ms."""


class AssociationWaits(Message):
    """Nobody has verified it for two weeks: the coordinators are reminded."""

    association: str
    coordinators: tuple[str, ...]
    """Their accounts."""
    registered_at: int
    number: int
    """How many of the region have waited as long."""


class AssociationReported(Message):
    """One of us says that something is wrong with the association; what it is stays with intake."""

    association: str
    coordinators: tuple[str, ...]
    """Their accounts, but for that of who said it."""
    reported_at: int
    """UTC ms."""
