"""One's own details: who has looked, everything in one file, and another contact."""

import pytest

from services.intake.people.looks import WHY
from services.intake.people.names import REASONS
from services.intake.people.person import PEOPLE as KEPT
from services.intake.people.person import CaseSeen
from shared.web.looks import GIVEN
from shared.web.looks import REASONS as OPENING
from tests.intake.people.own import CANARIES, arrived, asked, english, only, write
from tests.intake.people.test_api import PEOPLE
from tests.intake.walker import bodies, desk_of, hidden
from tests.stage import Stage


async def seen_by(stage: Stage, role: str, reason: str) -> None:
    """Somebody who works here looks at the contact."""
    person = await only(stage)
    desk = desk_of(stage)
    case = CaseSeen(state="asked", waiting="person", alias="a", guide="account-guide", moved_at=0)
    if person.case is None:
        from_store = person.model_copy(update={"case": case})
        await desk.store.save(KEPT, from_store)
    browser = stage.client(role)  # type: ignore[arg-type]
    page = await browser.get(f"/people/{person.id}")
    data = {**hidden(page), "reason": reason}
    assert (await browser.post(f"/people/{person.id}/contact", data=data)).status_code == 303


def test_every_reason_has_words_for_the_one_it_is_about() -> None:
    # A list of everybody is made by two, and nobody chooses that they gave a case to a guide.
    assert set(WHY) == {*REASONS, *OPENING, GIVEN, "export"}


async def test_a_person_reads_who_looked_when_and_why(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    assert "Nobody has looked so far" in (await browser.get(f"{mine}/seen")).text
    await seen_by(stage, "guide", "call")
    stage.clock.passes(minutes=5)
    await seen_by(stage, "coordinator", "mend")
    page = (await browser.get(f"{mine}/seen")).text
    for said in ("Your guide", "To ask you something", "The office", "Something was wrong"):
        assert said in page
    assert page.index("The office") < page.index("To ask you something")
    # Their work, never who they are.
    assert "account-guide" not in page
    key = mine.rpartition("/")[2]
    looks = (await stage.client().get(f"{PEOPLE}/{key}/looks")).json()
    assert [(one["role"], one["reason"]) for one in looks] == [
        ("coordinator", "mend"),
        ("guide", "call"),
    ]
    assert set(looks[0]) == {"role", "reason", "at", "what", "association", "alias", "saw"}


async def test_another_persons_looks_are_not_shown(stage: Stage) -> None:
    mine = await arrived(stage)
    await seen_by(stage, "guide", "call")
    other, browser = await arrived(stage, email="else@example.org"), english(stage)
    assert "Your guide" in (await browser.get(f"{mine}/seen")).text
    assert "Nobody has looked so far" in (await browser.get(f"{other}/seen")).text


async def test_name_and_contact_are_changed_with_the_code(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    code = await asked(stage, browser, mine, "contact")
    form = await write(browser, mine, "contact", code)
    assert CANARIES[3] in form.text
    wrong = await write(browser, mine, "contact", code, do="save", first_name="Amina", email="x")
    assert wrong.status_code == 422
    assert "Write the whole e-mail address" in wrong.text
    fields = {"do": "save", "first_name": "Amina", "phone": "0709999999", "through_guide": "yes"}
    for _ in range(2):
        saved = await write(browser, mine, "contact", code, **fields)
        assert saved.headers["location"] == mine
    person = await only(stage)
    assert (person.first_name, person.phone, person.email, person.reach) == (
        "Amina",
        "+46709999999",
        None,
        "guide",
    )
    await stage.settle()
    told = [one for one in bodies(stage, "ContactChanged") if one["contact"] == person.id]
    assert len(told) == 2  # the form and the change


async def test_a_program_changes_a_contact_by_the_same_rules(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    code = await asked(stage, browser, mine, "contact")
    where = f"{PEOPLE}/{mine.rpartition('/')[2]}/contact"
    program, body = stage.client(), {"code": code, "first_name": "Amina", "phone": "0709999999"}
    assert (await program.put(where, json={**body, "code": "1"})).status_code == 422
    assert (await program.put(where, json={**body, "reach": "email"})).status_code == 422
    assert (await program.put(where, json={**body, "phone": ""})).status_code == 422
    assert (await only(stage)).first_name == CANARIES[0]
    assert (await program.put(where, json=body)).status_code == 200
    assert (await only(stage)).first_name == "Amina"


@pytest.mark.parametrize("page", ["seen", "download", "contact", "erase"])
async def test_a_made_up_link_leads_nowhere(stage: Stage, page: str) -> None:
    assert (await stage.client().get(f"/my/AAAAAAAAAAAAAAAAAAAAAA/{page}")).status_code == 404
