"""A whole class typed in by a guide: what is right goes, what is wrong stays, nobody is put together."""

import re

import httpx
import pytest

from services.intake.people.alike import Known, folded, why_alike
from services.intake.people.answers import CHILD
from services.intake.people.limits import FORMS_PER_ACCOUNT
from services.intake.people.paper import LETTERS, SIGNS, code_of, form_of
from tests.intake.door import signed_in
from tests.intake.walker import bodies, desk_of, hidden, people
from tests.stage import Stage

ROW = {"first_name": "Amina", "phone": "0701234567", "interest_1": "choir", "consent": "yes"}
CODE = re.compile(r'class="sheet-code" dir="ltr">([\w-]+)<')
FORM_IDS = re.compile(r'name="form_id-(\d+)" value="([^"]*)"')
ONE = Known("Amina", "+46701234567", "amina@example.org", "18-25", 1)


def guide_of(stage: Stage, account: str = "account-guide") -> httpx.AsyncClient:
    browser = stage.client("guide", account=account)
    browser.cookies.set("lang", "en")
    return browser


async def typed(browser: httpx.AsyncClient, *rows: dict[str, str]) -> httpx.Response:
    """The rows, typed in one below the other and sent."""
    page = await browser.get("/classes/forms")
    sent = {"form_token": hidden(page)["form_token"], "rows": "6", "district": "rosengard"}
    sent |= {f"form_id-{place}": key for place, key in FORM_IDS.findall(page.text)}
    for place, row in enumerate(rows):
        sent |= {f"{name}-{place}": text for name, text in row.items()}
    return await browser.post("/classes/forms", data=sent)


def test_alike_is_the_same_contact_or_name_and_age() -> None:
    def other(**changed: str | None) -> Known:
        told = {"first_name": "Omar", "phone": None, "email": None, "age": "26-64", **changed}
        return Known(at=2, **told)  # type: ignore[arg-type]

    assert why_alike(ONE, other(phone=ONE.phone)) == "contact"
    assert why_alike(ONE, other(email="AMINA@example.org")) == "contact"
    assert why_alike(ONE, other(first_name="amína", age="18-25")) == "name"
    for apart in (other(), other(first_name="Amina"), other(age="18-25")):
        assert why_alike(ONE, apart) is None
    nobody = Known("Amina", None, None, "", 1)
    assert why_alike(nobody, nobody) is None


def test_brothers_and_sisters_share_a_parents_phone() -> None:
    child = Known("Ali", ONE.phone, None, CHILD, 1)
    assert why_alike(child, Known("Sara", ONE.phone, None, CHILD, 2)) is None
    assert why_alike(child, Known("Ali", ONE.phone, None, CHILD, 2)) == "contact"


def test_names_are_compared_without_marks_and_spaces() -> None:
    assert folded("Åsa-Maria") == folded("asa maria")
    assert folded("أحمد") != folded("محمد")


def test_a_code_knows_a_slip_of_the_hand(stage: Stage) -> None:
    keys = stage.keys
    code = code_of(123_456_789_012, keys)
    assert form_of(code, keys) == form_of(code.lower().replace("-", " "), keys) is not None
    slips = [code[:-1] + digit for digit in "0123456789" if digit != code[-1]]
    assert [slip for slip in slips if form_of(slip, keys)] == []
    assert form_of("", keys) is form_of(code[:-1], keys) is None
    assert len({code_of(number, keys) for number in range(1000)}) == 1000
    assert len(SIGNS) ** LETTERS > 10**11


async def test_what_is_right_goes_and_what_is_wrong_stays(stage: Stage) -> None:
    guide = guide_of(stage)
    wrong = {**ROW, "first_name": "Omar", "phone": "07-x", "interest_1": ""}
    page = await typed(guide, ROW, wrong)
    assert page.status_code == 422
    await stage.settle()
    (person,) = await people(stage)
    assert (person.first_name, person.guide, person.answers.district) == (
        "Amina",
        "account-guide",
        "rosengard",
    )
    assert len(bodies(stage, "PersonRegistered")) == 1
    # The sheet to take home, and the row as it was typed, with what is wrong beside it.
    assert "/my/" in page.text
    assert 'value="07-x"' in page.text
    assert 'href="#phone-0"' in page.text
    assert 'id="interest_1-0-error"' in page.text
    assert 'value="Omar"' in page.text


