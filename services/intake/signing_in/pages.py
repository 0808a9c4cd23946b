"""Signing in and out: ask for a link, press its button, leave again."""

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.desk import AtDesk
from services.intake.lines import address
from services.intake.sessions import end_all, end_session, home_of, start_session
from services.intake.signing_in.sign_in import ask, burn, open_link
from services.intake.signing_in.tries import may_ask, may_try
from shared.web.answers import SAYINGS
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.sessions import SESSION_S
from shared.web.visits import Visit, Visiting, value

router = APIRouter(include_in_schema=False)
NO_ADDRESS = say_later("Write an e-mail address, like anna@example.org.")


@router.get("/sign-in")
async def show_form(visit: Visiting) -> Response:
    if visit.reader.session:
        return visit.go(home_of(visit.reader.session))
    return form(visit)


def form(visit: Visit, typed: str = "", error: str = "", status: int = 200) -> Response:
    return visit.page("sign_in.html", status=status, typed=typed, error=error)


@router.post("/sign-in")
async def ask_for_link(visit: Visiting, desk: AtDesk) -> Response:
    typed = value(await visit.form(), "email")
    try:
        email = address(typed[:1000])
    except ValueError:
        return form(visit, typed[:254], visit.say(NO_ADDRESS), 422)
    try:
        await may_ask(desk, visit, email)
    except Refused as no:
        refused = form(visit, typed, visit.say(SAYINGS[no.slug][1]), no.status)
        refused.headers["retry-after"] = str(no.retry_after)
        return refused
    await ask(desk, email)
    return visit.go("/sign-in/sent")


@router.get("/sign-in/sent")
async def show_sent(visit: Visiting) -> Response:
    return visit.page("sign_in_sent.html")


@router.get("/sign-in/{key}")
async def show_button(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """Only looks: a mail scanner that follows the link does not use it up."""
    try:
        await open_link(desk, key)
    except Refused as no:
        return over(visit, no)
    return visit.page("sign_in_link.html", action=visit.request.url.path)


def over(visit: Visit, no: Refused) -> Response:
    """A link of ours that is over leads to a new one; any other is no page at all."""
    if no.slug != "gone":
        raise no
    return visit.page("sign_in_over.html", status=no.status)


@router.post("/sign-in/{key}")
async def use_link(key: str, visit: Visiting, desk: AtDesk) -> Response:
    await may_try(desk, visit)
    try:
        sign_in = await burn(desk, key)
        session = await start_session(desk, sign_in.account)
    except Refused as no:
        return over(visit, no)
    response = visit.go(home_of(session))
    cookies = visit.site.cookies
    cookies.put(response, cookies.session, session.sign(desk.keys), SESSION_S)
    return response


@router.post("/sign-out")
async def sign_out(visit: Visiting, desk: AtDesk) -> Response:
    return await leave(visit, desk, everywhere=False)


@router.post("/sign-out/everywhere")
async def sign_out_everywhere(visit: Visiting, desk: AtDesk) -> Response:
    return await leave(visit, desk, everywhere=True)


async def leave(visit: Visit, desk: AtDesk, *, everywhere: bool) -> Response:
    session = visit.reader.session
    if session and everywhere:
        await end_all(desk, session.account)
    elif session:
        await end_session(desk, session)
    response = visit.go("/")
    visit.site.cookies.drop(response, visit.site.cookies.session)
    return response
