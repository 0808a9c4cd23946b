"""What somebody does about themselves, after the code was right: the same for page and API."""

from services.intake.desk import Desk
from services.intake.people.answers import Answers
from services.intake.people.contact import change_contact
from services.intake.people.erase import erase
from services.intake.people.own_code import prove
from services.intake.people.person import Person


async def erase_me(person: Person, code: str, desk: Desk) -> Person:
    """Erases the person, for the right code. Raises Refused, Conflict."""
    return await erase(desk, await prove(desk, person, code))


async def reach_me_at(person: Person, code: str, said: Answers, desk: Desk) -> Person:
    """Changes name and contact, for the right code. Raises Refused, Conflict."""
    return await change_contact(desk, await prove(desk, person, code), said)
