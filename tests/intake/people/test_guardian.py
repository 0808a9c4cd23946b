"""A child under 13: nobody hears of them before a guardian has said yes, and a no leaves nothing."""

from pathlib import Path

import httpx
import pytest

from services.intake.people.answers import CHILD, NO_GUARDIAN, Answers, problems
from services.intake.people.guardian import noted, said
from services.intake.people.person import Person
from services.intake.people.register import (
    GUARDIAN_ANSWERS_MS,
    GUARDIAN_REMINDED_MS,
    Form,
    guardian_link,
    register,
    renew_link,
)
from services.intake.people.revise import revise
from shared.keys import Keys
from tests.intake.people.own import english, only
from tests.intake.people.test_api import key_in, post
from tests.intake.walker import answer, bodies, hidden, sent
from tests.stage import NOON, Stage

CHILDS: dict[str, object] = {
    "kind": "participant",
    "interests": ["football"],
    "age": CHILD,
    "first_name": "Zebulonia",
    "guardian_email": "mother@example.org",
    "guardian_language": "ar",
    "consent": True,
}
ANSWERS = Answers.model_validate(CHILDS)
FORM = Form("0d6f9c5e-4b1b-4c46-9a0d-4b8a7f0b7a11", ANSWERS, "sv")


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys.load_or_make(tmp_path / "keys.json")


@pytest.fixture
def child(keys: Keys) -> Person:
    return register(FORM, NOON, "malmo", keys)[0]


async def page_of(stage: Stage, **changed: object) -> str:
    """The path of the guardian's page of a child who has sent the form."""
    assert (await post(stage.client(), {**CHILDS, **changed})).status_code == 201
    await stage.settle()
    return f"/guardian/{guardian_link((await only(stage)).id, stage.keys)}"


async def press(browser: httpx.AsyncClient, path: str, word: str) -> httpx.Response:
    page = await browser.get(path)
    return await browser.post(path, data={**hidden(page), "answer": word})


def heard_of(stage: Stage) -> list[str]:
    """What others were told about people, but for who is asked and how they are reached."""
    told = [kind for kind in stage.bus.kinds() if kind.startswith("Person")]
    return [kind for kind in told if kind != "PersonWithdrawn"]


def test_the_guardian_is_how_a_child_is_reached(child: Person) -> None:
    assert (child.email, child.reach, child.language) == ("mother@example.org", "email", "ar")
    assert child.answers.guardian_email == ""
    assert child.waits_for_guardian


def test_of_a_child_a_guardians_address_is_asked_and_no_other() -> None:
    own = ANSWERS.model_copy(update={"guardian_email": "", "phone": "0701234567"})
    assert problems(own, "malmo") == {"guardian_phone": NO_GUARDIAN}
    through = own.model_copy(update={"through_guide": True})
    assert problems(through, "malmo") == {"guardian_phone": NO_GUARDIAN}
    assert problems(through.model_copy(update={"guardian_paper": True}), "malmo") == {}
    # The control: the same of somebody older is right as it is.
    assert problems(own.model_copy(update={"age": "13-15"}), "malmo") == {}


def test_nothing_that_changes_meanwhile_is_told(child: Person, keys: Keys) -> None:
    older = child.answers.model_copy(update={"age": "18-25"})
    changed, told = revise(child, older, based_on=1)
    assert (changed.wishes.age, told) == ("18-25", ())
    assert changed.waits_for_guardian
    assert renew_link(changed, keys)[1] == ()
    # The control: after the yes the same changes are told.
    sure, _ = said(child, "yes", NOON, keys)
    assert len(revise(sure, older, based_on=1)[1]) == 1
    assert len(renew_link(sure, keys)[1]) == 1


def test_the_first_word_counts(child: Person, keys: Keys) -> None:
    sure, told = said(child, "yes", NOON + 5, keys)
    assert [message.kind() for message in told] == ["PersonRegistered"]
    assert sure.consents[-1].at == NOON + 5
    assert sure.due == ()
    assert said(sure, "no", NOON + 6, keys) == (sure, ())
    blank, told = said(child, "no", NOON, keys)
    assert [message.kind() for message in told] == ["PersonWithdrawn", "ContactChanged"]
    assert said(blank, "yes", NOON, keys) == (blank, ())


def test_a_yes_does_not_bring_back_who_has_left(child: Person, keys: Keys) -> None:
    left = child.model_copy(update={"withdrawn_at": NOON})
    assert said(left, "yes", NOON, keys)[1] == ()


def test_a_word_on_paper_says_when_and_by_whom(child: Person, keys: Keys) -> None:
    sure, _ = noted(child, "yes", NOON, keys, how="paper", by="account-1", day="2026-06-01")
    assert sure.guardian
    assert (sure.guardian.how, sure.guardian.by, sure.guardian.day) == (
        "paper",
        "account-1",
        "2026-06-01",
    )
    assert sure.consents[-1].guide == "account-1"


