"""Every route of every service, as the running applications have them, and what opens it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import httpx
from fastapi.routing import iter_route_contexts

from shared.web.guard import SAFE_METHODS
from tests.privacy.inside import Inside
from tests.privacy.walked import Walked

PARAMETER = re.compile(r"\{[^}]+\}")
TOKEN = re.compile(r'name="form_token" value="([^"]+)"')
NOBODY = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Door:
    """One route and method."""

    service: str
    method: str
    route: str

    @property
    def path(self) -> str:
        """An address of this route that names nothing."""
        return PARAMETER.sub(NOBODY, self.route)

    @property
    def is_api(self) -> bool:
        return "/api/" in self.route

    def __str__(self) -> str:
        return f"{self.method} {self.route}"


def doors(inside: Inside) -> list[Door]:
    """All of them."""
    return [
        Door(name, method, context.path)
        for name, app in inside.apps.items()
        for context in iter_route_contexts(app.routes)
        for method in sorted(context.methods or ())
    ]


def unsafe(inside: Inside) -> list[Door]:
    """Those that may change something."""
    return [door for door in doors(inside) if door.method not in SAFE_METHODS]


def client(inside: Inside, walked: Walked | None = None) -> httpx.Client:
    """A program at this Lotsa; with the cookies of the coordinator where somebody walked."""
    cookies = walked.chief._http.cookies if walked else None
    return httpx.Client(base_url=inside.url(""), cookies=cookies, timeout=30)


def knock(at: httpx.Client, door: Door, headers: Mapping[str, str] | None = None) -> httpx.Response:
    """A request as our own page or a program would send it, but for these headers."""
    body = {"json": {}} if door.is_api else {"data": {"field": "x"}}
    sent = {"accept-language": "en", **(headers or {})}
    return at.request(door.method, door.path, headers=sent, **body)  # type: ignore[arg-type]


def token_for(at: httpx.Client) -> str:
    """A form token of this client's own."""
    found = TOKEN.search(at.get("/association/new").text)
    assert found
    return found[1]
