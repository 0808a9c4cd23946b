"""Accounts for programs: list, invite, change roles."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from services.intake.accounts.account import STAFF, Account
from services.intake.accounts.keeping import all_staff, set_roles
from services.intake.accounts.own import OwnDetails, change_own
from services.intake.accounts.pages import Invited, invite_one
from services.intake.desk import AtDesk
from services.intake.typed import Codes
from shared.web.sessions import Role
from shared.web.visits import Visiting

router = APIRouter(prefix="/intake/api/v1/accounts", tags=["accounts"])
StaffRole = Annotated[Role, Codes(STAFF)]


class AccountShown(BaseModel):
    """Somebody who signs in."""

    id: str
    name: str
    email: str
    language: str
    roles: tuple[Role, ...]
    association: str | None
    letters: str
    made_at: int


class Roles(BaseModel):
    """What a member of staff may do from now on; none closes the account."""

    model_config = ConfigDict(extra="forbid")

    roles: tuple[StaffRole, ...]


def shown(account: Account) -> AccountShown:
    return AccountShown.model_validate(account.model_dump(include=set(AccountShown.model_fields)))


@router.get("", summary="Everybody who works here, the newest first")
async def list_staff(visit: Visiting, desk: AtDesk) -> list[AccountShown]:
    visit.reader.must_be("coordinator", "admin")
    return [shown(account) for account in await all_staff(desk)]


@router.post("", status_code=201, summary="Invite somebody; a letter with a link is sent")
async def invite_here(asked: Invited, visit: Visiting, desk: AtDesk) -> AccountShown:
    session = visit.reader.must_be("coordinator", "admin")
    return shown(await invite_one(desk, asked, session))


@router.put("/own", summary="Change one's own name, and how and in which language letters come")
async def change_mine(asked: OwnDetails, visit: Visiting, desk: AtDesk) -> AccountShown:
    session = visit.reader.must_be("association", *STAFF)
    return shown(await change_own(desk, session.account, asked))


@router.put("/{key}/roles", summary="Change roles; sessions of the account end")
async def change_roles(key: str, asked: Roles, visit: Visiting, desk: AtDesk) -> AccountShown:
    session = visit.reader.must_be("admin")
    return shown(await set_roles(desk, key, asked.roles, session.account))
