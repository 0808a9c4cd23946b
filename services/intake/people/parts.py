"""What the people side adds to the service: its collections and its due work."""

from typing import Any, Final

from services.intake.desk import Desk
from services.intake.drafts import DRAFTS, FORGET, forget
from services.intake.people.person import ACCESSES, OLD_LINKS, PEOPLE
from shared.store.collection import Collection
from shared.store.due import Step
from shared.web.limits import forgetting, limits_of

COLLECTIONS: Final[tuple[Collection[Any], ...]] = (
    PEOPLE,
    OLD_LINKS,
    ACCESSES,
    DRAFTS,
    limits_of("intake"),
)
STEPS: Final[tuple[Step[Any, Desk], ...]] = (
    Step(DRAFTS, FORGET, forget),
    forgetting("intake"),
)
