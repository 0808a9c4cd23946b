"""The events service: what it keeps, hears, does when due, and shows."""

from pathlib import Path
from typing import Final

from services.events import gatherings
from services.events.desk import Desk
from services.events.documents import GATHERINGS
from services.events.hearing import HEARS
from shared.service import Parts
from shared.web.sessions import ended_of

EVENTS: Final = Parts(
    name="events",
    collections=(GATHERINGS, ended_of("events")),
    hears=HEARS,
    steps=(),
    routers=(gatherings.router,),
    desk=Desk,
    templates=Path(__file__).parent / "templates",
)
