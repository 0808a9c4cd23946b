"""What tests of one's own details do again and again: send a form, ask for a code, write it."""

import httpx

from services.intake.people.person import Person
from tests.intake.people.test_api import BODY, key_in, post
from tests.intake.walker import bodies, hidden, people
from tests.stage import Stage

CANARIES = ("Zebulonia", "0701740605", "+46701740605", "zebulonia@example.org")
FORM = {**BODY, "first_name": CANARIES[0], "phone": CANARIES[1], "email": CANARIES[3]}


async def arrived(stage: Stage, **changed: object) -> str:
    """The path of the status page of somebody who sent a form."""
    return f"/my/{key_in(await post(stage.client(), {**FORM, **changed}))}"


def english(stage: Stage) -> httpx.AsyncClient:
    browser = stage.client()
    browser.cookies.set("lang", "en")
    return browser


async def asked(stage: Stage, browser: httpx.AsyncClient, mine: str, to: str) -> str:
    """A code, asked for on the page and worked out as notifications would."""
    page = await browser.get(f"{mine}/{to}")
    sent = await browser.post(f"{mine}/code", data={**hidden(page), "to": to})
    assert sent.headers["location"] == f"{mine}/{to}"
    await stage.settle()
    told = bodies(stage, "CodeAsked")[-1]
    return stage.keys.code(told["person"], str(told["number"]))


async def write(
    browser: httpx.AsyncClient, mine: str, to: str, code: str, **more: str
) -> httpx.Response:
    """The code, written on its page."""
    page = await browser.get(f"{mine}/{to}")
    return await browser.post(f"{mine}/{to}", data={**hidden(page), "code": code, **more})


async def only(stage: Stage) -> Person:
    (person,) = await people(stage)
    return person
