"""Knocking at every door as everybody: what they send, and to which address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from secrets import token_urlsafe
from typing import Any, Final
from uuid import uuid4

import httpx

from tests.privacy.doors import NOBODY, Door
from tests.privacy.inside import Inside

ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

# What is more than the kind of a value says.
KNOWN: Final = {
    "email": "somebody@example.org", "slots": ["mon_evening"], "why": "other", "ages": ["18-25"],
    "activities": ["choir"], "language": "sv", "name": "Choir", "title": "Choir",
}  # fmt: skip
# Places of an address that stand for no one.
PLAIN: Final = {"{decision}": "retry", "{name}": "when", "{kind}": "needs"}
NOTHING: Final[Mapping[str, str]] = {}
# Each request comes from an address of its own, where a proxy may say so: none is one too many.
ADDRESSES: Final = (f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}" for n in count(1))


@dataclass
class World:
    """Who knocks, and what each place of an address names where it names something."""

    readers: dict[str, httpx.Client] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, Any] = field(default_factory=dict)

    def headers(self, who: str) -> dict[str, str]:
        # What is packed is as long as chance has it.
        return {"accept-language": "en", "accept-encoding": "identity",
                "x-form-token": self.tokens[who], "x-forwarded-for": next(ADDRESSES),
                "idempotency-key": str(uuid4()), "form-id": str(uuid4())}  # fmt: skip

    def knock(self, who: str, door: Door, *, real: bool) -> httpx.Response:
        """What is told at something real, or at something of the same shape that is not there."""
        return self.ask(who, door, self.path(door, real=real))

    def ask(self, who: str, door: Door, path: str, said: Any = None) -> httpx.Response:
        """What is told at this address; `said` is the body, else the smallest that is none."""
        asking: dict[str, Any] = {"headers": self.headers(who)}
        if door.is_api:
            asking["params"] = {"person": NOBODY} if door.route.endswith("/names") else {}
            asking["json"] = self.bodies[str(door)] if said is None else said
        else:
            asking["data"] = {"field": "x"} if said is None else said
        # A feed has no end: what it begins with says enough.
        with self.readers[who].stream(door.method, path, **asking) as answer:
            if answer.headers.get("content-type", "").startswith("text/event-stream"):
                return httpx.Response(answer.status_code, headers=answer.headers)
            answer.read()
        return answer

    def get(self, who: str, path: str) -> Any:
        """What an API tells somebody who may ask."""
        return self.readers[who].get(path, headers=self.headers(who)).raise_for_status().json()

    def post(self, who: str, path: str, said: Mapping[str, Any] = NOTHING) -> Any:
        """What an API answers when somebody who may does this."""
        headers = self.headers(who)
        answer = self.readers[who].post(path, headers=headers, json=dict(said))
        assert answer.is_success, (path, answer.status_code, answer.text)
        return answer.json()

    def path(self, door: Door, *, real: bool, made: Mapping[str, str] = NOTHING) -> str:
        """The address, with what was `made` for this one knock before what stands there for all."""
        route = door.route
        places = {part: name for part, name in made.items() if "{" in part}
        for part, name in {**places, **self.named, **places}.items():
            shown = name if real else unlike(name)
            route = route.replace(part, part.partition("{")[0] + shown)
        for part, name in PLAIN.items():
            route = route.replace(part, name)
        return Door(door.service, door.method, route).path

    def names(self, door: Door) -> bool:
        """Whether the address of this door says whose it is, and we know somebody to name."""
        return any(part in door.route for part in self.named)


def unlike(name: str) -> str:
    """Something of the same shape that is not there: an id, a number, a key."""
    if name.isdecimal():
        return str(10 ** len(name) - 1)
    if ID.fullmatch(name):
        return str(uuid4())
    return token_urlsafe(len(name))[: len(name)]


def bodies(inside: Inside) -> dict[str, Any]:
    """The smallest body that each description allows: what is wrong with one is told to anybody."""
    found: dict[str, Any] = {}
    for app in inside.apps.values():
        described = app.openapi()
        for path, methods in described["paths"].items():
            for method, told in methods.items():
                content = told.get("requestBody", {}).get("content", {})
                schema = content.get("application/json", {}).get("schema", {})
                found[f"{method.upper()} {path}"] = smallest(schema, described)
    return found


def smallest(schema: dict[str, Any], described: dict[str, Any]) -> Any:
    """A value of this schema, with nothing in it that may be left out."""
    if "$ref" in schema:
        return smallest(
            described["components"]["schemas"][schema["$ref"].rpartition("/")[2]], described
        )
    if "anyOf" in schema:
        return smallest(schema["anyOf"][0], described)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if schema.get("type") == "object":
        inside = schema.get("properties", {})
        needed = schema.get("required", ())
        return {name: KNOWN.get(name) or smallest(inside[name], described) for name in needed}
    if schema.get("type") == "array":
        return [smallest(schema["items"], described)] * schema.get("minItems", 0)
    simple = {
        "integer": schema.get("minimum", 1),
        "string": "x" * schema.get("minLength", 1),
        "boolean": True,
    }
    return simple.get(str(schema.get("type")), {})
