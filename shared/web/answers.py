"""How refusals and failures are answered: a page to a reader, problem+json to a program."""

import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.store.document import Conflict, StoreError, Unavailable
from shared.web.languages import choose, say_later
from shared.web.refusals import STATUS, Refused
from shared.web.sessions import Reader
from shared.web.visits import Chosen, Site, Visit, remember

log = logging.getLogger(__name__)
Failed = Callable[[Request, Exception], Awaitable[Response]]

# What the reader is told, and what to do about it.
SAYINGS: Final[Mapping[str, tuple[str, str]]] = {
    "invalid": (
        say_later("Something is missing"),
        say_later("Go back, and look at your answers once more."),
    ),
    "not-found": (
        say_later("This page is not here"),
        say_later("Look at the address once more, or go to the start."),
    ),
    "sign-in": (
        say_later("Please sign in"),
        say_later("This page is for people who have signed in."),
    ),
    "say-why": (
        say_later("Say first why you open this"),
        say_later("Another guide walks with this person. Send a reason to …/why, and ask again."),
    ),
    "foreign-request": (
        say_later("This did not come from our page"),
        say_later("Open the page again and try again."),
    ),
    "form-token": (
        say_later("The page was open too long"),
        say_later("Go back, load the page again and try again."),
    ),
    "too-large": (say_later("This is too much text"), say_later("Write less, and send it again.")),
    "too-often": (
        say_later("Too many tries"),
        say_later("Wait a little, and try again. What you wrote is kept."),
    ),
    "conflict": (
        say_later("Somebody else was faster"),
        say_later("Load the page again. You see how it is now."),
    ),
    "gone": (say_later("This link is used or too old"), say_later("Ask for a new one.")),
    "erased": (
        say_later("Everything about you is erased"),
        say_later("We keep nothing of what you told us. You can send a new form at any time."),
    ),
    "guardian-no": (
        say_later("Your parent has said no"),
        say_later("So we have erased everything that you told us. Talk to your parent or a guide."),
    ),
    "guardian-silent": (
        say_later("Your parent has not answered"),
        say_later("So we have erased everything. You can send a new form at any time."),
    ),
    "not-ready": (
        say_later("We cannot save right now"),
        say_later("Wait a little, and try again."),
    ),
    "method": (
        say_later("This page is not here"),
        say_later("Look at the address once more, or go to the start."),
    ),
    "unsupported": (say_later("This cannot be read"), say_later("Send the form from our page.")),
    "error": (
        say_later("Something went wrong here"),
        say_later("Try again in a while. We have been told."),
    ),
}


def answer_refusals(app: FastAPI) -> None:
    """Turns everything that is refused or fails into an answer of the right kind."""

    async def refused(request: Request, no: Exception) -> Response:
        assert isinstance(no, Refused)  # noqa: S101 - registered for this class alone
        return respond(request, no)

    async def chosen(request: Request, turn: Exception) -> Response:
        assert isinstance(turn, Chosen)  # noqa: S101 - registered for this class alone
        site: Site = request.app.state.site
        return remember(request, turn.chosen, site.cookies)

    async def malformed(request: Request, no: Exception) -> Response:
        assert isinstance(no, RequestValidationError)  # noqa: S101 - registered for this class
        # Where and what rule, never the value: FastAPI's own answer would echo it.
        fields = {".".join(str(part) for part in e["loc"][1:]): e["type"] for e in no.errors()}
        return respond(request, Refused("invalid", fields=fields))

    async def http(request: Request, no: Exception) -> Response:
        return respond(request, of_http(no))

    async def store(request: Request, no: Exception) -> Response:
        if isinstance(no, Conflict):
            return respond(request, Refused("conflict"))
        if isinstance(no, Unavailable):
            return respond(request, Refused("not-ready", retry_after=5))
        return await failed(request, no)

    async def failed(request: Request, why: Exception) -> Response:
        # Class and place only: the text of an error could hold what a person wrote.
        log.error("request failed", extra={"reason": type(why).__name__, "where": where(why)})
        return problem(500, "error") if wants_json(request) else page(request, 500, "error")

    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(Chosen, chosen)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(StoreError, store)
    app.add_middleware(Failures, failed=failed)


class Failures:
    """ASGI middleware: answers what fails inside the guard, so that this answer is guarded too.

    The framework's own place for it is outside of everything, and tells the server afterwards.
    """

    def __init__(self, app: ASGIApp, *, failed: Failed) -> None:
        self._app = app
        self._failed = failed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as why:
            if begun or scope["type"] != "http":
                raise
            response = await self._failed(Request(scope), why)
            await response(scope, receive, send)


def where(why: Exception) -> str:
    """The function and line that raised."""
    frames = traceback.extract_tb(why.__traceback__)
    return f"{frames[-1].name}:{frames[-1].lineno}" if frames else ""


def of_http(no: Exception) -> Refused:
    """The refusal behind an HTTPException: FastAPI reads a JSON body itself, and wraps so what
    our guard said to it.
    """
    if isinstance(no.__cause__, Refused):
        return no.__cause__
    slugs = {404: "not-found", 405: "method", 415: "unsupported"}
    status = no.status_code if isinstance(no, HTTPException) else 500
    return Refused(slugs.get(status, "invalid"))


def respond(request: Request, no: Refused) -> Response:
    """The answer to a refusal. One that must not be told apart from a wrong id is not."""
    slug = "not-found" if no.slug == "not-allowed" else no.slug
    if wants_json(request):
        response: Response = problem(STATUS[slug], slug, no.fields)
    elif slug == "sign-in" and request.method == "GET":
        response = RedirectResponse("/sign-in", 303)
    elif no.mended_at is not None:
        response = RedirectResponse(no.mended_at, 303)
    else:
        response = page(request, STATUS[slug], slug)
    if no.retry_after is not None:
        response.headers["retry-after"] = str(no.retry_after)
    return response


def wants_json(request: Request) -> bool:
    return "/api/" in request.url.path


def problem(status: int, slug: str, fields: Mapping[str, str] | None = None) -> JSONResponse:
    """RFC 9457, with our slug, and per field what is wrong."""
    title, remedy = SAYINGS.get(slug, SAYINGS["error"])
    body = {"type": "about:blank", "status": status, "slug": slug, "title": title, "detail": remedy}
    if fields:
        body["fields"] = dict(fields)
    return JSONResponse(body, status, media_type="application/problem+json")


def page(request: Request, status: int, slug: str) -> Response:
    """A page that says what is wrong and what to do, in the reader's language."""
    site: Site = request.app.state.site
    accepted = request.headers.get("accept-language", "")
    reader = Reader(session=None, browser="")
    visit = Visit(
        request, site, reader, choose(request.cookies.get(site.cookies.language), None, accepted)
    )
    title, remedy = SAYINGS[slug]
    return visit.page("refused.html", status=status, title=title, remedy=remedy)
