"""Everything about a person, for that person: a pass to what each service holds, and intake's part."""

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.desk import AtDesk, Desk
from services.intake.drafts import open_draft
from services.intake.people.answers import Answers
from services.intake.people.erase import change_key
from services.intake.people.looks import looks_at
from services.intake.people.own_code import prove
from services.intake.people.person import PEOPLE, Access, Person
from services.intake.people.register import link_of
from shared.contracts.own_part import OwnPart, part_of
from shared.own_pass import PASS_MS, as_file, holder_of, links, pass_for
from shared.web.languages import Language, say_later
from shared.web.refusals import Refused
from shared.web.visits import Visiting

SERVICE: Final = "intake"
GIVEN: Final = (Person, Access, Answers)
"""The documents of which somebody gets something, with all that stands in them."""
READ_ME: Final = (
    say_later("This is what we keep about you under your name."),
    say_later("Where a number stands for a time, it counts thousandths of a second since 1970."),
    say_later("Two other parts know you by your id alone: who matches, and who writes letters."),
    say_later("What stands under not_shown was told to us in confidence. We name it only."),
)
router = APIRouter(prefix="/intake/api/v1/everything", tags=["people"])


@dataclass(frozen=True)
class Offered:
    """Where each service gives its part, by service, and until when (UTC ms)."""

    links: dict[str, str]
    until: int


async def offer_everything(person: Person, code: str, desk: Desk) -> Offered:
    """For the right code, where everything is to be had. Raises Refused, Conflict."""
    proved = await prove(desk, person, code)
    until = desk.now() + PASS_MS
    return Offered(links(pass_for(proved.id, until, desk.keys)), until)


@router.get("/{token}", summary="All that intake holds of a person, for the pass that a code opens")
async def read_part(visit: Visiting, desk: AtDesk, token: str, response: Response) -> OwnPart:
    """A pass that is over, or made up, is not found."""
    person = await desk.store.get(PEOPLE, holder_of(token, desk.now(), desk.keys) or "")
    if person is None:
        raise Refused("not-found")
    if person.erased_at is not None:
        raise Refused("erased")
    response.headers.update(as_file(SERVICE))
    return await own_part(person, desk, visit.in_language_of(person.language).language)


async def own_part(person: Person, desk: Desk, language: Language) -> OwnPart:
    """The part, with the answers that the person has changed and not sent yet."""
    key = link_of(person.id, person.generation, desk.keys)
    draft = await open_draft(desk, change_key(key))
    holds = {
        "person": person,
        "looks": [look async for look in looks_at(desk, person)],
        "changes_not_sent": draft.draft.answers if draft else None,
    }
    return part_of(SERVICE, holds, desk.now(), read_me=[language.say(text) for text in READ_ME])
