"""Being forgotten: nothing stays in intake, the others are told, and the link says so."""

import sqlite3
from pathlib import Path

import pytest

from services.intake.drafts import DRAFTS
from services.intake.people.erase import KNOWN_AS_ERASED_MS, erased
from services.intake.people.person import ACCESSES, OLD_LINKS, Person
from services.intake.people.register import link_of
from services.intake.people.submit import revoke_link
from services.intake.ticking import EVERY_MS, tick_id
from shared.contracts.matching import CaseMoved
from shared.contracts.notifications import PersonForgotten
from shared.keys import Keys
from tests.intake.people.own import CANARIES, FORM, arrived, asked, english, only, write
from tests.intake.people.test_api import PEOPLE, post
from tests.intake.people.test_own import seen_by
from tests.intake.people.test_status import PERSON
from tests.intake.walker import bodies, desk_of, hidden
from tests.stage import NOON, Stage


async def erase(stage: Stage, mine: str) -> None:
    browser = english(stage)
    code = await asked(stage, browser, mine, "erase")
    assert (await write(browser, mine, "erase", code)).headers["location"] == mine
    await stage.settle()


def everything_stored(folder: Path) -> str:
    """Every row of every table, as text."""
    with sqlite3.connect(folder / "lotsa.sqlite") as file:
        tables = [
            row[0] for row in file.execute("select name from sqlite_master where type='table'")
        ]
        rows = [str(row) for name in tables for row in file.execute(f'select * from "{name}"')]  # noqa: S608
    return "\n".join(rows)


def test_a_field_that_is_not_named_is_gone(tmp_path: Path) -> None:
    keys = Keys.load_or_make(tmp_path / "keys.json")
    raw = {**PERSON.model_dump(by_alias=True), "added_later": "Zebulonia"}
    blank, told = erased(Person.model_validate(raw), NOON, keys)
    assert "Zebulonia" not in blank.model_dump_json()
    assert "Amina" not in blank.model_dump_json()
    assert [message.kind() for message in told] == ["PersonWithdrawn", "ContactChanged"]
    assert erased(blank, NOON + 1, keys) == (blank, ())


async def test_everything_a_person_told_is_gone(stage: Stage, tmp_path: Path) -> None:
    mine, browser = await arrived(stage), english(stage)
    await seen_by(stage, "guide", "call")
    page = await browser.get(f"{mine}/change/when")
    await browser.post(f"{mine}/change/when", data={**hidden(page), "slots": ["sat_morning"]})
    before = everything_stored(tmp_path)
    assert all(canary in before for canary in (CANARIES[0], *CANARIES[2:]))
    await erase(stage, mine)
    after = everything_stored(tmp_path)
    assert [canary for canary in CANARIES if canary in after] == []
    store = desk_of(stage).store
    for of in (ACCESSES, OLD_LINKS, DRAFTS):
        assert await store.find(of, {}) == []
    person = await only(stage)
    assert (person.case, person.consents, person.wishes.interests) == (None, (), ())


async def test_the_others_are_told_once(stage: Stage) -> None:
    mine = await arrived(stage)
    person = await only(stage)
    await erase(stage, mine)
    gone = {"person": person.id, "reason": "erased", "why": "asked"}
    assert bodies(stage, "PersonWithdrawn") == [gone]
    contact = bodies(stage, "ContactChanged")[-1]
    assert (contact["contact"], contact["sealed"]) == (person.id, None)
    assert contact["key_id"], "an erased record has a body"


async def test_the_link_says_in_plain_words_that_all_is_erased(stage: Stage) -> None:
    mine = await arrived(stage)
    await erase(stage, mine)
    for path in ("", "/change", "/seen", "/download", "/erase", "/withdraw"):
        page = await english(stage).get(mine + path)
        assert page.status_code == 410
        assert "Everything about you is erased" in page.text
    key = mine.rpartition("/")[2]
    told = await stage.client().get(f"{PEOPLE}/{key}")
    assert (told.status_code, told.json()["slug"]) == (410, "erased")


