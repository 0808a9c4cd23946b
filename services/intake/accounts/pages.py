"""The page of those who work here: who they are, inviting one more, and what each may do."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Final

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.responses import Response

from services.intake.accounts.account import STAFF, Account, NewAccount
from services.intake.accounts.keeping import all_staff, invite, set_roles
from services.intake.desk import AtDesk, Desk
from services.intake.lines import Address, FirstName
from services.intake.typed import Codes, PageLanguage, Typed, told, wrong_in
from shared.contracts.codes import PAGE_LANGUAGES
from shared.web import words
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.sessions import Role, Session
from shared.web.visits import Visit, Visiting, value, values

router = APIRouter(include_in_schema=False)
ROLE_WORDS: Final[Mapping[Role, str]] = {
    "association": say_later("Association contact"),
    "guide": say_later("Guide"),
    "coordinator": say_later("Coordinator"),
    "admin": say_later("Administrator"),
}
DONE: Final[Mapping[str, str]] = {
    "invited": say_later("Invited. A letter with a link is on its way."),
    "changed": say_later("Changed. Whoever was signed in has to sign in again."),
}
MENDING: Final[Mapping[str, str]] = {
    "email": say_later("Write an e-mail address, like anna@example.org."),
    "name": say_later("Write a first name, at most 40 letters."),
    "language": say_later("Choose one of the languages."),
    "letters": say_later("Choose how letters come."),
    "role": say_later("Choose one of the roles."),
    "roles": say_later("Choose one of the roles."),
}
GUIDES_ONLY: Final = say_later("You can invite guides. An administrator invites the others.")


class Invited(BaseModel):
    """Somebody who is to work here."""

    model_config = ConfigDict(extra="forbid")

    email: Address
    name: FirstName
    language: PageLanguage = "sv"
    role: Annotated[Role, Codes(STAFF)] = "guide"


async def invite_one(desk: Desk, asked: Invited, by: Session) -> Account:
    """Raises Refused where the inviter may not give this role."""
    if asked.role != "guide" and "admin" not in by.roles:
        raise Refused("invalid", fields={"role": GUIDES_ONLY})
    new = NewAccount(
        email=asked.email,
        name=asked.name,
        language=asked.language,
        roles=(asked.role,),
        by=by.account,
    )
    return await invite(desk, new)


@router.get("/accounts")
async def show(visit: Visiting, desk: AtDesk) -> Response:
    visit.reader.must_be("coordinator", "admin")
    done = DONE.get(visit.request.query_params.get("done", ""))
    return await page(visit, desk, said=done)


async def page(
    visit: Visit,
    desk: Desk,
    *,
    typed: Typed | None = None,
    errors: Mapping[str, str] | None = None,
    said: str | None = None,
) -> Response:
    """The page, with what was typed and what is wrong with it."""
    shown = [shown_account(visit, one) for one in await all_staff(desk)]
    return visit.page(
        "accounts.html",
        status=422 if errors else 200,
        said=visit.say(said) if said else None,
        accounts=shown,
        typed=typed or Typed(),
        **told(visit.say, errors),
        may_change="admin" in visit.reader.roles,
        roles=options(visit, STAFF),
        languages=language_options(),
    )


def options(visit: Visit, roles: Sequence[Role]) -> list[dict[str, str]]:
    return [{"value": role, "label": visit.say(ROLE_WORDS[role])} for role in roles]


def language_options() -> list[dict[str, str]]:
    """The languages of letters, each by its own name."""
    return [{"value": code, "label": words.OWN_NAMES[code]} for code in PAGE_LANGUAGES]


def shown_account(visit: Visit, account: Account) -> dict[str, object]:
    return {
        "id": account.id,
        "name": account.name,
        "email": account.email,
        "roles": [visit.say(ROLE_WORDS[role]) for role in account.roles],
        "chosen": account.roles,
        "since": visit.language.day(account.made_at),
    }


@router.post("/accounts")
async def invite_here(visit: Visiting, desk: AtDesk) -> Response:
    session = visit.reader.must_be("coordinator", "admin")
    form = await visit.form()
    names = ("email", "name", "language", "role")
    typed = Typed({name: value(form, name) for name in names if value(form, name)})
    try:
        await invite_one(desk, Invited.model_validate(dict(typed)), session)
    except ValidationError as wrong:
        return await page(visit, desk, typed=typed, errors=wrong_in(wrong, MENDING))
    except Refused as no:
        return await page(visit, desk, typed=typed, errors=no.fields)
    return visit.go("/accounts?done=invited")


@router.post("/accounts/{key}/roles")
async def change_roles(key: str, visit: Visiting, desk: AtDesk) -> Response:
    session = visit.reader.must_be("admin")
    chosen = [role for role in STAFF if role in values(await visit.form(), "roles")]
    try:
        await set_roles(desk, key, chosen, session.account)
    except Refused as no:
        if no.slug != "invalid":
            raise
        return await page(visit, desk, errors=no.fields)
    return visit.go("/accounts?done=changed")
