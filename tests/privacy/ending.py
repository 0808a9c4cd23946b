"""Acts that end what others need: each is done to something that was made for it alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

import httpx

from shared.web.sessions import ROLES
from tests.journeys.reading import soon
from tests.privacy.doors import Door, client, token_for
from tests.privacy.inside import Inside
from tests.privacy.knocking import World
from tests.privacy.matrix import rows
from tests.privacy.naming import (
    CHILD,
    EXPORTS,
    LASTING,
    NEED,
    PEOPLE_API,
    TABLE,
    TOKENS,
    cards,
    keys_of,
    run,
)
from tests.privacy.readers import signed_in

Made = Mapping[str, str]
# By door: what is made for it, and what is sent; `{match}` stands for what was made.
ACTS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "POST /form/clear": ("session", {}),
    "POST /import": ("nothing", {"kind": "associations", "table": TABLE}),
    "POST /exports/{key}/agree": ("asked_export", {}),
    "POST /intake/api/v1/exports/{key}/agree": ("asked_export", {}),
    "POST /exports/{key}/contacts": ("agreed_export", {}),
    "POST /sign-out": ("session", {}),
    "POST /sign-out/everywhere": ("session", {}),
    "DELETE /intake/api/v1/session": ("session", {}),
    "POST /sign-in/{key}": ("link", {}),
    "POST /intake/api/v1/session": ("link", {"key": "{key}"}),
    "POST /account/tokens/{key}/revoke": ("token", {}),
    "DELETE /intake/api/v1/tokens/{key}": ("token", {}),
    "POST /my/{key}/withdraw": ("person", {}),
    "POST /intake/api/v1/people/{key}/withdraw": ("person", {}),
    "POST /my/{key}/erase": ("proven", {"code": "{code}"}),
    "POST /intake/api/v1/people/{key}/erase": ("proven", {"code": "{code}"}),
    "POST /guardian/{key}": ("child", {"answer": "no"}),
    "POST /intake/api/v1/guardians/{key}": ("child", {"answer": "no"}),
    "POST /needs/{key}/close": ("need", {"reason": "filled"}),
    "POST /intake/api/v1/needs/{key}/close": ("need", {"reason": "filled"}),
    "POST /associations/{key}/block": ("club", {}),
    "POST /intake/api/v1/associations/{key}/block": ("club", {}),
    "POST /association/contacts/{key}/remove": ("contact", {}),
    "DELETE /intake/api/v1/associations/{key}/contacts/{account}": ("contact", {}),
    "POST /cases/{case}/claim": ("free_case", {}),
    "POST /matching/api/v1/cases/{case}/claim": ("free_case", {}),
    "POST /cases/{case}/approve": ("own_case", {}),
    "POST /matching/api/v1/cases/{case}/approve": ("own_case", {"match": "{match}", "seen": "{seen}"}),
    "POST /cases/{case}/dismiss": ("own_case", {"reason": "not_right"}),
    "POST /matching/api/v1/cases/{case}/dismiss": (
        "own_case", {"match": "{match}", "reason": "not_right"}),
    "POST /cases/{case}/propose": ("own_case", {"need": "{need}"}),
    "POST /matching/api/v1/cases/{case}/propose": ("own_case", {"need": "{need}"}),
    "POST /matching/api/v1/cases/{case}/end": ("own_case", {"what": "case", "reason": "not_reached"}),
}  # fmt: skip
# What a page's form says in its address.
QUERIES: Final = {
    "POST /cases/{case}/approve": "?match={match}&seen={seen}",
    "POST /cases/{case}/dismiss": "?match={match}",
}


@dataclass
class Ending:
    """Makes what an act is to end, and lets somebody do it."""

    inside: Inside
    world: World
    choir: str
    need: str
    """Where all of them would fit."""
    waiting: list[str] = field(default_factory=list)
    """People for whom something is proposed, and whose case nobody has yet."""

    def act(self, who: str, door: Door) -> httpx.Response:
        """Done with right words to something of its own; done again, as people do who are told that
        somebody else, here the matcher, was faster.
        """
        made = MADE[ACTS[str(door)][0]](self, who)

        def done() -> httpx.Response | None:
            now = {**made, **self.proposed(made["person"])} if "person" in made else made
            answer = self.once(who, door, now)
            return None if answer.status_code == 409 else answer

        return soon(done)

    def once(self, who: str, door: Door, made: Made) -> httpx.Response:
        """Whoever is signed out by it is a twin."""
        kind, said = ACTS[str(door)]
        path = self.world.path(door, real=True, made=made)
        path += QUERIES.get(str(door), "").format_map(made)
        words = {name: text.format_map(made) for name, text in said.items()}
        if kind not in {"session", "link"}:
            return self.world.ask(who, door, path, words)
        with self.twin(who) as reader:
            return self.world_of(who, reader).ask(who, door, path, words)

    def proposed(self, person: str) -> Made:
        """The case of somebody, and what is proposed in it as it stands now."""

        def look() -> dict[str, Any] | None:
            theirs = (one for one in cards(self.world) if one["person"] == person)
            return next((one for one in theirs if one["proposals"]), None)

        known = soon(look)
        first = known["proposals"][0]
        return {"/cases/{case}": known["id"], "match": first["id"], "seen": str(first["version"])}

    def world_of(self, who: str, reader: httpx.Client) -> World:
        """The same world, with this reader alone in it."""
        return World({who: reader}, {who: token_for(reader)}, bodies=self.world.bodies)

    def twin(self, who: str) -> httpx.Client:
        """A browser of this role, with the account of somebody who is not there."""
        role = next((one for one in ROLES if one == who), None)
        guest = self.world.named["/accounts/{key}"]
        return signed_in(self.inside, role, guest, "") if role else client(self.inside)

    def made_id(self, who: str, path: str, said: Mapping[str, Any], named: str = "id") -> str:
        """The id of what somebody made."""
        return str(self.world.post(who, path, said)[named])


def nothing(_ending: Ending, _who: str) -> Made:
    """It needs right words alone; or what ends is the browser itself."""
    return {}


def asked_export(ending: Ending, _who: str) -> Made:
    """What somebody else has asked for."""
    with ending.twin("coordinator") as reader:
        other = ending.world_of("coordinator", reader)
        return {"/exports/{key}": other.post("coordinator", EXPORTS, {"reason": "law"})["id"]}


def agreed_export(ending: Ending, who: str) -> Made:
    """What the reader has asked for, and somebody else has agreed to."""
    key = ending.made_id(who, EXPORTS, {"reason": "law"})
    with ending.twin("coordinator") as reader:
        ending.world_of("coordinator", reader).post("coordinator", f"{EXPORTS}/{key}/agree")
    return {"/exports/{key}": key}


def link(ending: Ending, _who: str) -> Made:
    key = run(ending.inside, ending.inside.first_link()).rpartition("/")[2]
    return {"/sign-in/{key}": key, "key": key}


def token(ending: Ending, who: str) -> Made:
    """One that a knock has made; there may be few at a time."""
    known = [one["id"] for one in ending.world.get(who, TOKENS) if one["name"] != LASTING]
    return {"/tokens/{key}": known[-1] if known else ending.made_id(who, TOKENS, {"name": "once"})}


def person(ending: Ending, _who: str) -> Made:
    """Somebody for whom there is nothing."""
    receipt = ending.world.post("nobody", PEOPLE_API, form("chess"))
    key = receipt["status_link"].partition("?")[0].rpartition("/")[2]
    return {"/people/{key}": key, "/my/{key}": key, "id": receipt["person"]}


def proven(ending: Ending, who: str) -> Made:
    """Somebody who has asked for the code that proves who they are."""
    made = person(ending, who)
    ending.world.post("nobody", f"{PEOPLE_API}/{made['/my/{key}']}/code")
    return {**made, "code": keys_of(ending.inside).code(made["id"], "1")}


def child(ending: Ending, _who: str) -> Made:
    key = ending.made_id("nobody", PEOPLE_API, CHILD, "person")
    guardian = keys_of(ending.inside).link_key("guardian", key)
    return {"/guardian/{key}": guardian, "/guardians/{key}": guardian}


def need(ending: Ending, _who: str) -> Made:
    return {"/needs/{key}": ending.made_id("association", "/intake/api/v1/needs", NEED)}


def club(ending: Ending, _who: str) -> Made:
    said = {"name": f"Klubb {uuid4().hex}", "contact_name": "Eva",
            "contact_email": f"{uuid4().hex}@example.org"}  # fmt: skip
    key = ending.made_id("nobody", "/intake/api/v1/associations", said)
    return {"/associations/{key}": key}


def contact(ending: Ending, _who: str) -> Made:
    said = {"name": "Evald", "email": f"{uuid4().hex}@example.org"}
    path = f"/intake/api/v1/associations/{ending.choir}/contacts"
    ending.world.post("coordinator", path, said)
    listed = ending.world.get("coordinator", path)
    account = next(one["account"] for one in listed if one["email"] == said["email"])
    return {"/association/contacts/{key}": account, "/contacts/{account}": account}


def free_case(ending: Ending, _who: str) -> Made:
    """A case that nobody has, and in which something is proposed."""
    somebody = ending.waiting.pop()
    return {**ending.proposed(somebody), "person": somebody, "need": ending.need}


def own_case(ending: Ending, who: str) -> Made:
    """The same, taken by the one who acts."""
    made = free_case(ending, who)
    ending.world.post(who, f"/matching/api/v1/cases/{made['/cases/{case}']}/claim")
    return made


def form(wish: str) -> dict[str, Any]:
    return {"kind": "participant", "interests": [wish], "age": "26-64", "first_name": "Once",
            "consent": True, "email": f"{uuid4().hex}@example.org"}  # fmt: skip


MADE: Final[Mapping[str, Callable[[Ending, str], Made]]] = {
    "session": nothing,
    **{
        one.__name__: one
        for one in (nothing, asked_export, agreed_export, link, token, person, proven, child, need,
                    club, contact, free_case, own_case)
    },
}  # fmt: skip


def ending_in(inside: Inside, world: World) -> Ending:
    """With as many people who wait as there are acts on a case, all sent at once."""
    wide = world.post("association", "/intake/api/v1/needs", NEED)["id"]
    acts = [door for door, (kind, _) in ACTS.items() if kind.endswith("_case")]
    waiting = sum(len(rows()[door]) for door in acts)
    sent = [world.post("nobody", PEOPLE_API, form("choir"))["person"] for _ in range(waiting)]
    return Ending(inside, world, world.named["/associations/{key}"], wide, sent)
