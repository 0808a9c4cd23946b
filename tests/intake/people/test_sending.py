"""Sending: once however often, counted, told without a name."""

import asyncio
import logging
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from services.intake.app import INTAKE
from services.intake.drafts import DRAFTS
from services.intake.people.limits import DRAFTS_PER_ADDRESS, FORMS_PER_ADDRESS
from tests.intake.door import signed_in
from tests.intake.walker import ANSWERS, answer, bodies, desk_of, filled, hidden, people, sent
from tests.stage import Clock, Stage, staged

CANARY = "Zarqesha"
PHONE = "+46709998877"
CONTACT = {"first_name": CANARY, "phone": "070-999 88 77", "consent": "yes"}


@pytest.fixture
def browser(stage: Stage) -> httpx.AsyncClient:
    return english(stage)


def english(stage: Stage) -> httpx.AsyncClient:
    made = stage.client()
    made.cookies.set("lang", "en")
    return made


async def test_a_form_becomes_one_person_who_is_told(
    stage: Stage, browser: httpx.AsyncClient
) -> None:
    where = (await sent(browser)).headers["location"]
    assert (await browser.get(where)).status_code == 200
    await stage.settle()
    (person,) = await people(stage)
    assert (person.first_name, person.phone, person.language) == ("Amina", "+46701234567", "en")
    assert stage.bus.kinds().count("PersonRegistered") == 1
    (told,) = bodies(stage, "PersonRegistered")
    assert told["wishes"]["interests"] == ["football", "choir"]
    assert await desk_of(stage).store.find(DRAFTS, {}) == []


async def test_a_second_click_gets_the_same_receipt(
    stage: Stage, browser: httpx.AsyncClient
) -> None:
    page = await filled(browser)
    first, second = [await browser.post("/form/check", data=hidden(page)) for _ in range(2)]
    assert first.headers["location"] == second.headers["location"]
    assert len(await people(stage)) == 1


async def test_two_clicks_at_once_make_one_person(stage: Stage, browser: httpx.AsyncClient) -> None:
    page = await filled(browser)
    clicks = [browser.post("/form/check", data=hidden(page)) for _ in range(8)]
    answers = await asyncio.gather(*clicks)
    assert {one.status_code for one in answers} == {303}
    assert len({one.headers["location"] for one in answers}) == 1
    assert len(await people(stage)) == 1
    await stage.settle()
    assert stage.bus.kinds().count("PersonRegistered") == 1


async def test_two_forms_are_two_people(stage: Stage) -> None:
    """The control of the two above."""
    await sent(english(stage))
    await sent(english(stage))
    assert len(await people(stage)) == 2


async def test_a_page_of_another_form_sends_nothing(
    stage: Stage, browser: httpx.AsyncClient
) -> None:
    page = await filled(browser)
    stale = await browser.post("/form/check", data={**hidden(page), "form_id": str(uuid4())})
    assert stale.status_code == 409
    assert "another form" in stale.text
    assert await people(stage) == []
    assert (await browser.post("/form/check", data=hidden(stale))).status_code == 303


async def test_forms_cannot_be_begun_without_end(stage: Stage, browser: httpx.AsyncClient) -> None:
    limits = desk_of(stage).limits
    for _ in range(DRAFTS_PER_ADDRESS.most):
        await limits.take(DRAFTS_PER_ADDRESS, "127.0.0.1", stage.clock())
    refused = await answer(browser, "kind", ANSWERS["kind"])
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 3600
    assert await desk_of(stage).store.find(DRAFTS, {}) == []


