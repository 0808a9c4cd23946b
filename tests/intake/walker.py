"""Somebody who fills in the form in a browser: each page opened, answered, and sent on."""

import re
from collections.abc import Mapping
from typing import Any

import httpx

from services.intake.desk import Desk
from services.intake.people.person import PEOPLE, Person
from tests.stage import Stage

FORM_ID = re.compile(r'name="form_id" value="([^"]+)"')
TOKEN = re.compile(r'name="form_token" value="([^"]+)"')
Fields = Mapping[str, str | list[str]]

# The shortest way through, page by page.
ANSWERS: dict[str, Fields] = {
    "kind": {"kind": "participant"},
    "interests": {"interests": ["choir", "football"]},
    "district": {"district": "rosengard"},
    "place": {"area": "herrgarden"},
    "when": {"slots": ["tue_evening", "mon_morning"]},
    "languages": {"languages": ["ar", "so"], "swedish": "little"},
    "age": {"age": "18-25"},
    "hopes": {"hopes": ["network"], "groups": "any", "musts": ["free"]},
    "contact": {"first_name": "Amina", "phone": "070-123 45 67", "consent": "yes"},
}


def desk_of(stage: Stage) -> Desk:
    desk: Desk = stage.running.desk
    return desk


def hidden(page: httpx.Response) -> dict[str, str]:
    """The hidden fields of the page's own form."""
    token = TOKEN.search(page.text)
    form_id = FORM_ID.search(page.text)
    assert token is not None
    return {"form_token": token[1], **({"form_id": form_id[1]} if form_id else {})}


async def answer(browser: httpx.AsyncClient, step: str, fields: Fields) -> httpx.Response:
    """Opens the page of a question and sends an answer."""
    page = await browser.get(f"/form/{step}")
    assert page.status_code == 200, page.headers.get("location")
    return await browser.post(f"/form/{step}", data={**hidden(page), **fields})


async def filled(
    browser: httpx.AsyncClient, changed: Mapping[str, Fields] | None = None
) -> httpx.Response:
    """Everything answered; returns the page where the answers are checked."""
    for step, fields in {**ANSWERS, **(changed or {})}.items():
        answered = await answer(browser, step, fields)
        assert answered.status_code == 303, answered.text
    return await browser.get("/form/check")


async def sent(
    browser: httpx.AsyncClient, changed: Mapping[str, Fields] | None = None
) -> httpx.Response:
    """The form, sent; returns the redirect to the status page."""
    page = await filled(browser, changed)
    return await browser.post("/form/check", data=hidden(page))


async def people(stage: Stage) -> list[Person]:
    return await desk_of(stage).store.find(PEOPLE, {})


def bodies(stage: Stage, kind: str) -> list[dict[str, Any]]:
    """What was told of this kind, oldest first."""
    return [one.data for one in stage.bus.sent if one.envelope.kind == kind]
