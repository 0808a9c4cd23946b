"""The intake service: what it keeps, hears, does when due, and shows."""

from pathlib import Path
from typing import Final

from services.intake.desk import Desk
from services.intake.hearing import HEARS
from shared.service import Parts

INTAKE: Final = Parts(
    name="intake",
    collections=(),
    hears=HEARS,
    steps=(),
    routers=(),
    desk=Desk,
    templates=Path(__file__).parent / "templates",
)
