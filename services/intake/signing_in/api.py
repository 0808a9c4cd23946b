"""Signing in and out for programs: the same links, the same rules."""

from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from services.intake.desk import AtDesk
from services.intake.lines import Address
from services.intake.sessions import end_session, start_session
from services.intake.signing_in.sign_in import ask, burn
from services.intake.signing_in.tries import may_ask, may_try
from shared.web.guard import form_token
from shared.web.refusals import Refused
from shared.web.sessions import SESSION_S, Role, Session
from shared.web.visits import Visit, Visiting

API: Final = "/intake/api/v1"
router = APIRouter(prefix=API, tags=["sign-in"])


class LinkAsked(BaseModel):
    """Who wants to sign in."""

    model_config = ConfigDict(extra="forbid")

    email: Address


class Queued(BaseModel):
    """The same for every address: if it has an account, a letter is on its way."""

    status: str = "queued"


class LinkUsed(BaseModel):
    """The last part of the one-time link's address."""

    model_config = ConfigDict(extra="forbid")

    key: str = Field(max_length=64)


class Who(BaseModel):
    """Who is signed in. `form_token` goes into the header `x-form-token` of every unsafe request
    that is sent with the cookie; with a bearer token it is not needed.
    """

    account: str
    roles: tuple[Role, ...]
    regions: tuple[str, ...]
    association: str | None
    expires_at: int
    form_token: str


@router.post("/sign-ins", status_code=202, summary="Ask for a one-time link by e-mail")
async def ask_for_link(asked: LinkAsked, visit: Visiting, desk: AtDesk) -> Queued:
    await may_ask(desk, visit, asked.email)
    await ask(desk, asked.email)
    return Queued()


@router.post(
    "/session",
    status_code=201,
    response_model=Who,
    summary="Use a one-time link; answers with the session cookie",
)
async def sign_in(used: LinkUsed, visit: Visiting, desk: AtDesk) -> Response:
    await may_try(desk, visit)
    session = await start_session(desk, (await burn(desk, used.key)).account)
    response = JSONResponse(who(visit, session).model_dump(mode="json"), 201)
    cookies = visit.site.cookies
    cookies.put(response, cookies.session, session.sign(desk.keys), SESSION_S)
    return response


@router.get("/session", summary="Who am I")
async def show(visit: Visiting) -> Who:
    if visit.reader.session is None:
        raise Refused("sign-in")
    return who(visit, visit.reader.session)


@router.delete("/session", status_code=204, summary="Sign out, or revoke the token that is used")
async def sign_out(visit: Visiting, desk: AtDesk) -> Response:
    if visit.reader.session is None:
        raise Refused("sign-in")
    await end_session(desk, visit.reader.session)
    response = Response(status_code=204)
    visit.site.cookies.drop(response, visit.site.cookies.session)
    return response


def who(visit: Visit, session: Session) -> Who:
    return Who(
        account=session.account,
        roles=tuple(sorted(session.roles)),
        regions=session.regions,
        association=session.association,
        expires_at=session.expires * 1000,
        form_token=form_token(visit.site.keys.form, session.id),
    )