async def test_no_message_and_no_log_line_holds_a_name_or_a_number(
    stage: Stage, browser: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    where = (await sent(browser, {"contact": CONTACT})).headers["location"]
    await browser.get(where)
    await answer_wrong(browser)
    await stage.settle()
    told = " ".join(str(one.data) for one in stage.bus.sent)
    logged = " ".join(str(vars(record)) for record in caplog.records if ours(record))
    for secret in (CANARY, PHONE, "9998877", "999 88 77"):
        assert secret not in told
        assert secret not in logged
    # The control: the person's document holds both.
    (person,) = await people(stage)
    assert (person.first_name, person.phone) == (CANARY, PHONE)


def ours(record: logging.LogRecord) -> bool:
    # The test's own browser logs what it sends.
    return not record.name.startswith(("httpx", "httpcore", "asyncio"))


async def answer_wrong(browser: httpx.AsyncClient) -> None:
    await answer(browser, "kind", ANSWERS["kind"])
    wrong = {**CONTACT, "first_name": f"<{CANARY}>"}
    assert (await answer(browser, "contact", wrong)).status_code == 422


async def test_a_guide_sends_for_somebody_and_it_is_noted(stage: Stage) -> None:
    guide = await signed_in(stage, "guide@example.org", "guide")
    guide.cookies.set("lang", "sv")
    through = {"first_name": "Amina", "through_guide": "yes", "consent": "yes"}
    await sent(guide, {"contact": through})
    await stage.settle()
    (person,) = await people(stage)
    assert person.guide == bodies(stage, "PersonRegistered")[0]["guide"] is not None
    assert person.consents[0].guide == person.guide
    # Amina speaks Arabic and Somali; the page was the guide's.
    assert (person.reach, person.language) == ("guide", "ar")


async def test_an_association_sends_only_for_itself(stage: Stage) -> None:
    """The control: somebody else who is signed in is nobody's guide."""
    contact = stage.client("association", account="a", association="b")
    await sent(contact)
    assert [person.guide for person in await people(stage)] == [None]


async def test_too_many_forms_from_one_address_are_kept_and_told_when(
    stage: Stage, browser: httpx.AsyncClient
) -> None:
    await exhaust(stage)
    page = await filled(browser)
    refused = await browser.post("/form/check", data=hidden(page))
    assert refused.status_code == 429
    assert "Your answers are kept" in refused.text
    assert 0 < int(refused.headers["retry-after"]) <= 3600
    assert await people(stage) == []
    stage.clock.passes(seconds=int(refused.headers["retry-after"]) + 1)
    again = await browser.post("/form/check", data=hidden(page))
    assert again.headers["location"].startswith("/my/")
    assert (await people(stage))[0].first_name == "Amina"


async def exhaust(stage: Stage) -> None:
    """As many forms as one address may send, without filling them in."""
    limits, now = desk_of(stage).limits, stage.clock()
    for _ in range(FORMS_PER_ADDRESS.most):
        await limits.take(FORMS_PER_ADDRESS, "127.0.0.1", now)


async def test_replicas_count_together(tmp_path: Path) -> None:
    clock = Clock()
    async with staged(INTAKE, tmp_path, clock=clock) as one:
        await exhaust(one)
        async with staged(INTAKE, tmp_path, clock=clock) as other:
            browser = english(other)
            page = await filled(browser)
            refused = await browser.post("/form/check", data=hidden(page))
            assert refused.status_code == 429


async def test_a_guide_is_not_counted_with_the_address(stage: Stage) -> None:
    await exhaust(stage)
    guide = await signed_in(stage, "guide@example.org", "guide")
    assert (await sent(guide)).status_code == 303


async def test_a_header_alone_gives_no_new_address(stage: Stage) -> None:
    await exhaust(stage)
    browser = english(stage)
    browser.headers["x-forwarded-for"] = "203.0.113.7"
    page = await filled(browser)
    assert (await browser.post("/form/check", data=hidden(page))).status_code == 429


async def test_the_proxys_word_counts(tmp_path: Path) -> None:
    async with staged(INTAKE, tmp_path, trusted_proxy="127.0.0.1") as stage:
        await exhaust(stage)
        browser = english(stage)
        # What the reader made up comes first; what the proxy saw comes last.
        browser.headers["x-forwarded-for"] = "127.0.0.1, 203.0.113.7"
        assert (await sent(browser)).status_code == 303
