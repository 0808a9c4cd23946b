"""The list of all contacts: two people, a reason, an hour; and each look is noted."""

from uuid import uuid4

import pytest

from services.intake.exporting.asking import (
    EXPORTS,
    HOUR_MS,
    KEPT_MS,
    OPEN_MS,
    WAITS_MS,
    approved,
    asked,
)
from services.intake.exporting.contacts import may_be_listed
from services.intake.people.answers import Answers
from services.intake.people.person import ACCESSES, PEOPLE, Guardian, Person
from shared.contracts.intake import Wishes
from shared.web.refusals import Refused
from tests.intake.door import call, desk_of, send, signed_in
from tests.stage import Stage

NOW = 1_780_000_000_000


def a_person(name: str = "Amira", **facts: object) -> Person:
    wishes = Wishes(kinds=("participant",), interests=("choir",))
    person = Person(
        id=str(uuid4()), region="malmo", first_name=name, phone="0700000000", reach="phone",
        language="ar", answers=Answers(), wishes=wishes, registered_at=NOW, key_hash=name,
    )  # fmt: skip
    return person.model_copy(update=facts)


def test_nobody_agrees_with_themselves_and_not_after_a_day() -> None:
    doc = asked("e", "malmo", "a", "urgent", now=NOW)
    with pytest.raises(Refused):
        approved(doc, "a", NOW)
    with pytest.raises(Refused):
        approved(doc, "b", NOW + WAITS_MS)
    with pytest.raises(Refused):
        asked("e", "malmo", "a", "curious", now=NOW)
    agreed = approved(doc, "b", NOW + WAITS_MS - 1)
    assert approved(agreed, "b", NOW + 2 * WAITS_MS) is agreed


def test_it_opens_for_the_one_who_asked_and_for_an_hour() -> None:
    doc = asked("e", "malmo", "a", "law", now=NOW)
    assert not doc.opens_for("a", NOW)
    agreed = approved(doc, "b", NOW)
    assert agreed.opens_for("a", NOW + OPEN_MS - 1)
    assert not agreed.opens_for("b", NOW)
    assert not agreed.opens_for("a", NOW + OPEN_MS)


def test_whom_others_may_not_reach_stands_in_no_list() -> None:
    waits = Guardian(key_hash="h", asked_at=NOW)
    assert may_be_listed(a_person())
    for facts in (
        {"erased_at": NOW}, {"withdrawn_at": NOW}, {"reach": "guide"}, {"guardian": waits},
    ):  # fmt: skip
        assert not may_be_listed(a_person(**facts)), facts
    assert may_be_listed(a_person(guardian=waits.model_copy(update={"answer": "yes"})))


async def test_two_coordinators_take_the_list_and_each_look_is_noted(stage: Stage) -> None:
    desk = desk_of(stage)
    person = await desk.store.save(PEOPLE, a_person("=Amira"))
    hidden = await desk.store.save(PEOPLE, a_person("Bahar", reach="guide"))
    one = await signed_in(stage, "one@example.org", "coordinator")
    two = await signed_in(stage, "two@example.org", "coordinator")
    assert (await send(one, "/exports", {"reason": "curious"})).status_code == 422
    assert (await send(one, "/exports", {"reason": "urgent"})).status_code == 303
    (doc,) = await desk.store.find(EXPORTS, {"region": "malmo"})
    agree, taking = f"/exports/{doc.id}/agree", f"/exports/{doc.id}/contacts"
    assert f'action="{agree}"' not in (await one.get("/exports")).text
    assert f'action="{agree}"' in (await two.get("/exports")).text
    # The control of the second person: without their word there is nothing to take.
    assert (await send(one, taking)).status_code == 404
    assert (await send(one, agree)).status_code == 422
    assert (await send(two, agree)).status_code == 303
    assert (await send(two, taking)).status_code == 404
    for _ in range(2):
        answer = await send(one, taking)
        assert answer.headers["cache-control"] == "no-store"
        assert "'=Amira" in answer.text
        assert "0700000000" in answer.text
        assert "Bahar" not in answer.text
    looks = await desk.store.find(ACCESSES, {"person": person.id}, order="-at")
    assert [(look.reason, look.account) for look in looks] == [("export", doc.asked_by)]
    assert await desk.store.find(ACCESSES, {"person": hidden.id}, order="-at") == []
    known = await desk.store.get(EXPORTS, doc.id)
    assert known is not None
    assert [taken.people for taken in known.taken] == [1, 1]
    stage.clock.at += 2 * HOUR_MS
    assert (await send(one, taking)).status_code == 404
    stage.clock.at += KEPT_MS
    await stage.settle()
    assert await desk.store.get(EXPORTS, doc.id) is None


async def test_programs_do_the_same_and_nobody_else_may(stage: Stage) -> None:
    one = await signed_in(stage, "one@example.org", "coordinator")
    two = await signed_in(stage, "two@example.org", "coordinator")
    guide = await signed_in(stage, "guide@example.org", "guide", "admin")
    made = (await call(one, "POST", "/exports", {"reason": "law"})).json()
    told = (await call(two, "POST", f"/exports/{made['id']}/agree")).json()
    assert told["approved_by"] is not None
    assert [row["id"] for row in (await call(two, "GET", "/exports")).json()] == [made["id"]]
    for method, path, body in (
        ("GET", "/exports", None),
        ("POST", "/exports", {"reason": "law"}),
        ("POST", f"/exports/{made['id']}/agree", None),
    ):
        assert (await call(guide, method, path, body)).status_code == 404
    assert (await guide.get("/exports")).status_code == 404
    assert (await send(guide, f"/exports/{made['id']}/contacts")).status_code == 404
    assert (await call(one, "POST", "/exports/unknown/agree")).status_code == 404
