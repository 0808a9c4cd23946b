"""What matching holds of a person, for that person: their answers in codes, case, matches, aliases."""

from typing import Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from services.matching import life
from services.matching.aliases import ALIASES, Alias
from services.matching.cases import CASES, Case, case_id
from services.matching.desk import AtDesk, Desk
from services.matching.happenings import Happening
from services.matching.letters import LETTERS, Letter
from services.matching.matches import MATCHES, Match
from services.matching.profiles import PROFILES, Profile
from services.matching.records import SERVICE
from shared.contracts.own_part import OwnPart, part_of
from shared.own_pass import as_file, holder_of
from shared.store.paging import every
from shared.web.refusals import Refused
from shared.web.visits import visited

GIVEN: Final = (Profile, Case, Match, Letter, Alias)
"""The documents of which somebody gets something, with all that stands in them."""
REPORTED: Final = tuple(f"report_{said}" for said in life.REPORTS)
router = APIRouter(
    prefix="/matching/api/v1/everything", tags=["people"], dependencies=[Depends(visited)]
)


@router.get(
    "/{token}", summary="All that matching holds of a person, for the pass that intake gave"
)
async def read_part(desk: AtDesk, token: str, response: Response) -> OwnPart:
    """A pass that is over, or made up, is not found."""
    person = holder_of(token, desk.now(), desk.keys)
    if person is None:
        raise Refused("not-found")
    response.headers.update(as_file(SERVICE))
    return await own_part(person, desk)


async def own_part(person: str, desk: Desk) -> OwnPart:
    """The part; nothing where matching has never heard of them, as of a child without a yes."""
    case = await desk.store.get(CASES, case_id(person))
    found = [one async for one in every(desk.store, MATCHES, {"case": case_id(person)})]
    found.sort(key=lambda one: (one.proposed_at, one.id))
    # The alias towards the guide, and one towards each association that was looked at for them.
    called: list[Case | Match] = [*found, *([case] if case else [])]
    names = {f"{one.region}|{one.alias}" for one in called}
    holds = {
        "profile": await desk.store.get(PROFILES, person),
        "case": case and case_for_its_person(case),
        "matches": [match_for_its_person(one) for one in found],
        "letters": [one async for one in every(desk.store, LETTERS, {"person": person})],
        "aliases": [await desk.store.get(ALIASES, one) for one in sorted(names)],
    }
    return part_of(SERVICE, holds, desk.now())


def case_for_its_person(case: Case) -> Case:
    """The case without what an association has told the guide in confidence."""
    reason = None if case.reason in life.REPORTED else case.reason
    return case.model_copy(update={"reason": reason, "history": told(case.history)})


def match_for_its_person(match: Match) -> Match:
    """The match likewise; why an association said no is its own."""
    no_why = None if match.ended == "association_no" else match.no_why
    return match.model_copy(update={"no_why": no_why, "log": told(match.log)})


def told(lines: tuple[Happening, ...]) -> tuple[Happening, ...]:
    """The lines of a history but those of how it goes as the association says."""
    return tuple(line for line in lines if line.what not in REPORTED)
