"""Knocking at every door as everybody: who they are, and what they send."""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

import httpx

from shared.keys import Keys
from shared.web.sessions import Role, Session
from tests.privacy.doors import NOBODY, Door, client
from tests.privacy.inside import Inside

# What is more than the kind of a value says.
KNOWN: Final = {
    "email": "somebody@example.org", "slots": ["mon_evening"], "why": "other", "ages": ["18-25"],
    "activities": ["choir"], "language": "sv", "name": "Choir", "title": "Choir",
}  # fmt: skip
# Places of an address that name nobody.
PLAIN: Final = {"{number}": "999", "{decision}": "retry", "{name}": "when", "{kind}": "needs"}


@dataclass
class World:
    """Who knocks, and what each place of an address names where it names something."""

    readers: dict[str, httpx.Client] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, Any] = field(default_factory=dict)

    def knock(self, who: str, door: Door, *, real: bool) -> httpx.Response:
        reader = self.readers[who]
        headers = {"accept-language": "en", "x-form-token": self.tokens[who],
                   "idempotency-key": str(uuid4()), "form-id": str(uuid4())}  # fmt: skip
        path = self.path(door, real=real)
        if door.is_api:
            asked = {"person": NOBODY} if door.route.endswith("/names") else {}
            body = {"json": self.bodies[str(door)], "params": asked}
            return reader.request(door.method, path, headers=headers, **body)
        return reader.request(door.method, path, headers=headers, data={"field": "x"})

    def path(self, door: Door, *, real: bool) -> str:
        route = door.route
        for part, name in PLAIN.items():
            route = route.replace(part, name)
        for part, name in self.named.items():
            route = route.replace(part, part.partition("{")[0] + name if real else part)
        return Door(door.service, door.method, route).path

    def names(self, door: Door) -> bool:
        """Whether the address of this door says whose it is, and we know somebody to name."""
        return self.path(door, real=True) != self.path(door, real=False)


def signed_in(inside: Inside, role: Role, account: str, association: str) -> httpx.Client:
    session = Session(
        id=uuid4().hex, account=account, roles=frozenset({role}), regions=("malmo",),
        association=association or None, expires=4_000_000_000,
    )  # fmt: skip
    reader = client(inside)
    reader.cookies.set("lotsa-session", session.sign(Keys.load(inside.settings.keys_file)))
    return reader


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