async def test_without_a_yes_nothing_is_kept(stage: Stage) -> None:
    assert (await typed(guide_of(stage), {**ROW, "consent": ""})).status_code == 422
    assert await people(stage) == []


async def test_the_same_page_sent_twice_is_the_same_people(stage: Stage) -> None:
    guide = guide_of(stage)
    page = await guide.get("/classes/forms")
    sent = {"form_token": hidden(page)["form_token"], "rows": "6"}
    sent |= {f"form_id-{place}": key for place, key in FORM_IDS.findall(page.text)}
    sent |= {f"{name}-0": text for name, text in ROW.items()}
    for _ in range(2):
        shown = await guide.post("/classes/forms", data=sent)
        assert "/my/" in shown.text
    assert len(await people(stage)) == 1


async def test_a_sheet_typed_in_twice_is_one_form(stage: Stage) -> None:
    guide = guide_of(stage)
    sheets = CODE.findall((await guide.get("/classes/sheets?count=5&to=ar")).text)
    assert len(set(sheets)) == 5
    await typed(guide, {**ROW, "code": sheets[0]})
    again = await typed(guide_of(stage, "account-other"), {**ROW, "code": sheets[0].lower()})
    assert "Typed in before, and not changed: 1." in again.text
    assert len(await people(stage)) == 1
    # The control: another sheet is another form.
    two = {**ROW, "first_name": "Omar", "phone": "0701234568", "code": sheets[1]}
    await typed(guide, two)
    assert len(await people(stage)) == 2
    assert (await typed(guide, {**two, "code": "BCDF-GHJK-000"})).status_code == 422


async def test_who_may_be_the_same_is_asked_about(stage: Stage) -> None:
    guide = guide_of(stage)
    await typed(guide, ROW)
    asked = await typed(guide, {**ROW, "first_name": "Aminah"})
    assert "The same phone or e-mail: Amina" in asked.text
    assert len(await people(stage)) == 1
    left = await typed(guide, {**ROW, "first_name": "Aminah", "choice": "same"})
    assert "The same person, left out: 1." in left.text
    assert len(await people(stage)) == 1
    await typed(guide, {**ROW, "first_name": "Aminah", "choice": "two"})
    assert len(await people(stage)) == 2


async def test_two_rows_of_one_page_are_compared_too(stage: Stage) -> None:
    page = await typed(guide_of(stage), ROW, {**ROW, "first_name": "Aminah"})
    assert "The same phone or e-mail: Amina" in page.text
    assert len(await people(stage)) == 1


async def test_nobody_learns_whom_another_guide_knows(stage: Stage) -> None:
    await typed(guide_of(stage), ROW)
    other = await typed(guide_of(stage, "account-other"), ROW)
    assert "The same phone" not in other.text
    assert len(await people(stage)) == 2


async def test_a_child_waits_for_the_parent_unless_there_is_paper(stage: Stage) -> None:
    child = {**ROW, "age": CHILD}
    paper = {**child, "first_name": "Sara", "guardian_paper": "yes"}
    await typed(guide_of(stage), child, paper)
    waits = {one.first_name: one.waits_for_guardian for one in await people(stage)}
    assert waits == {"Amina": True, "Sara": False}


@pytest.fixture
async def full(stage: Stage) -> Stage:
    """A stage whose guide has sent as many forms in this hour as one may."""
    for _ in range(FORMS_PER_ACCOUNT.most):
        await desk_of(stage).limits.take(FORMS_PER_ACCOUNT, "account-guide", stage.clock())
    return stage


async def test_a_class_code_lets_a_guide_go_on(full: Stage) -> None:
    guide = guide_of(full)
    refused = await typed(guide, ROW)
    assert "Send the rest after" in refused.text
    assert 'value="Amina"' in refused.text
    assert await people(full) == []
    made = await signed_in(full, "guide@example.org", "guide")
    shown = await made.post("/classes", data=hidden(await made.get("/classes")))
    link = re.search(r"(/class/[\w-]+)", shown.text)
    assert link
    await guide.get(link[1])
    await typed(guide, ROW)
    assert len(await people(full)) == 1


async def test_only_guides_come_here(stage: Stage) -> None:
    for path in ("/classes/forms", "/classes/sheets"):
        assert (await stage.client("admin").get(path)).status_code == 404
        assert (await stage.client().get(path)).status_code in {303, 401}
