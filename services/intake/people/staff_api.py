"""For guides' programs: names, contacts with a reason, and class codes. The rules are the pages'."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from services.intake.classes import new_code
from services.intake.desk import AtDesk
from services.intake.names import reads
from services.intake.people.answers import CHOOSE
from services.intake.people.names import AT_ONCE, REASONS, names_for, note
from shared.contracts.codes import Reach
from shared.web.refusals import Refused
from shared.web.visits import Visiting

router = APIRouter(prefix="/intake/api/v1", tags=["guides"])


class Why(BaseModel):
    """Why a contact is needed; it is noted."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    reason: str = Field(max_length=20, json_schema_extra={"enum": [*REASONS]})


class Contact(BaseModel):
    """How a person is reached; "guide" means through the guide or teacher only."""

    first_name: str
    reach: Reach
    phone: str | None
    email: str | None


class Code(BaseModel):
    """A class code as its link, told this once. `expires_at` is UTC ms."""

    link: str
    expires_at: int


@router.get("/names", summary="First names of one's own cases; for coordinators with a reason")
async def read_names(
    visit: Visiting,
    desk: AtDesk,
    person: Annotated[list[str], Query(max_length=AT_ONCE)],
    reason: Annotated[str | None, Query(max_length=20)] = None,
) -> dict[str, str]:
    session = visit.reader.must_be("guide", "coordinator")
    return await names_for(desk, session, person, reason)


@router.post("/contacts/{key}", summary="A person's contact, once it is said why")
async def read_contact(key: str, why: Why, visit: Visiting, desk: AtDesk) -> Contact:
    person, session = await reads(key, visit, desk)
    if why.reason not in REASONS:
        raise Refused("invalid", fields={"reason": CHOOSE})
    await note(desk, person, session, why.reason)
    return Contact(
        first_name=person.first_name, reach=person.reach, phone=person.phone, email=person.email
    )


@router.post("/class-codes", status_code=201, summary="Make a class code, good for one day")
async def make_class_code(visit: Visiting, desk: AtDesk) -> Code:
    link, made = await new_code(visit, desk)
    return Code(link=link, expires_at=made.expires_at)
