"""A whole class in one request: each row is told what became of it."""

from typing import Any
from uuid import uuid4

import httpx

from services.intake.people.limits import FORMS_PER_ACCOUNT
from services.intake.people.paper import code_of
from tests.intake.door import call
from tests.intake.people.test_class_forms import guide_of
from tests.intake.walker import desk_of, people
from tests.stage import Stage

CLASS = "/class-forms"


def row(**said: Any) -> dict[str, Any]:
    usual = {"form_id": str(uuid4()), "first_name": "Amina", "phone": "0701234567"}
    return {**usual, "interests": ["choir"], "consent": True, **said}


async def sent(browser: httpx.AsyncClient, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await call(browser, "POST", CLASS, {"district": "rosengard", "rows": rows})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


async def test_each_row_is_told_what_became_of_it(stage: Stage) -> None:
    guide, first = guide_of(stage), row()
    wrong = row(first_name="Omar", phone="07-x", interests=[])
    right, bad = await sent(guide, first, wrong)
    (person,) = await people(stage)
    assert (right["fared"], right["person"], right["wrong"]) == ("sent", person.id, {})
    assert (person.guide, person.answers.district) == ("account-guide", "rosengard")
    assert bad["fared"] == "wrong"
    assert set(bad["wrong"]) == {"phone", "interest_1"}
    (again,) = await sent(guide, first)
    assert again == {**right, "fared": "again"}
    assert len(await people(stage)) == 1


async def test_somebody_alike_is_asked_about(stage: Stage) -> None:
    guide = guide_of(stage)
    await sent(guide, row())
    (like,) = await sent(guide, row())
    assert like["fared"] == "alike"
    assert "Amina" in like["alike"]
    assert [one["fared"] for one in await sent(guide, row(choice="same"))] == ["left_out"]
    assert len(await people(stage)) == 1
    assert [one["fared"] for one in await sent(guide, row(choice="two"))] == ["sent"]
    assert len(await people(stage)) == 2


async def test_the_code_of_a_sheet_stands_for_its_form(stage: Stage) -> None:
    guide, code = guide_of(stage), code_of(123_456_789_012, stage.keys)
    assert [one["fared"] for one in await sent(guide, row(form_id="", code=code))] == ["sent"]
    assert [one["fared"] for one in await sent(guide, row(form_id="", code=code))] == ["again"]
    (bad,) = await sent(guide, row(form_id="", code=code[:-1]))
    assert set(bad["wrong"]) == {"code"}


async def test_what_is_too_much_for_an_hour_waits(stage: Stage) -> None:
    guide = guide_of(stage)
    now = stage.clock()
    limits = desk_of(stage).limits
    for _ in range(FORMS_PER_ACCOUNT.most):
        await limits.take(FORMS_PER_ACCOUNT, "account-guide", now)
    answer = (await call(guide, "POST", CLASS, {"rows": [row()]})).json()
    assert [one["fared"] for one in answer["rows"]] == ["wait"]
    assert answer["wait_s"] > 0
    assert await people(stage) == []


async def test_a_guide_alone_may(stage: Stage) -> None:
    association = stage.client("association")
    assert (await call(association, "POST", CLASS, {"rows": [row()]})).status_code == 404