async def test_a_yes_on_the_link_registers_the_child(stage: Stage) -> None:
    path = await page_of(stage)
    assert heard_of(stage) == []
    assert bodies(stage, "GuardianAsked")[0]["again"] is False
    browser = english(stage)
    page = await browser.get(path)
    assert "Zebulonia" in page.text
    assert "Football" in page.text
    assert heard_of(stage) == []
    for word in ("yes", "no"):
        answered = await browser.post(path, data={**hidden(page), "answer": word})
        assert answered.headers["location"] == path
    await stage.settle()
    assert heard_of(stage) == ["PersonRegistered"]
    assert "You have said yes" in (await browser.get(path)).text
    stage.clock.at += GUARDIAN_ANSWERS_MS
    await stage.settle()
    assert (await only(stage)).erased_at is None
    assert len(bodies(stage, "GuardianAsked")) == 1


async def test_somebody_of_13_is_registered_at_once(stage: Stage) -> None:
    """The control: what holds a child back holds nobody else."""
    await post(stage.client(), {**CHILDS, "age": "13-15", "phone": "0701234567"})
    await stage.settle()
    assert heard_of(stage) == ["PersonRegistered"]
    assert (await only(stage)).guardian is None


async def test_a_no_erases_all_and_both_pages_say_so(stage: Stage) -> None:
    sent_form = await post(stage.client(), CHILDS)
    mine = f"/my/{key_in(sent_form)}"
    path = f"/guardian/{guardian_link((await only(stage)).id, stage.keys)}"
    browser = english(stage)
    status = (await browser.get(mine)).text
    assert "We have asked your parent" in status
    await press(browser, path, "no")
    await stage.settle()
    blank = await only(stage)
    assert (blank.first_name, blank.email, blank.erased_in) == ("", None, ("matching",))
    assert "You have said no" in (await browser.get(path)).text
    gone = await browser.get(mine)
    assert gone.status_code == 410
    assert "Your parent has said no" in gone.text
    assert bodies(stage, "ContactChanged")[-1]["sealed"] is None


async def test_silence_is_reminded_of_once_and_then_erased(stage: Stage) -> None:
    sent_form = await post(stage.client(), CHILDS)
    await stage.settle()
    stage.clock.at += GUARDIAN_REMINDED_MS - 1
    await stage.settle()
    assert len(bodies(stage, "GuardianAsked")) == 1
    stage.clock.at += 1
    await stage.settle()
    assert [one["again"] for one in bodies(stage, "GuardianAsked")] == [False, True]
    stage.clock.at += GUARDIAN_ANSWERS_MS - GUARDIAN_REMINDED_MS - 1
    await stage.settle()
    assert (await only(stage)).erased_at is None
    stage.clock.at += 1
    await stage.settle()
    assert (await only(stage)).erased_at is not None
    assert len(bodies(stage, "GuardianAsked")) == 2
    gone = await english(stage).get(f"/my/{key_in(sent_form)}")
    assert "has not answered" in gone.text


async def test_links_are_asked_for_what_they_are(stage: Stage) -> None:
    path, browser = await page_of(stage), english(stage)
    assert (await browser.get("/guardian/made-up")).status_code == 404
    other = stage.keys.link_key("guardian", "nobody")
    assert (await browser.get(f"/guardian/{other}")).status_code == 410
    assert (await press(browser, path, "perhaps")).status_code == 422
    assert (await only(stage)).waits_for_guardian
    arabic = stage.client()
    assert 'lang="ar"' in (await arabic.get(path)).text


async def test_a_child_sends_the_form_on_its_pages(stage: Stage) -> None:
    browser = english(stage)
    contact = {
        "first_name": "Zebulonia",
        "guardian_phone": "0701740605",
        "guardian_language": "sv",
        # Nobody but a guide can say this.
        "guardian_paper": "yes",
        "consent": "yes",
    }
    asks = await answer(browser, "kind", {"kind": "participant"})
    await answer(browser, "age", {"age": CHILD})
    page = (await browser.get("/form/contact")).text
    assert "guardian_phone" in page
    assert "guardian_paper" not in page
    assert asks.status_code == 303
    answered = await sent(browser, {"age": {"age": CHILD}, "contact": contact})
    assert answered.headers["location"].startswith("/my/")
    child = await only(stage)
    assert (child.phone, child.waits_for_guardian) == ("+46701740605", True)


async def test_a_guide_with_paper_registers_at_once(stage: Stage) -> None:
    guide = stage.client("guide", account="account-guide")
    guide.cookies.set("lang", "en")
    contact = {"first_name": "Zebulonia", "guardian_paper": "yes", "consent": "yes"}
    paper = {"age": {"age": CHILD}, "contact": {**contact, "through_guide": "yes"}}
    assert (await sent(guide, paper)).status_code == 303
    await stage.settle()
    assert heard_of(stage) == ["PersonRegistered"]
    child = await only(stage)
    assert child.guardian
    assert (child.guardian.how, child.guardian.by) == ("paper", "account-guide")


async def test_a_program_is_told_the_same(stage: Stage) -> None:
    path, browser = await page_of(stage), stage.client()
    api = path.replace("/guardian/", "/intake/api/v1/guardians/")
    asked = (await browser.get(api)).json()
    assert (asked["waits"], asked["first_name"]) == (True, "Zebulonia")
    assert (await browser.post(api, json={"answer": "perhaps"})).status_code == 422
    assert (await browser.post(api, json={"answer": "yes"})).json()["answer"] == "yes"
    after = (await browser.get(api)).json()
    assert (after["waits"], after["first_name"]) == (False, "")
