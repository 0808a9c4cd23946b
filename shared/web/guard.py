"""What stands before every route: size, origin, form token, and the security headers."""

import base64
import hmac
import secrets
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.refusals import Refused

MAX_BODY: Final = 256 * 1024
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
TOKEN_FIELD: Final = "form_token"  # noqa: S105 - a name
TOKEN_HEADER: Final = "x-form-token"  # noqa: S105 - a name
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "media-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HTTPS_ONLY: Final = "max-age=31536000; includeSubDomains"
# The last levels cost several times as much and save a hundredth.
COMPRESSION: Final = 6


def stand_before(app: Starlette, *, base_url: str, secure: bool) -> None:
    """Puts the guard before everything, and compresses what it lets out.

    Streams of events go out as they come. The form token is masked per response, so that the
    length of a compressed page tells nothing of it.
    """
    app.add_middleware(GZipMiddleware, compresslevel=COMPRESSION)
    app.add_middleware(Guard, hosts=[urlsplit(base_url).netloc], secure=secure)


class Guard:
    """ASGI middleware: refuses large bodies before they are parsed, and foreign unsafe requests.

    Every response, a refusal too, carries the headers; what does not say otherwise of itself is not stored.
    """

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str], secure: bool) -> None:
        """`hosts` are the host names (with port) that our own pages are read under."""
        self._app = app
        self._hosts = frozenset(hosts)
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        guarded = self._headers_on(send)
        if scope["method"] not in SAFE_METHODS and self._is_foreign(headers):
            await plain(403, "foreign-request")(scope, receive, guarded)
            return
        await self._app(scope, limited(headers, receive), guarded)

    def _is_foreign(self, headers: Headers) -> bool:
        """Whether a browser says that another site's page is behind this request."""
        if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return True
        origin = headers.get("origin")
        if origin in {None, "null"}:
            # Under our `Referrer-Policy: no-referrer` browsers send "null" with our own forms too;
            # another site's "null" is told above, or has no form token.
            return False
        own = self._hosts | {headers.get("host", "")}
        return urlsplit(origin).netloc not in own

    def _headers_on(self, send: Send) -> Send:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if self._secure:
                    headers.setdefault("strict-transport-security", HTTPS_ONLY)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        return guarded


def limited(headers: Headers, receive: Receive) -> Receive:
    """`receive`, raising Refused once a body is announced or found to be too large."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        announced = headers.get("content-length", "0")
        if announced.isdigit() and int(announced) > MAX_BODY:
            raise Refused("too-large")
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MAX_BODY:
            raise Refused("too-large")
        return message

    return counted


def plain(status: int, slug: str) -> Response:
    problem = f'{{"type":"about:blank","status":{status},"slug":"{slug}"}}'
    return Response(problem, status, media_type="application/problem+json")


def form_token(secret: bytes, binding: str) -> str:
    """A token for the forms of one reader, masked so that it never reads the same twice."""
    mark = hmac.digest(secret, b"form|" + binding.encode(), "sha256")
    mask = secrets.token_bytes(len(mark))
    return base64.urlsafe_b64encode(mask + xor(mask, mark)).decode()


def holds(token: str, secret: bytes, binding: str) -> bool:
    """Whether `token` was made for this reader."""
    mark = hmac.digest(secret, b"form|" + binding.encode(), "sha256")
    try:
        raw = base64.urlsafe_b64decode(token)
    except ValueError:
        return False
    half = len(mark)
    return len(raw) == 2 * half and hmac.compare_digest(xor(raw[:half], raw[half:]), mark)


def xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


async def sent_token(request: Request) -> str:
    """The form token of a request: a header, or a field of the form."""
    if token := request.headers.get(TOKEN_HEADER):
        return token
    kind = request.headers.get("content-type", "")
    if kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        field = (await request.form()).get(TOKEN_FIELD)
        return field if isinstance(field, str) else ""
    return ""
