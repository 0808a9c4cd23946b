"""The matching service: what it keeps, hears, does when due, and shows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from services.matching import answer_pages, api, board, candidates, openings, proposals
from services.matching.aliases import ALIASES
from services.matching.answers import tell
from services.matching.approvals import ask_now, send
from services.matching.associations import ASSOCIATIONS
from services.matching.cases import CASES
from services.matching.desk import Desk, desk_of
from services.matching.hearing import ENDED_SESSIONS, HEARS
from services.matching.matches import MATCHES
from services.matching.needs import NEEDS
from services.matching.policies import POLICIES, apply_policy
from services.matching.profiles import PROFILES
from shared.service import Parts
from shared.store.collection import Collection
from shared.store.due import Step

COLLECTIONS: Final[tuple[Collection[Any], ...]] = (
    PROFILES, NEEDS, ASSOCIATIONS, CASES, MATCHES, ALIASES, POLICIES, ENDED_SESSIONS,
)  # fmt: skip

STEPS: Final[tuple[Step[Any, Desk], ...]] = (
    Step(PROFILES, "rank", proposals.arrive),
    Step(CASES, "propose", proposals.propose, owned=True),
    Step(CASES, "ask", ask_now),
    Step(CASES, "send", send),
    Step(NEEDS, "rank", openings.rank, owned=True),
    Step(NEEDS, "seated", openings.seated),
    Step(ASSOCIATIONS, "follow", openings.follow),
    Step(MATCHES, "tell", tell),
)


def owned_regions(desk: Desk) -> Sequence[str]:
    """The regions whose engine runs in this process."""
    return desk.pools.regions


async def start(desk: Desk) -> None:
    """Brings the engines up to date, and keeps the policy that they rank by."""
    for region in desk.pools.regions:
        await apply_policy(desk, region)
        await desk.pools.current(desk.store, region)


async def watch_boards(desk: Desk) -> None:
    """Tells the readers of live pages what moved."""
    await desk.watch.run(desk.store)


MATCHING: Final = Parts(
    name="matching",
    collections=COLLECTIONS,
    hears=HEARS,
    steps=STEPS,
    routers=(api.router, board.router, answer_pages.router, candidates.router),
    desk=desk_of,
    templates=Path(__file__).parent / "templates",
    background=(watch_boards,),
    on_start=start,
    regions=owned_regions,
)
