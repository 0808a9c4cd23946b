"""Something real for each place of an address, so that a door is never shut for want of it."""

import asyncio
from collections.abc import Coroutine
from datetime import date, timedelta
from typing import Any, Final, TypeVar
from uuid import uuid4

from services.intake.needs.doubting import key_of
from services.intake.needs.need import NEEDS, doubted
from shared.bus.parking import Kept, ParkedKey, parked_of
from shared.keys import Keys, hash_of
from shared.own_pass import pass_for
from tests.journeys import walking
from tests.journeys.reading import soon
from tests.privacy.inside import READY_S, Inside
from tests.privacy.knocking import World
from tests.privacy.walked import Walked

T = TypeVar("T")
DAY_MS: Final = 86_400_000
FAR: Final = timedelta(days=150)
TABLE: Final = "name,contact_name,contact_email\nHusie odling,Ulla,ulla@example.org"
CHILD: Final = {
    "kind": "participant", "interests": ["football"], "age": "0-12", "first_name": "Hana",
    "guardian_email": "parent@example.org", "guardian_language": "ar", "consent": True,
}  # fmt: skip
NEED: Final = {
    "kind": "participant", "title": "Kör för alla", "activities": ["choir"], "seats": 100,
    "slots": ["tue_evening"], "ages": ["18-25", "26-64"],
}  # fmt: skip
PEOPLE_API: Final = "/intake/api/v1/people"
TOKENS: Final = "/intake/api/v1/tokens"
EXPORTS: Final = "/intake/api/v1/exports"
LASTING: Final = "matrix"


def run(inside: Inside, doing: Coroutine[Any, Any, T]) -> T:
    """What a coroutine returns in the loop that this Lotsa runs in."""
    return asyncio.run_coroutine_threadsafe(doing, inside.loop).result(READY_S)


def keys_of(inside: Inside) -> Keys:
    return Keys.load(inside.settings.keys_file)


def named(inside: Inside, walked: Walked, world: World, choir: str) -> dict[str, str]:
    """By the part of a route: the guide's case, the association's need and candidate, and the rest."""
    (need, *_) = world.get("association", "/intake/api/v1/needs")
    answer = walking.letter(inside, walked.person.email, "/answer/").path
    answer_key = answer.rpartition("/")[2].partition("?")[0]
    # Whoever fills in the form of a child walks with it until a guardian has answered.
    child = world.post("guide", PEOPLE_API, CHILD)["person"]
    guardian = keys_of(inside).link_key("guardian", child)
    (contact, *_) = world.get("coordinator", f"/intake/api/v1/associations/{choir}/contacts")
    return {
        "/association/contacts/{key}": contact["account"],
        "/contacts/{account}": contact["account"],
        **own_case(inside, world),
        "/guardian-words/{person}": child,
        "/guardian/{key}": guardian,
        "/guardians/{key}": guardian,
        "/needs/{key}": need["id"],
        "/needs/{need}": need["id"],
        "/still/{key}": doubt(inside, need["id"]),
        "/candidates/{match}": walked.match,
        "/answer/{key}": answer_key,
        "/answers/{key}": answer_key,
        "/associations/{key}": choir,
        **of_staff(inside, world),
        **{f"/{name}/dead/{{key}}": dead(inside, name) for name in inside.apps},
        **{f"/{name}/api/v1/dead/{{key}}": dead(inside, name) for name in inside.apps},
    }


