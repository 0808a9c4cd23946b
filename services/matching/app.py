"""The matching service: what it keeps, hears, does when due, and shows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from services.matching import (
    answer_api,
    answer_pages,
    api,
    assigning_pages,
    board,
    by_hand_pages,
    candidates,
    candidates_api,
    guiding_api,
    guiding_pages,
    letters,
    looking_in_pages,
    my_day_pages,
    notes_pages,
    openings,
    overview_pages,
    own_part,
    pass_pages,
    policy_pages,
    proposals,
    what_if_pages,
)
from services.matching.aliases import ALIASES
from services.matching.answers import tell
from services.matching.approvals import ask_now, send
from services.matching.associations import ASSOCIATIONS
from services.matching.associations import FORGET as FORGET_ASSOCIATION
from services.matching.calls import CALLS, ERASE, forget_calls
from services.matching.calls import FORGET as FORGET_CALLS
from services.matching.calls import NOTE as NOTE_CALLS
from services.matching.calls import note as note_calls
from services.matching.cases import CASES, FORGET
from services.matching.clocks import ESCALATE, FINISH, INQUIRE
from services.matching.desk import Desk, desk_of
from services.matching.guides import GUIDES, MORNING
from services.matching.hearing import ENDED_SESSIONS, HEARS
from services.matching.later import AGAIN, ask_again
from services.matching.letters import LETTERS
from services.matching.looking_in import FORGET as FORGET_LOOK
from services.matching.looking_in import LOOKS, forget_look
from services.matching.matches import EXPIRE, MATCHES, REMIND
from services.matching.mornings import morning
from services.matching.needs import NEEDS
from services.matching.overviews import COUNT, OVERVIEWS, count, open_overview
from services.matching.passes import apply_pass, run_pass
from services.matching.passing import APPLY, LONGEST_PASS_S, PASSES, REGIONS, RUN
from services.matching.policies import apply_packaged
from services.matching.profiles import PROFILES
from services.matching.retaining import NOTE, forget_association, forget_guide, forget_notes, note
from services.matching.rulebook import POLICIES
from services.matching.scheduling import open_region
from services.matching.timing import escalate, expire, finish, inquire, remind
from shared.service import Parts
from shared.store.collection import Collection
from shared.store.due import Step

COLLECTIONS: Final[tuple[Collection[Any], ...]] = (
    PROFILES, NEEDS, ASSOCIATIONS, CASES, MATCHES, ALIASES, POLICIES, REGIONS, PASSES,
    OVERVIEWS, GUIDES, LOOKS, CALLS, LETTERS, ENDED_SESSIONS,
)  # fmt: skip

STEPS: Final[tuple[Step[Any, Desk], ...]] = (
    Step(PROFILES, "rank", proposals.arrive),
    Step(PROFILES, NOTE, note),
    Step(CASES, "propose", proposals.propose, owned=True),
    Step(CASES, FORGET, forget_notes),
    Step(GUIDES, FORGET, forget_guide),
    Step(LOOKS, FORGET_LOOK, forget_look),
    Step(CALLS, NOTE_CALLS, note_calls),
    Step(CALLS, FORGET_CALLS, forget_calls),
    Step(CALLS, ERASE, letters.erase_with),
    Step(LETTERS, NOTE_CALLS, letters.note),
    Step(LETTERS, FORGET_CALLS, letters.forget),
    Step(CASES, "release", proposals.let_go),
    Step(CASES, "ask", ask_now),
    Step(CASES, "send", send),
    Step(NEEDS, "rank", openings.rank, owned=True),
    Step(NEEDS, "seated", openings.seated),
    Step(ASSOCIATIONS, "follow", openings.follow),
    Step(ASSOCIATIONS, FORGET_ASSOCIATION, forget_association),
    Step(MATCHES, "tell", tell),
    Step(MATCHES, REMIND, remind),
    Step(MATCHES, EXPIRE, expire),
    Step(MATCHES, INQUIRE, inquire),
    Step(MATCHES, ESCALATE, escalate),
    Step(MATCHES, FINISH, finish),
    Step(MATCHES, AGAIN, ask_again),
    Step(REGIONS, RUN, run_pass, owned=True, within_s=LONGEST_PASS_S),
    Step(PASSES, APPLY, apply_pass),
    Step(OVERVIEWS, COUNT, count),
    Step(GUIDES, MORNING, morning),
)


def owned_regions(desk: Desk) -> Sequence[str]:
    """The regions whose engine runs in this process."""
    return desk.pools.regions


async def start(desk: Desk) -> None:
    """Brings the engines up to date, and keeps the policy that they rank by."""
    for region in desk.pools.regions:
        await apply_packaged(desk, region)
        await open_region(desk, region)
        await open_overview(desk, region)
        await desk.pools.current(desk.store, region)


async def watch_boards(desk: Desk) -> None:
    """Tells the readers of live pages what moved."""
    await desk.watch.run(desk.store)


MATCHING: Final = Parts(
    name="matching",
    collections=COLLECTIONS,
    hears=HEARS,
    steps=STEPS,
    routers=(
        *(
            api.router,
            answer_api.router,
            assigning_pages.api_router,
            by_hand_pages.api_router,
            candidates_api.router,
            guiding_api.router,
            looking_in_pages.api_router,
            my_day_pages.api_router,
            notes_pages.api_router,
            overview_pages.api_router,
            own_part.router,
            pass_pages.api_router,
            policy_pages.api_router,
            what_if_pages.api_router,
        ),
        *(board.router, by_hand_pages.router, guiding_pages.router, notes_pages.router),
        *(answer_pages.router, assigning_pages.router, candidates.router, my_day_pages.router),
        *(
            looking_in_pages.router,
            overview_pages.router,
            pass_pages.router,
            policy_pages.router,
            what_if_pages.router,
        ),
    ),
    desk=desk_of,
    templates=Path(__file__).parent / "templates",
    background=(watch_boards,),
    on_start=start,
    regions=owned_regions,
)
