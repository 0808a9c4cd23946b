"""What a guide does on a page, done by a program."""

import httpx

from services.intake.people.person import ACCESSES
from shared.contracts.matching import CaseClaimed
from shared.web.sessions import Role
from tests.intake.door import known, signed_in
from tests.intake.walker import desk_of, people, sent
from tests.stage import Stage

API = "/intake/api/v1"


async def program(stage: Stage, role: Role = "guide") -> httpx.AsyncClient:
    browser = await signed_in(stage, f"{role}@example.org", role)
    made = stage.client()
    made.headers["authorization"] = f"Bearer {browser.cookies['lotsa-session']}"
    return made


async def claimed(stage: Stage) -> str:
    """The id of a person whose case the guide has taken."""
    await sent(stage.client())
    (person,) = await people(stage)
    guide = await known(stage, "guide@example.org")
    taken = CaseClaimed(
        case="c",
        person=person.id,
        state="proposed",
        waiting="guide",
        alias="Blue Gull 12",
        guide=guide.id,
    )
    await stage.hear(taken, "c")
    return person.id


async def test_names_and_contact_of_ones_own_case(stage: Stage) -> None:
    guide = await program(stage)
    key = await claimed(stage)
    names = await guide.get(f"{API}/names", params={"person": [key, "no-id"]})
    assert names.json() == {key: "Amina"}
    contact = await guide.post(f"{API}/contacts/{key}", json={"reason": "call"})
    assert contact.json() == {
        "first_name": "Amina",
        "reach": "phone",
        "phone": "+46701234567",
        "email": None,
    }
    (noted,) = await desk_of(stage).store.find(ACCESSES, {})
    assert noted.reason == "call"


async def test_without_a_reason_there_is_no_contact(stage: Stage) -> None:
    guide = await program(stage)
    key = await claimed(stage)
    for body in ({}, {"reason": "because"}, {"reason": {"$ne": ""}}, {"reason": "call", "id": "x"}):
        refused = await guide.post(f"{API}/contacts/{key}", json=body)
        assert refused.status_code == 422
        assert "because" not in refused.text
    assert await desk_of(stage).store.find(ACCESSES, {}) == []


async def test_others_learn_nothing(stage: Stage) -> None:
    guide = await program(stage)
    key = await claimed(stage)
    admin = await program(stage, "admin")
    reason = {"reason": "call"}
    theirs = await admin.post(f"{API}/contacts/{key}", json=reason)
    made_up = await guide.post(f"{API}/contacts/no-id", json=reason)
    assert (theirs.status_code, theirs.text) == (made_up.status_code, made_up.text)
    assert theirs.status_code == 404
    assert (await stage.client().post(f"{API}/contacts/{key}", json=reason)).status_code == 401


async def test_a_class_code_lifts_the_limit(stage: Stage) -> None:
    guide = await program(stage)
    made = (await guide.post(f"{API}/class-codes")).json()
    assert made["expires_at"] == stage.clock() + 24 * 3_600_000
    path = made["link"].removeprefix("http://127.0.0.1:8080")
    assert (await stage.client().get(path)).headers["location"] == "/"
    assert (await (await program(stage, "admin")).post(f"{API}/class-codes")).status_code == 404
