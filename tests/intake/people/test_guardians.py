"""Children whose guardian is asked, for those who work here: who sees them, who notes a word."""

import httpx
import pytest

from services.intake.people.person import Person
from shared.web.languages import day_of
from tests.intake.people.own import only
from tests.intake.people.test_guardian import CHILDS, heard_of
from tests.intake.walker import hidden
from tests.stage import Stage


def reader(stage: Stage, role: str, account: str) -> httpx.AsyncClient:
    browser = (
        stage.client("guide", account=account)
        if role == "guide"
        else stage.client("coordinator", account=account)
    )
    browser.cookies.set("lang", "en")
    return browser


@pytest.fixture
async def child(stage: Stage) -> Person:
    """A child whose form was sent by the guide "account-guide"."""
    guide = stage.client("guide", account="account-guide")
    page = await guide.get("/form/kind")
    headers = {
        "x-form-token": hidden(page)["form_token"],
        "idempotency-key": hidden(page)["form_id"],
    }
    sent = await guide.post("/intake/api/v1/people", json=CHILDS, headers=headers)
    assert sent.status_code == 201
    return await only(stage)


async def note(browser: httpx.AsyncClient, child: Person, word: str, day: str) -> httpx.Response:
    token = hidden(await browser.get("/form/kind"))["form_token"]
    told = {"form_token": token, "word": word, "day": day}
    return await browser.post(f"/people/{child.id}/guardian", data=told)


async def test_who_sent_the_form_sees_the_child(stage: Stage, child: Person) -> None:
    page = await reader(stage, "guide", "account-guide").get("/guardians")
    assert "Zebulonia" in page.text
    chief = await reader(stage, "coordinator", "account-chief").get("/guardians")
    assert child.id in chief.text
    assert "Zebulonia" not in chief.text
    other = reader(stage, "guide", "account-other")
    assert child.id not in (await other.get("/guardians")).text
    assert (await other.get(f"/people/{child.id}")).status_code == 404
    assert (await note(other, child, "yes-paper", "2026-01-01")).status_code == 404


async def test_a_word_on_paper_is_noted_with_its_day(stage: Stage, child: Person) -> None:
    guide, today = reader(stage, "guide", "account-guide"), day_of(stage.clock())
    assert "Yes, on paper" in (await guide.get(f"/people/{child.id}")).text
    assert heard_of(stage) == []
    done = await note(guide, child, "yes-paper", today.isoformat())
    assert done.headers["location"] == "/guardians"
    await stage.settle()
    assert heard_of(stage) == ["PersonRegistered"]
    guardian = (await only(stage)).guardian
    assert guardian
    assert (guardian.how, guardian.by, guardian.day) == (
        "paper",
        "account-guide",
        today.isoformat(),
    )
    # Then it is a case like any other: nobody's, until somebody takes it.
    assert (await guide.get(f"/people/{child.id}")).status_code == 404
    assert (await note(guide, child, "no-phone", today.isoformat())).status_code == 404


@pytest.mark.parametrize("day", ["", "2999-01-01", "2001-01-01", "yesterday", "20260101"])
async def test_a_day_that_cannot_be_is_refused(stage: Stage, child: Person, day: str) -> None:
    guide = reader(stage, "guide", "account-guide")
    wrong = await note(guide, child, "yes-paper", day)
    assert wrong.status_code == 422
    assert "today or before" in wrong.text
    assert (await only(stage)).waits_for_guardian


async def test_a_coordinator_hears_a_no_on_the_phone(stage: Stage, child: Person) -> None:
    chief = reader(stage, "coordinator", "account-chief")
    assert "Zebulonia" not in (await chief.get(f"/people/{child.id}")).text
    await note(chief, child, "no-phone", day_of(stage.clock()).isoformat())
    await stage.settle()
    erased = await only(stage)
    assert erased.erased_at is not None
    assert erased.guardian
    assert (erased.guardian.answer, erased.guardian.by) == ("no", None)


async def test_programs_note_it_too(stage: Stage, child: Person) -> None:
    guide = reader(stage, "guide", "account-guide")
    token = hidden(await guide.get("/form/kind"))["form_token"]
    headers, api = {"x-form-token": token}, "/intake/api/v1/guardian-words"
    listed = (await guide.get(api)).json()
    assert [one["person"] for one in listed] == [child.id]
    told = {"word": "yes-phone", "day": day_of(stage.clock()).isoformat()}
    put = await guide.put(f"{api}/{child.id}", json=told, headers=headers)
    assert put.json()["noted"] is True
    assert (await guide.get(api)).json() == []
    assert (await only(stage)).waits_for_guardian is False
