"""Notifications' part of what somebody gets who asks for everything: contact, letters, calls."""

from services.notifications.own_part import GIVEN
from shared.own_pass import PASS_MS, links, pass_for
from tests.contracts.own_parts import missing
from tests.notifications.ended import NO, both_known, said_yes
from tests.notifications.letterbox import Sink, contact
from tests.stage import Stage


def part_at(stage: Stage, person: str = "p1") -> str:
    return links(pass_for(person, stage.clock() + PASS_MS, stage.keys))["notifications"]


async def test_every_field_that_the_registry_marks_is_there(stage: Stage, sink: Sink) -> None:
    await both_known(stage)
    await said_yes(stage)
    await stage.hear(NO, "m-p1", sequence=3)
    answer = await stage.client().get(part_at(stage))
    part = answer.json()
    assert "attachment" in answer.headers["content-disposition"]
    assert missing(part, GIVEN, "notifications") == []
    opened = part["holds"]["contact"]["sealed"]
    assert (opened["name"], opened["email"]) == ("Amina", "amina@example.org")
    letters = part["holds"]["letters"]
    kinds = [one["order"]["template"] for one in letters]
    assert sorted(kinds) == ["ask_association", "ask_person", "ended_person", "receipt"]
    assert {(one["state"], one["channel"]) for one in letters} == {("sent", "email")}
    assert all(one["sent_at"] for one in letters)
    assert len(sink.taken) == len(letters)
    # Of others there is nothing, and nothing that opens a private page.
    assert "club@example.org" not in answer.text
    assert stage.keys.link_key("answer", "m-p1", "association") not in answer.text
    # The control: without any one of the two something is missing.
    for name in part["holds"]:
        assert missing({**part["holds"], name: None}, GIVEN, "notifications") != []


async def test_a_letter_that_is_read_out_is_among_them(stage: Stage) -> None:
    await both_known(stage, reach="guide")
    (receipt,) = (await stage.client().get(part_at(stage))).json()["holds"]["letters"]
    assert receipt["state"] == "call"


async def test_a_pass_opens_its_holders_part_while_it_is_good(stage: Stage) -> None:
    await both_known(stage)
    await stage.hear(contact(stage, "p2", name="Zebulonia", email="z@example.org"), "p2")
    path = part_at(stage)
    assert "Zebulonia" not in (await stage.client().get(path)).text
    assert "Zebulonia" in (await stage.client().get(part_at(stage, "p2"))).text
    assert (await stage.client().get(path.replace("p1", "p2"))).status_code == 404
    stage.clock.at += PASS_MS
    assert (await stage.client().get(path)).status_code == 404


async def test_without_the_key_of_a_contact_the_rest_is_there(stage: Stage) -> None:
    await both_known(stage)
    stage.keys.contact["new"] = stage.keys.contact.pop(stage.keys.current)
    answer = await stage.client().get(part_at(stage))
    assert (answer.status_code, answer.json()["holds"]["contact"]) == (200, None)
    assert answer.json()["holds"]["letters"]
