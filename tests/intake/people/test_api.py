"""A form sent as JSON: the same rules, the same receipt."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.intake.people.answers import NO_INTEREST, NO_NAME, ODD_NAME
from services.intake.people.limits import FORMS_PER_ADDRESS
from tests.intake.door import known, signed_in
from tests.intake.walker import bodies, desk_of, people, sent
from tests.stage import Stage

PEOPLE = "/intake/api/v1/people"
BODY: dict[str, Any] = {
    "interests": ["choir"],
    "first_name": "Amina",
    "phone": "0701234567",
    "consent": True,
    "language": "ar",
}


async def post(
    program: httpx.AsyncClient, body: object, form_id: str | None = None
) -> httpx.Response:
    return await program.post(
        PEOPLE, json=body, headers={"idempotency-key": form_id or str(uuid4())}
    )


def key_in(receipt: httpx.Response) -> str:
    link: str = receipt.json()["status_link"]
    return link.rpartition("/")[2]


async def test_a_form_gets_a_receipt_and_a_link(stage: Stage) -> None:
    program = stage.client()
    receipt = await post(program, BODY)
    assert receipt.status_code == 201
    assert receipt.json()["state"] == "registered"
    (person,) = await people(stage)
    assert (person.id, person.language) == (receipt.json()["person"], "ar")
    page = await program.get(f"/my/{key_in(receipt)}")
    assert "Amina" in page.text


async def test_the_same_key_gets_the_same_receipt(stage: Stage) -> None:
    program, key = stage.client(), str(uuid4())
    first = await post(program, BODY, key)
    again = await post(program, {**BODY, "first_name": "Else"}, key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert [person.first_name for person in await people(stage)] == ["Amina"]


async def test_eight_at_once_make_one_person(stage: Stage) -> None:
    key = str(uuid4())
    answers = await asyncio.gather(*(post(stage.client(), BODY, key) for _ in range(8)))
    assert len({one.text for one in answers}) == 1
    assert len(await people(stage)) == 1
    await stage.settle()
    assert len(bodies(stage, "PersonRegistered")) == 1


async def test_a_page_and_a_program_know_the_same_rules(stage: Stage) -> None:
    wrong = await post(stage.client(), {**BODY, "interests": [], "first_name": "<b>"})
    assert wrong.status_code == 422
    assert wrong.headers["content-type"] == "application/problem+json"
    assert wrong.json()["fields"] == {"interests": NO_INTEREST, "first_name": ODD_NAME}
    missing = await post(stage.client(), {})
    assert missing.json()["fields"]["first_name"] == NO_NAME


@pytest.mark.parametrize(
    "changed",
    [
        {"first_name": {"$ne": ""}},
        {"first_name": ["a"]},
        {"first_name": "canary$ne"},
        {"first_name": "canary" * 100},
        {"interests": [{"$gt": "canary"}]},
        {"interests": {"$where": "canary"}},
        {"interests": "canary"},
        {"languages": ["canary"]},
        {"consent": "canary"},
        {"consent": 1},
        {"age": "canary"},
        {"age": "0-12"},
        {"language": "canary"},
        {"district": "$canary"},
        {"canary.$ne": "canary"},
        {"id": "canary"},
        {"guide": "canary"},
        {"state": "active"},
        {"version": 7},
    ],
)
async def test_what_does_not_fit_is_refused_and_not_repeated(
    stage: Stage, changed: dict[str, object]
) -> None:
    refused = await post(stage.client(), {**BODY, **changed})
    assert refused.status_code == 422
    assert refused.json()["slug"] == "invalid"
    fields = refused.json()["fields"]
    assert fields
    assert "canary" not in str({name: said for name, said in fields.items() if "." not in name})
    assert "canary" not in " ".join(fields.values())
    assert await people(stage) == []


@pytest.mark.parametrize("key", ["", "1", "$ne", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"])
async def test_the_key_has_to_be_a_forms_own(stage: Stage, key: str) -> None:
    refused = await stage.client().post(PEOPLE, json=BODY, headers={"idempotency-key": key})
    assert refused.status_code == 422
    assert await people(stage) == []
    assert (await stage.client().post(PEOPLE, json=BODY)).status_code == 422


async def test_a_megabyte_is_refused(stage: Stage) -> None:
    refused = await post(stage.client(), {**BODY, "first_name": "a" * 1_000_000})
    assert refused.status_code == 413
    assert refused.json()["slug"] == "too-large"


async def test_with_a_cookie_it_takes_the_form_token(stage: Stage) -> None:
    browser = stage.client()
    await browser.get("/form/kind")
    assert browser.cookies
    assert (await post(browser, BODY)).status_code == 403
    assert await people(stage) == []


async def test_a_guides_program_sends_for_somebody(stage: Stage) -> None:
    guide = await signed_in(stage, "guide@example.org", "guide")
    program = stage.client()
    program.headers["authorization"] = f"Bearer {guide.cookies['lotsa-session']}"
    assert (await post(program, BODY)).status_code == 201
    (person,) = await people(stage)
    assert person.guide == (await known(stage, "guide@example.org")).id


async def test_the_limit_says_when_to_try_again(stage: Stage) -> None:
    limits = desk_of(stage).limits
    for _ in range(FORMS_PER_ADDRESS.most):
        await limits.take(FORMS_PER_ADDRESS, "127.0.0.1", stage.clock())
    refused = await post(stage.client(), BODY)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 3600


async def test_the_status_is_what_the_page_says(stage: Stage) -> None:
    program = stage.client()
    key = key_in(await post(program, BODY))
    status = (await program.get(f"{PEOPLE}/{key}")).json()
    assert (status["first_name"], status["state"], status["waiting"]) == (
        "Amina",
        "registered",
        "ranking",
    )
    assert status["answers"]["interests"] == ["choir"]
    assert "0701234567" not in str(status)
    assert "+46701234567" not in str(status)


async def test_a_made_up_key_is_not_found(stage: Stage) -> None:
    refused = await stage.client().get(f"{PEOPLE}/AAAAAAAAAAAAAAAAAAAAAA")
    assert refused.status_code == 404
    assert refused.json()["slug"] == "not-found"


async def test_leaving_by_program(stage: Stage) -> None:
    program = stage.client()
    key = key_in(await post(program, BODY))
    for _ in range(2):
        assert (await program.post(f"{PEOPLE}/{key}/withdraw")).json() == {"withdrawn": True}
    assert (await program.get(f"{PEOPLE}/{key}")).json()["withdrawn"] is True
    await stage.settle()
    assert len(bodies(stage, "PersonWithdrawn")) == 1


async def test_page_and_program_make_the_same_person(stage: Stage) -> None:
    await sent(stage.client())
    await post(
        stage.client(),
        {
            "kind": "participant",
            "interests": ["choir", "football"],
            "district": "rosengard",
            "area": "herrgarden",
            "slots": ["tue_evening", "mon_morning"],
            "languages": ["ar", "so"],
            "swedish": "little",
            "age": "18-25",
            "hopes": ["network"],
            "groups": "any",
            "musts": ["free"],
            "first_name": "Amina",
            "phone": "070-123 45 67",
            "consent": True,
        },
    )
    one, other = await people(stage)
    assert one.wishes == other.wishes
    assert (one.first_name, one.phone) == (other.first_name, other.phone)
