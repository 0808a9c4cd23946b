"""Everything about oneself: a code opens the way to each part, and intake's holds all that is marked."""

from urllib.parse import urlsplit

import httpx
import pytest

from services.intake.people.own_part import GIVEN
from services.intake.people.person import PEOPLE as KEPT
from services.intake.people.person import CaseSeen
from shared.contracts.fields import registered
from shared.contracts.own_part import exported
from shared.own_pass import HOLDERS, PASS_MS, links, pass_for
from tests.intake.people.own import CANARIES, arrived, asked, english, only, write
from tests.intake.people.test_api import PEOPLE
from tests.intake.people.test_own import seen_by
from tests.intake.people.test_status import PERSON
from tests.stage import Stage


async def offered(stage: Stage, browser: httpx.AsyncClient, mine: str) -> dict[str, str]:
    """The paths of the parts, as a program reads them that has the code."""
    code = await asked(stage, browser, mine, "download")
    key = mine.rpartition("/")[2]
    told = (await stage.client().post(f"{PEOPLE}/{key}/export", json={"code": code})).json()
    assert told["until"] == stage.clock() + PASS_MS
    return {service: urlsplit(link).path for service, link in told["parts"].items()}


async def test_a_code_leads_to_every_part(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    code = await asked(stage, browser, mine, "download")
    page = await write(browser, mine, "download", code)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    found = await offered(stage, browser, mine)
    assert tuple(found) == HOLDERS
    for service in HOLDERS:
        assert f'data-part="{service}"' in page.text
        assert f'href="/{service}/api/v1/everything/' in page.text
    assert 'data-everything="lotsa.json"' in page.text
    wrong = await write(browser, mine, "download", "000000" if code != "000000" else "111111")
    assert "data-part" not in wrong.text
    assert wrong.status_code == 422


async def test_intakes_part_holds_what_was_said_and_who_has_looked(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    await seen_by(stage, "guide", "call")
    answer = await browser.get((await offered(stage, browser, mine))["intake"])
    assert answer.headers["content-disposition"] == 'attachment; filename="lotsa-intake.json"'
    assert answer.headers["cache-control"] == "no-store"
    part = answer.json()
    person = part["holds"]["person"]
    assert [person[name] for name in ("first_name", "phone", "email")] == [
        CANARIES[0],
        CANARIES[2],
        CANARIES[3],
    ]
    assert person["answers"]["interests"] == ["choir"]
    assert person["consents"][0]["text"] == 1
    assert part["holds"]["looks"][0]["reason"] == "call"
    assert part["read_me"][0] == "This is what we keep about you under your name."
    # Neither the link nor what leads to it, nor who works here.
    assert mine.rpartition("/")[2] not in answer.text
    assert "key_hash" not in answer.text
    assert "account-guide" not in answer.text


@pytest.mark.parametrize("name", ["case", "offer", "guardian"])
def test_the_part_holds_what_the_registry_says_and_no_more(name: str) -> None:
    listed = {field for field, row in registered(type(PERSON)).items() if row.export}
    assert set(exported(PERSON)) == listed
    assert name in listed
    assert {"key_hash", "code", "guide"}.isdisjoint(listed)
    assert {one.__name__ for one in GIVEN} == {"Person", "Access", "Answers"}


async def test_the_parts_are_the_persons_own_and_only_for_a_while(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    path = (await offered(stage, browser, mine))["intake"]
    assert (await stage.client().get(path)).status_code == 200
    known = await only(stage)
    case = CaseSeen(state="asked", waiting="person", alias="a", guide="guide", moved_at=0)
    await stage.running.store.save(KEPT, known.model_copy(update={"case": case}))
    assert (await stage.client().get(path)).json()["holds"]["person"]["case"]["alias"] == "a"
    unknown = links(pass_for("nobody", stage.clock() + PASS_MS, stage.keys))["intake"]
    assert (await stage.client().get(unknown)).status_code == 404
    assert (await stage.client().get(path[:-1])).status_code == 404
    stage.clock.at += PASS_MS
    assert (await stage.client().get(path)).status_code == 404


async def test_of_somebody_erased_there_is_no_part(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    path = (await offered(stage, browser, mine))["intake"]
    stage.clock.passes(minutes=2)
    code = await asked(stage, browser, mine, "erase")
    assert (await write(browser, mine, "erase", code)).status_code == 303
    assert (await stage.client().get(path)).status_code == 410
