"""The four services, by name: the one place that knows them all."""

from collections.abc import Mapping
from typing import Any, Final

from services.events.app import EVENTS
from services.intake.app import INTAKE
from services.matching.app import MATCHING
from services.notifications.app import NOTIFICATIONS
from shared.service import Parts

PARTS: Final[Mapping[str, Parts[Any]]] = {
    parts.name: parts for parts in (INTAKE, MATCHING, EVENTS, NOTIFICATIONS)
}
