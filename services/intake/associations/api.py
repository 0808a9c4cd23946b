"""Associations for programs: register, list, look, verify, block."""

from typing import Annotated

from fastapi import APIRouter, Header
from pydantic import BaseModel

from services.intake.associations.association import Association, Registration, State
from services.intake.associations.deciding import block, register, verify
from services.intake.associations.pages import ORDER, form_id_of, in_state
from services.intake.associations.speaking import speaker_for
from services.intake.desk import AtDesk
from services.intake.signing_in.tries import may_register
from shared.web.visits import Visiting

router = APIRouter(prefix="/intake/api/v1/associations", tags=["associations"])
FormId = Annotated[str, Header(alias="idempotency-key", max_length=64)]


class Registered(BaseModel):
    """What follows: a coordinator looks at it, and then a letter with a link comes."""

    id: str
    state: State


class AssociationShown(Registered):
    """An association as its coordinators and contacts see it. Times are UTC ms."""

    name: str
    web: str | None
    does: str
    registered_at: int
    decided_at: int | None
    decided_by: str | None
    contact_taken: bool
    ends_at: int | None
    """When it is erased unless somebody verifies it."""


def shown(one: Association) -> AssociationShown:
    said = one.model_dump(include=set(AssociationShown.model_fields))
    return AssociationShown.model_validate({**said, "ends_at": one.ends_at})


@router.post("", status_code=201, summary="Register an association; it waits to be verified")
async def register_here(
    asked: Registration, visit: Visiting, desk: AtDesk, form_id: FormId = ""
) -> Registered:
    await may_register(desk, visit)
    made = await register(desk, asked, form_id_of(form_id, desk))
    # The state of a new one, whatever became of it since: the receipt tells nothing more.
    return Registered(id=made.id, state="waiting")


@router.get("", summary="All associations, those who wait first")
async def list_all(visit: Visiting, desk: AtDesk) -> list[AssociationShown]:
    visit.reader.must_be("coordinator")
    return [shown(one) for state, _ in ORDER for one in await in_state(desk, state)]


@router.get("/{key}", summary="One association: one's own, or for a coordinator any")
async def show_one(key: str, visit: Visiting, desk: AtDesk) -> AssociationShown:
    session = visit.reader.must_be("association", "coordinator")
    return shown(await speaker_for(desk, session, key))


@router.post("/{key}/verify", summary="Verify: the association may post needs")
async def verify_one(key: str, visit: Visiting, desk: AtDesk) -> AssociationShown:
    return shown(await verify(desk, key, visit.reader.must_be("coordinator")))


@router.post("/{key}/block", summary="Block: its needs close, and it may not post")
async def block_one(key: str, visit: Visiting, desk: AtDesk) -> AssociationShown:
    return shown(await block(desk, key, visit.reader.must_be("coordinator")))
