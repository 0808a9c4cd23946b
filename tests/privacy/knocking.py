"""Knocking at every door as everybody: who they are, and what they send."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

import httpx

from shared.keys import Keys
from shared.web.sessions import Role, Session
from tests.journeys import walking
from tests.journeys.reading import soon
from tests.privacy.doors import NOBODY, Door, client, token_for
from tests.privacy.inside import Inside
from tests.privacy.walked import CHOIR, Walked

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


@contextmanager
def peopled(inside: Inside, walked: Walked) -> Iterator[World]:
    """A guide with a case of their own, another guide, an association and another one."""
    with ExitStack() as open_ones, client(inside, walked) as chief:
        listed = chief.get("/intake/api/v1/associations").raise_for_status().json()
        choir = next(one["id"] for one in listed if one["name"] == CHOIR)
        account = chief.get("/intake/api/v1/session").raise_for_status().json()["account"]
        who: dict[str, tuple[Role, str]] = {
            "association": ("association", choir),
            "other association": ("association", str(uuid4())),
            "guide": ("guide", ""),
            "other guide": ("guide", ""),
            "coordinator": ("coordinator", ""),
            "admin": ("admin", ""),
        }
        made = World({"nobody": open_ones.enter_context(client(inside))})
        for name, (role, association) in who.items():
            # All but one have the one account that there is: roles decide, or whose something is.
            own = str(uuid4()) if name.startswith("other") else account
            reader = signed_in(inside, role, own, association)
            made.readers[name] = open_ones.enter_context(reader)
        made.tokens = {name: token_for(reader) for name, reader in made.readers.items()}
        made.bodies = bodies(inside)
        made.named = named(inside, walked, made, choir)
        yield made


def named(inside: Inside, walked: Walked, world: World, choir: str) -> dict[str, str]:
    """Something real for each place: the guide's case, the association's need and candidate."""
    person = walking.newcomer(inside, "Ottilinda")
    chief = world.readers["coordinator"]

    def look() -> dict[str, str] | None:
        columns = chief.get("/matching/api/v1/board").raise_for_status().json()["columns"]
        cards = [card for column in columns for card in column["cases"]]
        return next((card for card in cards if card["state"] == "proposed"), None)

    case = soon(look)
    claim = f"/matching/api/v1/cases/{case['id']}/claim"
    headers = {"x-form-token": world.tokens["guide"]}
    assert world.readers["guide"].post(claim, headers=headers, json={}).is_success
    (need, *_) = world.readers["association"].get("/intake/api/v1/needs").json()
    key = person.page.rpartition("/")[2]
    soon(lambda: world.readers["guide"].get(f"/people/{case['person']}").is_success or None)
    # A coordinator has said why they open another guide's person; before, they are asked.
    reason = {"reason": "cover", "form_token": world.tokens["coordinator"]}
    assert chief.post(f"/people/{case['person']}/why", data=reason).is_redirect
    answer = walking.letter(inside, walked.person.email, "/answer/").path
    answer_key = answer.rpartition("/")[2].partition("?")[0]
    return {
        "/cases/{case}": case["id"],
        "/my/{key}": key,
        "/intake/api/v1/people/{key}": key,
        "/people/{key}": case["person"],
        "/wishes/{person}": case["person"],
        "/contacts/{key}": case["person"],
        "/needs/{key}": need["id"],
        "/needs/{need}": need["id"],
        "/candidates/{match}": walked.match,
        "/answer/{key}": answer_key,
        "/answers/{key}": answer_key,
        "/associations/{key}": choir,
    }
