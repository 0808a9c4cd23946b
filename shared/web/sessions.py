"""Who is reading: a session signed by intake, which every service can check by itself.

A session (a cookie of 12 h) and a bearer token are both a JWT signed with Ed25519; intake alone can
make one. Each service keeps the sessions that it has heard have ended and reads them per request.
"""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Literal, get_args

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from starlette.requests import Request
from starlette.responses import Response

from shared.bus.listening import Here
from shared.contracts.intake import SessionEnded
from shared.keys import Keys
from shared.store.collection import Collection, Store
from shared.store.document import Document
from shared.web.languages import COOKIE
from shared.web.refusals import Refused

Role = Literal["association", "guide", "coordinator", "admin"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
SESSION_S: Final = 12 * 3600
ALGORITHM: Final = "EdDSA"


@dataclass(frozen=True)
class Session:
    """Who signed in. `association` is whom a contact speaks for; times are UTC seconds."""

    id: str
    account: str
    roles: frozenset[Role]
    regions: tuple[str, ...]
    association: str | None
    expires: int

    def leads(self, region: str) -> bool:
        """Whether this is a coordinator of that region."""
        return "coordinator" in self.roles and region in self.regions

    def sign(self, keys: Keys) -> str:
        """The session as a signed token; only intake has the key."""
        claims = {
            "sid": self.id,
            "sub": self.account,
            "roles": sorted(self.roles),
            "regions": list(self.regions),
            "assoc": self.association,
            "exp": self.expires,
        }
        return jwt.encode(claims, keys.session, algorithm=ALGORITHM)

    @classmethod
    def read(cls, token: str, public: Ed25519PublicKey) -> "Session | None":
        """The session in `token`, or None where it is not ours, damaged, or over."""
        try:
            claims = jwt.decode(
                token, public, algorithms=[ALGORITHM], options={"require": ["exp", "sub"]}
            )
            return cls(
                id=claims["sid"],
                account=claims["sub"],
                roles=frozenset(role for role in ROLES if role in claims["roles"]),
                regions=tuple(claims["regions"]),
                association=claims["assoc"],
                expires=claims["exp"],
            )
        except (jwt.InvalidTokenError, KeyError, TypeError):
            return None


@dataclass(frozen=True)
class Reader:
    """Who a request comes from: perhaps signed in, always some browser.

    `binding` is what the form token is bound to: the session, or the anonymous cookie.
    """

    session: Session | None
    browser: str
    bearer: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        return self.session.roles if self.session else frozenset()

    @property
    def binding(self) -> str:
        return self.session.id if self.session else self.browser

    def must_be(self, *roles: Role) -> Session:
        """The session, where it has one of `roles`; else refused as if the page did not exist.

        Nobody signed in is asked to sign in, which tells nothing about what is there.
        """
        if self.session is None:
            raise Refused("sign-in")
        if not self.session.roles.intersection(roles):
            raise Refused("not-allowed")
        return self.session


class EndedSessions(Document):
    """The sessions of one account that count no longer, though their cookie is still signed."""

    sessions: tuple[str, ...] = ()


def ended_of(service: str) -> Collection[EndedSessions]:
    return Collection(service, "ended_sessions", EndedSessions)


def end(message: SessionEnded, known: EndedSessions | None, here: Here) -> EndedSessions:
    """What a service keeps when it hears that sessions have ended."""
    doc = known or EndedSessions(id=message.account, region=here.envelope.region)
    return doc.model_copy(update={"sessions": message.sessions})


IsEnded = Callable[[Session], Awaitable[bool]]


def ended_in(store: Store, service: str) -> IsEnded:
    """The check that a service makes per request of its own store."""
    collection = ended_of(service)

    async def is_ended(session: Session) -> bool:
        doc = await store.get(collection, session.account)
        return doc is not None and session.id in doc.sessions

    return is_ended


@dataclass(frozen=True)
class Cookies:
    """Names and attributes of our cookies; `secure` is off only on plain-http loopback."""

    secure: bool

    @property
    def session(self) -> str:
        return self._name("session")

    @property
    def browser(self) -> str:
        return self._name("browser")

    @property
    def draft(self) -> str:
        return self._name("draft")

    @property
    def class_code(self) -> str:
        return self._name("class")

    @property
    def language(self) -> str:
        return "__Host-lang" if self.secure else COOKIE

    def _name(self, name: str) -> str:
        # Clients other than browsers drop __Host- cookies that come without TLS.
        return f"__Host-{name}" if self.secure else f"lotsa-{name}"

    def put(self, response: Response, name: str, value: str, max_age: int) -> None:
        response.set_cookie(
            name,
            value,
            max_age=max_age,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="lax",
        )

    def drop(self, response: Response, name: str) -> None:
        response.delete_cookie(name, path="/", secure=self.secure, httponly=True, samesite="lax")


async def reader_of(request: Request, keys: Keys, cookies: Cookies, is_ended: IsEnded) -> Reader:
    """Who `request` comes from. A session that ended or ran out is nobody's."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    bearer = scheme.lower() == "bearer"
    signed = token if bearer else request.cookies.get(cookies.session, "")
    session = Session.read(signed, keys.session_public) if signed else None
    if session is not None and await is_ended(session):
        session = None
    if bearer and session is None:
        raise Refused("sign-in")
    browser = request.cookies.get(cookies.browser) or secrets.token_urlsafe(16)
    return Reader(session=session, browser=browser, bearer=bearer)
