"""One's own account: name and language, sessions, and tokens for programs."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.responses import Response

from services.intake.accounts.account import ACCOUNTS, Token
from services.intake.accounts.own import OwnDetails, change_own
from services.intake.accounts.pages import MENDING, ROLE_WORDS, language_options
from services.intake.desk import AtDesk, Desk
from services.intake.lines import FirstName
from services.intake.tokens import Made, make_token, owner, revoke
from services.intake.typed import told, wrong_in
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.sessions import Session
from shared.web.visits import Visit, Visiting, value

router = APIRouter(include_in_schema=False)
OWN: Final = ("name", "language", "letters")
DONE: Final[Mapping[str, str]] = {
    "changed": say_later("Changed."),
    "revoked": say_later("Revoked. The token no longer works."),
}
LETTERS_SAID: Final[Mapping[str, str]] = {
    "each": say_later("One by one, at once"),
    "day": say_later("All of a day in one letter, in the morning"),
}
TOKEN_NAME: Final = say_later("Say what the token is for, in at most 40 letters.")


class TokenAsked(BaseModel):
    """What a token is for."""

    model_config = ConfigDict(extra="forbid")

    name: FirstName


@router.get("/account")
async def show(visit: Visiting, desk: AtDesk) -> Response:
    session = owner(visit.reader)
    done = DONE.get(visit.request.query_params.get("done", ""))
    return await page(visit, desk, session, said=visit.say(done) if done else None)


async def page(
    visit: Visit,
    desk: Desk,
    session: Session,
    *,
    errors: Mapping[str, str] | None = None,
    made: Made | None = None,
    said: str | None = None,
) -> Response:
    """The page; `made` is a token that is shown this once."""
    account = await desk.store.get(ACCOUNTS, session.account)
    if account is None:
        raise Refused("sign-in")
    return visit.page(
        "account.html",
        status=422 if errors else 200,
        said=said,
        account=account,
        roles=[visit.say(ROLE_WORDS[role]) for role in account.roles],
        tokens=[shown_token(visit, token) for token in account.tokens],
        languages=language_options(),
        ways=[{"value": code, "label": visit.say(text)} for code, text in LETTERS_SAID.items()],
        made=made.text if made else None,
        **told(visit.say, errors),
    )


def shown_token(visit: Visit, token: Token) -> dict[str, str]:
    made = visit.say("made on %(day)s", day=visit.language.day(token.made_at))
    return {"id": token.id, "name": token.name, "made": made}


@router.post("/account")
async def change(visit: Visiting, desk: AtDesk) -> Response:
    session = owner(visit.reader)
    form = await visit.form()
    try:
        said = {name: value(form, name) for name in OWN if value(form, name)}
        asked = OwnDetails.model_validate({"name": "", "language": "", **said})
    except ValidationError as wrong:
        return await page(visit, desk, session, errors=wrong_in(wrong, MENDING))
    await change_own(desk, session.account, asked)
    return visit.go("/account?done=changed")


@router.post("/account/tokens")
async def make(visit: Visiting, desk: AtDesk) -> Response:
    """Shows the token in the answer itself: it stands nowhere else, and never again."""
    session = owner(visit.reader)
    try:
        asked = TokenAsked(name=value(await visit.form(), "token_name"))
        made = await make_token(desk, session.account, asked.name)
    except ValidationError:
        return await page(visit, desk, session, errors={"token_name": TOKEN_NAME})
    except Refused as no:
        return await page(visit, desk, session, errors={"token_name": no.fields["name"]})
    return await page(visit, desk, session, made=made)


@router.post("/account/tokens/{key}/revoke")
async def revoke_one(key: str, visit: Visiting, desk: AtDesk) -> Response:
    session = owner(visit.reader)
    await revoke(desk, session.account, key)
    return visit.go("/account?done=revoked")
