"""A draft: sealed under the cookie, opened at once by the same hand, asked about later."""

from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from services.intake.drafts import DRAFTS, Draft, new_key, seal, unseal
from services.intake.people.answers import Answers
from tests.intake.door import signed_in
from tests.intake.walker import ANSWERS, answer, desk_of, filled, hidden, people
from tests.stage import Stage

NAME = "Zarqesha"


@pytest.fixture
def browser(stage: Stage) -> httpx.AsyncClient:
    made = stage.client()
    made.cookies.set("lang", "en")
    return made


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("lotsa.sqlite*"))


def test_only_the_key_opens_a_draft() -> None:
    draft = Draft(form_id=str(uuid4()), way="new", answers=Answers(first_name=NAME))
    key = new_key()
    sealed = seal(draft, key)
    assert NAME not in sealed
    assert unseal(sealed, key) == draft
    assert unseal(sealed, new_key()) is None


async def test_the_store_holds_no_word_of_a_draft(
    stage: Stage, browser: httpx.AsyncClient, tmp_path: Path
) -> None:
    await filled(browser, {"contact": {**ANSWERS["contact"], "first_name": NAME}})
    assert len(await desk_of(stage).store.find(DRAFTS, {})) == 1
    assert NAME.encode() not in bytes_of(tmp_path)
    key = browser.cookies["lotsa-draft"]
    assert key.encode() not in bytes_of(tmp_path)
    # The control: once it is sent, the name stands there.
    page = await browser.get("/form/check")
    await browser.post("/form/check", data=hidden(page))
    assert NAME.encode() in bytes_of(tmp_path)


async def test_within_ten_minutes_it_opens_at_once(
    stage: Stage, browser: httpx.AsyncClient
) -> None:
    await filled(browser)
    stage.clock.passes(minutes=10)
    assert (await browser.get("/form/check")).status_code == 200


async def test_later_it_asks_who_is_there_and_shows_one_letter(
    stage: Stage, browser: httpx.AsyncClient
) -> None:
    await filled(browser, {"contact": {**ANSWERS["contact"], "first_name": NAME}})
    stage.clock.passes(minutes=11)
    for path in ("/form/check", "/form/contact", "/form/kind"):
        asked = await browser.get(path)
        assert asked.headers["location"].startswith("/form/again")
    page = await browser.get("/form/again?to=check")
    assert "Go on as Z…" in page.text
    assert NAME not in page.text
    on = await browser.post("/form/again", data={**hidden(page), "go": "on", "to": "check"})
    assert on.headers["location"] == "/form/check"
    assert NAME in (await browser.get("/form/check")).text


async def test_somebody_else_starts_a_new_one(stage: Stage, browser: httpx.AsyncClient) -> None:
    await filled(browser, {"contact": {**ANSWERS["contact"], "first_name": NAME}})
    stage.clock.passes(hours=1)
    page = await browser.get("/form/again?to=kind")
    fresh = await browser.post("/form/again", data={**hidden(page), "go": "new", "to": "kind"})
    assert fresh.headers["location"] == "/form/kind"
    assert await desk_of(stage).store.find(DRAFTS, {}) == []


async def test_a_slow_answer_is_taken_from_the_page_that_asked(
    stage: Stage, browser: httpx.AsyncClient
) -> None:
    await answer(browser, "kind", ANSWERS["kind"])
    page = await browser.get("/form/interests")
    stage.clock.passes(hours=3)
    answered = await browser.post("/form/interests", data={**hidden(page), "interests": "chess"})
    assert answered.headers["location"] == "/form/district"


async def test_it_goes_after_fourteen_days_and_not_before(
    stage: Stage, browser: httpx.AsyncClient
) -> None:
    await answer(browser, "kind", ANSWERS["kind"])
    stage.clock.passes(hours=14 * 24 - 1)
    await stage.settle()
    assert len(await desk_of(stage).store.find(DRAFTS, {})) == 1
    stage.clock.passes(hours=1)
    await stage.settle()
    assert await desk_of(stage).store.find(DRAFTS, {}) == []


async def test_a_guides_device_keeps_none(stage: Stage) -> None:
    guide = await signed_in(stage, "guide@example.org", "guide")
    guide.cookies.set("lang", "en")
    await filled(guide, {"contact": {**ANSWERS["contact"], "first_name": NAME}})
    stage.clock.passes(minutes=11)
    assert (await guide.get("/form/check")).headers["location"] == "/form/kind"
    assert "Go on as" not in (await guide.get("/form/again?to=check")).text
    stage.clock.passes(minutes=50)
    await stage.settle()
    assert await desk_of(stage).store.find(DRAFTS, {}) == []


async def test_finish_and_clear_leaves_nothing(stage: Stage, browser: httpx.AsyncClient) -> None:
    page = await filled(browser)
    cleared = await browser.post("/form/clear", data=hidden(page))
    assert cleared.headers["location"] == "/"
    assert "lotsa-draft" not in browser.cookies
    assert await desk_of(stage).store.find(DRAFTS, {}) == []
    assert await people(stage) == []
