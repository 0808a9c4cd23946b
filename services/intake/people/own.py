"""What somebody does about themselves, after the code was right: the same for page and API."""

from collections.abc import Mapping

from services.intake.desk import Desk
from services.intake.drafts import open_draft
from services.intake.people.answers import Answers
from services.intake.people.contact import change_contact
from services.intake.people.erase import change_key, erase
from services.intake.people.export import file_of
from services.intake.people.looks import looks_at
from services.intake.people.own_code import prove
from services.intake.people.person import Person
from shared.web.visits import Visit


async def everything(
    key: str, person: Person, code: str, *, visit: Visit, desk: Desk
) -> Mapping[str, object]:
    """All that is kept of a person, for the right code. Raises Refused, Conflict."""
    proved = await prove(desk, person, code)
    draft = await open_draft(desk, change_key(key))
    return file_of(
        proved,
        [look async for look in looks_at(desk, proved)],
        draft.draft.answers if draft else None,
        now=desk.now(),
        language=visit.in_language_of(person.language).language,
    )


async def erase_me(person: Person, code: str, desk: Desk) -> Person:
    """Erases the person, for the right code. Raises Refused, Conflict."""
    return await erase(desk, await prove(desk, person, code))


async def reach_me_at(person: Person, code: str, said: Answers, desk: Desk) -> Person:
    """Changes name and contact, for the right code. Raises Refused, Conflict."""
    return await change_contact(desk, await prove(desk, person, code), said)
