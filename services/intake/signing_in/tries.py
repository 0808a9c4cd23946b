"""How often links may be asked for and tried, and associations registered."""

from typing import Final

from services.intake.accounts.account import account_id
from services.intake.desk import Desk
from shared.web.limits import Limit, came_from
from shared.web.visits import Visit

ASKED_FROM: Final = Limit("sign-in-from", 60)
ASKED_FOR: Final = Limit("sign-in-for", 6)
TRIED_FROM: Final = Limit("link-tried-from", 200)
REGISTERED_FROM: Final = Limit("association-from", 10)


async def may_ask(desk: Desk, visit: Visit, email: str) -> None:
    """Counts a wish for a link, per address of the network and per account that there is or could
    be: the counting, too, is the same for an unknown address. Raises Refused.
    """
    now = desk.now()
    await desk.limits.take(ASKED_FROM, came_from(visit), now)
    await desk.limits.take(ASKED_FOR, account_id(desk.keys, email), now)


async def may_try(desk: Desk, visit: Visit) -> None:
    """Counts one use of a one-time link. Raises Refused."""
    await desk.limits.take(TRIED_FROM, came_from(visit), desk.now())


async def may_register(desk: Desk, visit: Visit) -> None:
    """Counts one registered association. Raises Refused."""
    await desk.limits.take(REGISTERED_FROM, came_from(visit), desk.now())
