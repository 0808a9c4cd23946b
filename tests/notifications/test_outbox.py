"""Who reads which letters, and when a link stands in the clear."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.notifications.app import NOTIFICATIONS
from shared.contracts.intake import ContactChanged, PersonRegistered, Wishes
from shared.contracts.matching import CaseClaimed
from tests.stage import Stage, staged

API = "/notifications/api/v1/deliveries"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(NOTIFICATIONS, tmp_path) as stage:
        await letters_to(stage, "p1", "p2")
        yield stage


async def letters_to(stage: Stage, *people: str) -> None:
    wishes = Wishes(kinds=("participant",), interests=("choir",))
    for person in people:
        said = {"name": f"Name-{person}", "language": "sv", "email": f"{person}@example.org"}
        key_id, sealed = stage.keys.seal(json.dumps(said), about=person)
        changed = ContactChanged(contact=person, key_id=key_id, sealed=sealed)
        await stage.hear(changed, person)
        told = PersonRegistered(
            person=person, wishes=wishes, registered_at=stage.clock(), key_hash="h"
        )
        await stage.hear(told, person)


async def claimed(stage: Stage, person: str, guide: str) -> None:
    facts = {"case": f"c-{person}", "person": person, "state": "proposed", "waiting": "guide"}
    told = CaseClaimed.model_validate({**facts, "alias": "Lugn Sjö 42", "guide": guide})
    await stage.hear(told, f"c-{person}")


@pytest.mark.parametrize(
    ("roles", "status"),
    [((), 303), (("association",), 404), (("admin",), 404), (("guide",), 200)],
)
async def test_who_may_open_the_outbox(stage: Stage, roles: tuple[str, ...], status: int) -> None:
    async with stage.client(*roles) as browser:  # type: ignore[arg-type]
        assert (await browser.get("/outbox")).status_code == status


async def test_the_letters_of_one_person_are_for_their_guide(stage: Stage) -> None:
    await claimed(stage, "p1", "g1")
    await claimed(stage, "p2", "g1")
    async with stage.client("guide", account="g1") as browser:
        page = (await browser.get("/outbox?person=p1")).text
        assert "Name-p1" in page
        assert "Name-p2" not in page
        assert len((await browser.get(f"{API}?person=p1")).json()) == 1
        assert (await browser.get("/outbox?person=nobody")).status_code == 404
    async with stage.client("guide", account="g2") as browser:
        assert (await browser.get("/outbox?person=p1")).status_code == 404
        assert (await browser.get(f"{API}?person=p1")).status_code == 404
    async with stage.client("coordinator", account="c") as browser:
        assert "Name-p2" in (await browser.get("/outbox?person=p2")).text


async def test_a_guide_reads_letters_about_their_own_people_only(stage: Stage) -> None:
    await claimed(stage, "p1", "g1")
    async with stage.client("guide", account="g1") as browser:
        page = (await browser.get("/outbox")).text
        assert "Name-p1" in page
        assert "Name-p2" not in page
        assert len((await browser.get(API)).json()) == 1
    async with stage.client("guide", account="g2") as browser:
        assert "Name-p" not in (await browser.get("/outbox")).text
    async with stage.client("coordinator") as browser:
        assert len((await browser.get(API)).json()) == 2


async def test_a_letter_stands_there_as_its_reader_sees_it(stage: Stage) -> None:
    async with stage.client("coordinator") as browser:
        page = (await browser.get("/outbox")).text
    assert "Name-p1" in page
    assert stage.keys.link_key("person", "p1", "1") in page


async def test_links_are_masked_once_letters_leave_the_machine(tmp_path: Path) -> None:
    async with staged(NOTIFICATIONS, tmp_path, smtp_url="smtp://127.0.0.1:9") as stage:
        await letters_to(stage, "p1")
        async with stage.client("coordinator") as browser:
            page = (await browser.get("/outbox")).text
        assert "Name-p1" in page
        assert stage.keys.link_key("person", "p1", "1") not in page


async def test_the_api_holds_no_name_and_no_address(stage: Stage) -> None:
    async with stage.client("coordinator") as browser:
        text = (await browser.get(API)).text
        assert "Name" not in text
        assert "example.org" not in text
        assert (await browser.get(f"{API}?state=lost")).status_code == 404
