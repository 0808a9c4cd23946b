"""The contacts of an association for programs: list, invite, remove."""

from fastapi import APIRouter

from services.intake.associations.letting_in import (
    ContactInvited,
    ContactShown,
    contacts_of,
    invite_contact,
    remove_contact,
)
from services.intake.associations.speaking import speaker_for
from services.intake.desk import AtDesk
from shared.web.visits import Visiting

router = APIRouter(prefix="/intake/api/v1/associations/{key}/contacts", tags=["associations"])


@router.get("", summary="Who speaks for the association: one's own, or for a coordinator any")
async def list_contacts(key: str, visit: Visiting, desk: AtDesk) -> list[ContactShown]:
    session = visit.reader.must_be("association", "coordinator")
    return await contacts_of(desk, await speaker_for(desk, session, key))


@router.post("", status_code=201, summary="Invite one more contact; a letter is sent")
async def invite_one(
    key: str, asked: ContactInvited, visit: Visiting, desk: AtDesk
) -> list[ContactShown]:
    session = visit.reader.must_be("association", "coordinator")
    association = await speaker_for(desk, session, key)
    return await contacts_of(desk, await invite_contact(desk, association.id, asked, session))


@router.delete("/{account}", summary="Remove a contact, or an invitation; never the last contact")
async def remove_one(key: str, account: str, visit: Visiting, desk: AtDesk) -> list[ContactShown]:
    session = visit.reader.must_be("association", "coordinator")
    association = await speaker_for(desk, session, key)
    return await contacts_of(desk, await remove_contact(desk, association.id, account))
