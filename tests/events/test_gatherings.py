"""A gathering is planned, published once, and found; drafts are nobody else's business."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from services.events.app import EVENTS
from services.events.planning import GatheringForm, Wrong, plan
from tests.stage import NOON, Stage, staged

API = "/events/api/v1/gatherings"
FORM = {
    "title": "Dialogforum",
    "place": "Folkets hus",
    "day": "2026-09-01",
    "starts": "17:00",
    "ends": "19:00",
    "seats": "60",
}


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(EVENTS, tmp_path) as stage:
        yield stage


async def made(browser: httpx.AsyncClient, key: str = "", **changes: str) -> httpx.Response:
    """Planned by the API, as the pages of this browser would."""
    token = await token_of(browser)
    headers = {"idempotency-key": key or str(uuid4()), "x-form-token": token}
    return await browser.post(API, json={**FORM, **changes}, headers=headers)


async def token_of(browser: httpx.AsyncClient) -> str:
    page = (await browser.get("/gatherings/new")).text
    _, _, rest = page.partition('name="form_token" value="')
    return rest.partition('"')[0]


async def test_a_gathering_is_planned_published_and_found(stage: Stage) -> None:
    async with stage.client("coordinator") as browser:
        draft = await made(browser)
        assert draft.status_code == 201
        key = draft.json()["id"]
        assert (await browser.get(API)).json() == []
        token = await token_of(browser)
        for _ in range(2):
            done = await browser.post(f"/gatherings/{key}/publish", data={"form_token": token})
            assert done.status_code == 303
    await stage.settle()
    assert stage.bus.kinds() == ["GatheringPublished"]
    async with stage.client() as anybody:
        assert [one["id"] for one in (await anybody.get(API)).json()] == [key]
        assert "Dialogforum" in (await anybody.get("/gatherings")).text


async def test_the_same_form_sent_twice_is_one_gathering(stage: Stage) -> None:
    key = str(uuid4())
    async with stage.client("coordinator") as browser:
        first, second = await made(browser, key), await made(browser, key)
        assert first.json() == second.json()


async def test_a_draft_is_seen_by_its_maker_and_by_coordinators(stage: Stage) -> None:
    async with stage.client("guide", account="g1") as browser:
        key = (await made(browser)).json()["id"]
        assert (await browser.get(f"{API}/{key}")).status_code == 200
    async with stage.client("guide", account="g2") as browser:
        hidden = await browser.get(f"{API}/{key}")
        unknown = await browser.get(f"{API}/{uuid4()}")
        assert (hidden.status_code, hidden.content) == (404, unknown.content)
    async with stage.client("guide", account="g1") as browser:
        token = await token_of(browser)
        refused = await browser.post(f"/gatherings/{key}/publish", data={"form_token": token})
        assert refused.status_code == 404


async def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    stage: Stage,
) -> None:
    async with stage.client("coordinator") as browser:
        token = await token_of(browser)
        sent = {**FORM, "seats": "many", "form_token": token, "form_id": str(uuid4())}
        page = await browser.post("/gatherings/new", data=sent)
    assert page.status_code == 422
    assert "Dialogforum" in page.text
    assert 'value="many"' in page.text


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title", ""),
        ("title", "x" * 101),
        ("place", " "),
        ("day", "2020-01-01"),
        ("day", "soon"),
        ("ends", "16:00"),
        ("ends", ""),
        ("seats", "0"),
        ("seats", "-1"),
        ("seats", "9" * 40),
    ],
)
def test_each_field_has_its_rule(field: str, text: str) -> None:
    form = GatheringForm(**{**FORM, field: text})
    with pytest.raises(Wrong) as wrong:
        plan(form, key="k", region="malmo", by="a", now=NOON)
    assert field in wrong.value.fields


async def test_a_form_without_its_token_is_refused(stage: Stage) -> None:
    async with stage.client("coordinator") as browser:
        sent = await browser.post("/gatherings/new", data={**FORM, "form_id": str(uuid4())})
        assert sent.status_code == 403
        foreign = {"origin": "https://elsewhere.example"}
        assert (await browser.post(API, json=FORM, headers=foreign)).status_code == 403


async def test_what_a_role_may_not_send_is_refused(stage: Stage) -> None:
    async with stage.client("coordinator") as browser:
        assert (await made(browser, state="published")).status_code == 422
