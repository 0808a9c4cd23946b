"""A guide corrects how somebody is reached, as they hear it on the phone: a letter did not arrive.

Only who has opened the contact, with a reason, sees it here; that it was changed is noted for the
person to read.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from fastapi import APIRouter
from pydantic import Field as Limited
from starlette.responses import Response

from services.intake.contact_fields import contact_fields
from services.intake.desk import AtDesk, Desk
from services.intake.forms import Field, Say, taken
from services.intake.names import given_in
from services.intake.people.answers import CHOOSE, Answers
from services.intake.people.contact import as_answers, change_contact, check_contact
from services.intake.people.names import REASONS, note, opens
from services.intake.people.opening import note_opening
from services.intake.people.own_api import NameAndContact
from services.intake.people.person import Person
from services.intake.people.staff_api import Contact
from services.intake.writing_down import SAID_SO, theirs
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.sessions import Session
from shared.web.visits import Visit, Visiting, values

LABELS: Final[Mapping[str, str]] = {
    "first_name": say_later("First name"),
    "through_guide": say_later("Reach the person through me, with no letters"),
}

router = APIRouter(include_in_schema=False)
api_router = APIRouter(prefix="/intake/api/v1", tags=["guides"])


class Corrected(NameAndContact):
    """Name and contact as they are to be, and why the contact was needed."""

    reason: str = Limited(max_length=20, json_schema_extra={"enum": [*REASONS]})


@router.get("/people/{key}/reach")
async def ask(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """Name and contact to be corrected; on to the person's page where the contact is not open."""
    person, session = await theirs(key, visit, desk)
    if not opens(await given_in(visit, desk), person, session, desk.now()):
        return visit.go(f"/people/{key}")
    return reach_page(person, as_answers(person), visit)


@router.post("/people/{key}/reach")
async def correct(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """Saves it, and shows the page with the new contact; shows what is wrong."""
    person, session = await theirs(key, visit, desk)
    if not opens(await given_in(visit, desk), person, session, desk.now()):
        return visit.go(f"/people/{key}")
    sent = await visit.form()
    said = Answers.model_validate(taken("contact", {name: values(sent, name) for name in sent}))
    try:
        await reach_at(person, session, said, desk)
    except Refused as no:
        return reach_page(person, said, visit, no.fields)
    return visit.go(f"/people/{key}?note={noted_in(visit)}")


@api_router.put("/contacts/{key}", summary="Correct a person's contact, once it is said why")
async def put_contact(key: str, sent: Corrected, visit: Visiting, desk: AtDesk) -> Contact:
    person, session = await theirs(key, visit, desk)
    if sent.reason not in REASONS:
        raise Refused("invalid", fields={"reason": CHOOSE})
    await note(desk, person, session, sent.reason)
    said = Answers.model_validate(sent.model_dump(exclude={"reason"}))
    after = await reach_at(person, session, said, desk)
    return Contact(
        first_name=after.first_name, reach=after.reach, phone=after.phone, email=after.email
    )


async def reach_at(person: Person, session: Session, said: Answers, desk: Desk) -> Person:
    """Notes once a day who writes name and contact, and saves them. Raises Refused, Conflict."""
    check_contact(said)
    # Noted first: nothing changes of which the person is not told, wherever this stops.
    await note_opening(desk, person, session, SAID_SO, page="contact")
    return await change_contact(desk, person, said)


def noted_in(visit: Visit) -> str:
    """The note that the address names."""
    return visit.request.query_params.get("note", "")


def reach_page(
    person: Person, said: Answers, visit: Visit, wrong: Mapping[str, str] | None = None
) -> Response:
    """The form, with what is wrong in it."""
    errors = {name: visit.say(text) for name, text in (wrong or {}).items()}
    back = f"/people/{person.id}"
    return visit.page(
        "own_contact.html",
        status=422 if errors else 200,
        title=visit.say("How do we reach the person?"),
        back=back,
        action=f"{back}/reach?note={noted_in(visit)}",
        code=None,
        fields=staff_fields(visit.say),
        answers=said.model_dump(),
        errors=errors,
        summary=[{"field": name, "text": text} for name, text in errors.items()],
    )


def staff_fields(say: Say) -> list[Field]:
    """The fields of the form as somebody reads them who writes for another."""
    asked = (field for field in contact_fields(say) if field.name != "consent")
    return [
        replace(field, label=say(LABELS[field.name]) if field.name in LABELS else field.label)
        for field in asked
    ]
