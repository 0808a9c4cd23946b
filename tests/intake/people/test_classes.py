"""Class codes: a room full of people behind one address."""

import re
from pathlib import Path

import httpx
import pytest

from services.intake.classes import CLASS_CODES
from services.intake.people.limits import FORMS_PER_ADDRESS, FORMS_PER_CLASS, WRONG_KEYS
from tests.intake.door import signed_in
from tests.intake.walker import desk_of, filled, hidden, people, sent
from tests.stage import Stage

LINK = re.compile(r"http://127\.0\.0\.1:8080(/class/[\w-]+)")


async def made(stage: Stage) -> str:
    """The path of a fresh code's link."""
    guide = await signed_in(stage, "guide@example.org", "guide")
    page = await guide.get("/classes")
    shown = await guide.post("/classes", data=hidden(page))
    found = LINK.search(shown.text)
    assert found is not None
    return found[1]


@pytest.fixture
async def full(stage: Stage) -> Stage:
    """A stage whose one address has sent as many forms as it may."""
    for _ in range(FORMS_PER_ADDRESS.most):
        await desk_of(stage).limits.take(FORMS_PER_ADDRESS, "127.0.0.1", stage.clock())
    return stage


async def pupil(stage: Stage, link: str) -> httpx.AsyncClient:
    browser = stage.client()
    assert (await browser.get(link)).headers["location"] == "/"
    return browser


async def test_a_class_goes_on_where_the_address_is_full(full: Stage) -> None:
    link = await made(full)
    for _ in range(3):
        assert (await sent(await pupil(full, link))).status_code == 303
    assert len(await people(full)) == 3
    # The control: without the link the same address is refused.
    outsider = full.client()
    page = await filled(outsider)
    assert (await outsider.post("/form/check", data=hidden(page))).status_code == 429


async def test_the_store_keeps_no_code(stage: Stage, tmp_path: Path) -> None:
    code = (await made(stage)).removeprefix("/class/")
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("lotsa.sqlite*"))
    assert code.encode() not in kept
    (document,) = await desk_of(stage).store.find(CLASS_CODES, {})
    assert document.id.encode() in kept


async def test_a_code_is_shown_once_and_good_for_a_day(full: Stage) -> None:
    link = await made(full)
    browser = await pupil(full, link)
    full.clock.passes(hours=24)
    await full.settle()
    assert (await full.client().get(link)).status_code == 404
    assert browser.cookies
    assert await desk_of(full).store.find(CLASS_CODES, {}) == []


async def test_a_code_is_good_for_a_class_and_no_more(full: Stage) -> None:
    link = await made(full)
    (document,) = await desk_of(full).store.find(CLASS_CODES, {})
    for _ in range(FORMS_PER_CLASS.most):
        await desk_of(full).limits.take(FORMS_PER_CLASS, document.id, full.clock())
    browser = await pupil(full, link)
    page = await filled(browser)
    assert (await browser.post("/form/check", data=hidden(page))).status_code == 429


async def test_codes_cannot_be_guessed_at_length(stage: Stage) -> None:
    browser = stage.client()
    tries = [await browser.get(f"/class/{number:016}") for number in range(WRONG_KEYS.most + 1)]
    assert [one.status_code for one in tries] == [404] * WRONG_KEYS.most + [429]


async def test_only_guides_make_codes(stage: Stage) -> None:
    browser = stage.client()
    page = await browser.get("/form/kind")
    assert (await browser.post("/classes", data=hidden(page))).status_code == 401
    admin = await signed_in(stage, "admin@example.org", "admin")
    page = await admin.get("/form/kind")
    assert (await admin.post("/classes", data=hidden(page))).status_code == 404
    assert await desk_of(stage).store.find(CLASS_CODES, {}) == []
