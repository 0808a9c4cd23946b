"""A need as its two pages send it, and the browser of an association that may post it."""

import httpx

from services.intake.needs.need import NEEDS, Need
from tests.intake.door import (
    desk_of,
    known,
    link_path,
    send,
    verified,
)
from tests.stage import Stage

FIRST = {
    "kind": "leader",
    "title": "Tränare på tisdagar",
    "activities": ["football", "running"],
    "seats": "2",
    "place": "Kroksbäcks IP",
    "area": "",
    "slots": ["tue_evening", "thu_evening"],
}


SECOND = {
    "swedish": "little",
    "languages": ["ar"],
    "ages": ["18-25", "26-64"],
    "groups": "any",
    "cost": "0",
    "step_free": "yes",
    "register_check": "yes",
    "skills": ["coach"],
    "starts": "2027-01-31",
    "weeks": "10",
}


WHOLE: dict[str, str | list[str]] = {**FIRST, **SECOND, "go": "post"}


async def speaker(stage: Stage, email: str = "kor@example.org") -> httpx.AsyncClient:
    """The contact of a verified association, signed in."""
    await verified(stage, f"Kören {email}", email)
    browser = stage.client()
    await send(browser, await link_path(stage, await known(stage, email)))
    return browser


async def all_needs(stage: Stage) -> list[Need]:
    return await desk_of(stage).store.find(NEEDS, {"region": "malmo", "state": "open"})