def own_case(inside: Inside, world: World) -> dict[str, str]:
    """Somebody whose case the guide has, and whom a coordinator has said why they look up."""
    person = walking.newcomer(inside, "Ottilinda")
    key = person.page.rpartition("/")[2]

    def look() -> dict[str, Any] | None:
        return next((card for card in cards(world) if card["state"] == "proposed"), None)

    case = soon(look)
    world.post("guide", f"/matching/api/v1/cases/{case['id']}/claim")
    soon(lambda: world.readers["guide"].get(f"/people/{case['person']}").is_success or None)
    # A coordinator has said why they open another guide's person; before, they are asked.
    reason = {"reason": "cover", "form_token": world.tokens["coordinator"]}
    said = world.readers["coordinator"].post(f"/people/{case['person']}/why", data=reason)
    assert said.is_redirect
    token = pass_for(case["person"], inside.now() + DAY_MS, keys_of(inside))
    return {
        "/everything/{token}": token,
        "/cases/{case}": case["id"],
        "/my/{key}": key,
        "/intake/api/v1/people/{key}": key,
        "/people/{key}": case["person"],
        "/wishes/{person}": case["person"],
        "/erasures/{person}": case["person"],
        "/contacts/{key}": case["person"],
    }


def cards(world: World) -> list[dict[str, Any]]:
    """Every case on the board."""
    columns = world.get("coordinator", "/matching/api/v1/board")["columns"]
    return [card for column in columns for card in column["cases"]]


def doubt(inside: Inside, need: str) -> str:
    """The link behind which an association is asked whether its need still holds."""

    async def asked() -> str:
        desk = inside.apps["intake"].state.desk
        known = await desk.store.get(NEEDS, need)
        assert known is not None
        key = key_of(desk.keys, need, known.doubts + 1)
        await desk.store.save(NEEDS, doubted(known, hash_of(key), desk.now()))
        return key

    return run(inside, asked())


def dead(inside: Inside, service: str) -> str:
    """A record that the service could not apply, and that somebody has to decide about."""
    record = Kept(topic="t", partition=0, offset=1, key="p", value=b"v", headers=())
    doc = ParkedKey(
        id=str(uuid4()), region="malmo", topic="t", partition=0, standing="dead", reason="raised",
        since=inside.now(), queue=(record,),
    )  # fmt: skip
    store = inside.apps[service].state.running.store
    run(inside, store.save(parked_of(service), doc))
    return doc.id


def of_staff(inside: Inside, world: World) -> dict[str, str]:
    """What coordinators have made, and a call that waits for somebody."""
    accounts = world.get("coordinator", "/intake/api/v1/accounts")
    guest = next(one["id"] for one in accounts if one["email"] == "guide@example.org")
    export = world.post("coordinator", EXPORTS, {"reason": "law"})["id"]
    table = {"kind": "associations", "table": TABLE}
    put_in = world.post("coordinator", "/intake/api/v1/imports", table)["id"]
    code = world.post("coordinator", "/intake/api/v1/class-codes")["link"].rpartition("/")[2]
    day = (date.today() + FAR).isoformat()  # noqa: DTZ011 - any day that is far from now
    evening = {"title": "Kväll", "place": "Husie", "day": day, "starts": "18:00", "ends": "20:00",
               "seats": "40"}  # fmt: skip
    gathering = world.post("coordinator", "/events/api/v1/gatherings", evening)["id"]
    world.post("coordinator", f"/events/api/v1/gatherings/{gathering}/publish")
    world.post("coordinator", "/matching/api/v1/passes")
    passes = soon(lambda: world.get("coordinator", "/matching/api/v1/passes") or None)
    call = soon(lambda: calls(world) or None)[0]["id"]
    token = world.post("coordinator", TOKENS, {"name": LASTING})["id"]
    return {
        "/tokens/{key}": token,
        "/sign-in/{key}": run(inside, inside.first_link()).rpartition("/")[2],
        "/accounts/{key}": guest,
        "/exports/{key}": export,
        "/import/{key}": put_in,
        "/imports/{key}": put_in,
        "/class/{code}": code,
        "/gatherings/{key}": gathering,
        "/passes/{number}": str(passes[0]["number"]),
        "/outbox/{key}": call,
        "/deliveries/{key}": call,
    }


def calls(world: World) -> list[dict[str, Any]]:
    """Letters that somebody has to read out: to whoever came by phone alone."""
    found: list[dict[str, Any]] = world.get(
        "coordinator", "/notifications/api/v1/deliveries?state=call"
    )
    return found