async def test_an_older_link_says_nothing_any_more(stage: Stage) -> None:
    mine = await arrived(stage)
    fresh = await revoke_link(desk_of(stage), await only(stage))
    await erase(stage, f"/my/{link_of(fresh.id, fresh.generation, stage.keys)}")
    assert (await english(stage).get(mine)).status_code == 200  # as one never heard of


async def test_it_takes_a_code_and_a_press(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    code = await asked(stage, browser, mine, "erase")
    await browser.get(f"{mine}/erase")
    assert (await browser.post(f"{mine}/erase", data={"code": code})).status_code == 403
    assert (await only(stage)).erased_at is None
    page = await browser.get(f"{mine}/erase")
    for status in (303, 410):
        done = await browser.post(f"{mine}/erase", data={**hidden(page), "code": code})
        assert done.status_code == status
    await stage.settle()
    assert len(bodies(stage, "PersonWithdrawn")) == 1


async def test_the_same_form_again_brings_nobody_back(stage: Stage) -> None:
    number = "5f0c9a3e-7d41-4b8e-9a55-1f1f6a0f5a01"
    receipt = await post(stage.client(), FORM, number)
    await erase(stage, "/my/" + receipt.json()["status_link"].rpartition("/")[2])
    again = await post(stage.client(), FORM, number)
    assert again.json()["person"] == receipt.json()["person"]
    assert (await only(stage)).first_name == ""


async def test_a_late_word_of_matching_brings_nothing_back(stage: Stage) -> None:
    mine = await arrived(stage)
    person = await only(stage)
    await erase(stage, mine)
    facts = {"case": "c", "person": person.id, "alias": "Blue Gull 12", "guide": "account-guide"}
    late = CaseMoved.model_validate({**facts, "state": "asked", "waiting": "person"})
    await stage.hear(late, "c")
    assert ((await only(stage)).case, (await only(stage)).erased_in) == (None, ())
    over = {**facts, "state": "ended", "waiting": "none", "reason": "erased"}
    await stage.hear(CaseMoved.model_validate(over), "c", sequence=2)
    await stage.hear(PersonForgotten(person=person.id), person.id)
    assert ((await only(stage)).case, (await only(stage)).erased_in) == (
        None,
        ("matching", "notifications"),
    )


async def test_nobody_who_works_here_finds_them(stage: Stage) -> None:
    mine = await arrived(stage)
    person = await only(stage)
    coordinator = stage.client("coordinator")
    assert (await coordinator.get(f"/people/{person.id}")).status_code == 200
    await erase(stage, mine)
    assert (await coordinator.get(f"/people/{person.id}")).status_code == 404
    names = await coordinator.get(f"/names?person={person.id}&reason=call")
    assert names.json() == {}


async def test_the_last_of_them_goes_after_90_days(stage: Stage) -> None:
    mine = await arrived(stage)
    await erase(stage, mine)
    stage.clock.at += KNOWN_AS_ERASED_MS - 60_000
    await stage.settle()
    assert (await english(stage).get(mine)).status_code == 410
    stage.clock.at += 60_001
    await stage.settle()
    with pytest.raises(ValueError, match="not enough values"):
        await only(stage)


async def test_a_tick_goes_to_the_contact_topic_every_six_hours(stage: Stage) -> None:
    """Kafka compacts only where something is appended."""
    await stage.settle()

    def ticks() -> int:
        here = tick_id("malmo")
        return sum(one["contact"] == here for one in bodies(stage, "ContactChanged"))

    assert ticks() == 1
    stage.clock.at += EVERY_MS - 60_000
    await stage.settle()
    assert ticks() == 1
    stage.clock.at += 60_000
    await stage.settle()
    assert ticks() == 2
    for _ in range(4):
        stage.clock.at += EVERY_MS
        await stage.settle()
    assert ticks() == 6
