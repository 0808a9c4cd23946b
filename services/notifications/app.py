"""The notifications service: what it keeps, hears, does when due, and shows."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shared.service import Office, Parts


@dataclass(frozen=True)
class Desk:
    """What the features of this service work with."""

    office: Office


NOTIFICATIONS: Final = Parts(
    name="notifications",
    collections=(),
    hears=(),
    steps=(),
    routers=(),
    desk=Desk,
    templates=Path(__file__).parent / "templates",
)
