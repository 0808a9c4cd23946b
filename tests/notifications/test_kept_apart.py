"""What is kept of a letter holds nothing that other eyes may not read, and goes with whom it is about."""

import dataclasses
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.notifications import deliveries, kept
from services.notifications.app import NOTIFICATIONS
from services.notifications.documents import DELIVERIES, Delivery
from services.notifications.kept import Printed, printed
from shared.own_pass import PASS_MS, links, pass_for
from shared.store.document import Conflict
from tests.notifications.ended import both_known, said_yes
from tests.notifications.letterbox import Sink, contact
from tests.notifications.mornings import ask, club, morning
from tests.notifications.test_erasing import code_asked, gone, left
from tests.notifications.test_kept import letter, page, words
from tests.notifications.test_meeting import HERS, THEIRS, both_say_yes, found_in, introduced
from tests.notifications.test_meeting import both_known as both_known_by_name
from tests.stage import Stage, staged

ALIAS = "Blue Gull 12"


@pytest.fixture
async def sending(tmp_path: Path, sink: Sink) -> AsyncIterator[Stage]:
    """Letters leave this machine: what other eyes may not read is masked."""
    parts = dataclasses.replace(
        NOTIFICATIONS, desk=lambda office: deliveries.Desk(office=office, email=sink)
    )
    async with staged(parts, tmp_path, smtp_url="smtp://127.0.0.1:9") as stage:
        yield stage


def all_of(said: Printed) -> str:
    return json.dumps(said.model_dump(), ensure_ascii=False)


async def of_day(stage: Stage) -> Delivery:
    """The letter of the day."""
    found = await stage.running.store.find(DELIVERIES, {"recipient": "club"})
    (whole,) = [one for one in found if one.order.template == "day"]
    return whole


async def everything(stage: Stage) -> str:
    """All words that are kept, opened."""
    found = await stage.running.store.find(DELIVERIES, {}, order="queued_at")
    return "\n".join(all_of(words(stage, one)) for one in found if one.sealed)


async def test_a_code_is_kept_masked(stage: Stage, sink: Sink) -> None:
    await stage.hear(contact(stage, language="sv"), "p1")
    await stage.hear(code_asked(stage), "p1")
    code = stage.keys.code("p1", "1")
    assert code not in await everything(stage)
    # Where nothing leaves the machine it is made anew, to try the whole way by hand.
    assert code in await page(stage)
    # The control: as it was sent, it says it.
    assert code in all_of(printed(sink.taken[0].letter))


async def test_no_link_is_kept(sending: Stage, sink: Sink) -> None:
    await both_known(sending)
    await said_yes(sending)
    keys = [
        sending.keys.link_key("person", "p1", "1"),
        sending.keys.link_key("answer", "m-p1", "person"),
        sending.keys.link_key("answer", "m-p1", "association"),
    ]
    sent = "\n".join(one.letter.text() for one in sink.taken)
    assert [key in sent for key in keys] == [True] * 3
    for text in (await everything(sending), await page(sending)):
        assert [key in text for key in keys] == [False] * 3


async def test_the_other_sides_details_are_kept_hidden(sending: Stage, sink: Sink) -> None:
    await both_known_by_name(sending)
    await both_say_yes(sending)
    await sending.hear(introduced(), "m-p1", sequence=6)
    found = await sending.running.store.find(DELIVERIES, {"person": "p1"})
    told = {one.recipient: one for one in found if one.order.template.startswith("introduced")}
    for whose, others in (("club", HERS), ("p1", THEIRS)):
        said = words(sending, told[whose])
        assert found_in(all_of(said), others) == []
        assert "•••" in all_of(said)
        (sent,) = [one.letter for one in sink.taken if one.id == told[whose].id]
        # The control: its reader reads them.
        assert found_in(all_of(printed(sent)), others) == list(others)


async def test_a_days_letter_and_what_is_in_it_keep_their_own_words(sending: Stage) -> None:
    await sending.hear(club(sending), "club")
    await ask(sending, "p1", "p2")
    await morning(sending)
    whole = await of_day(sending)
    assert words(sending, whole).subject == "Idag: 2 brev till dig"
    assert ALIAS not in all_of(words(sending, whole))
    part = await letter(sending, person="p1")
    assert ALIAS in words(sending, part).subject
    await sending.hear(club(sending, language="en"), "club", sequence=2)
    shown = await page(sending)
    assert "Idag: 2 brev till dig" in shown
    assert shown.count(f"{ALIAS} vill komma till er") >= 2
    assert "would like to come to you" not in shown


async def test_a_day_with_one_letter_is_read_as_that_letter_was(sending: Stage) -> None:
    await sending.hear(club(sending), "club")
    await ask(sending, "p1")
    await morning(sending)
    assert (await of_day(sending)).sealed is None
    await sending.hear(club(sending, language="en"), "club", sequence=2)
    shown = await page(sending)
    assert "would like to come to you" not in shown
    assert shown.count("<article") == 2


async def test_of_somebody_erased_no_word_is_left(sending: Stage) -> None:
    await both_known(sending, language="sv")
    daily = contact(sending, "club", name="Eva", email="club@example.org", letters="day")
    await sending.hear(daily, "club", sequence=2)
    await ask(sending, "p1", "p2")
    await morning(sending)
    # The control: their name, and what an association read of them, were there.
    before = await everything(sending)
    assert "Amina" in before
    assert ALIAS in before
    await sending.hear(gone("p1"), "p1", sequence=2)
    await sending.hear(left("p1"), "p1", sequence=2)
    await sending.hear(left("p2"), "p2", sequence=2)
    sending.clock.passes(seconds=30)
    await sending.settle()
    after = await everything(sending)
    assert "Amina" not in after
    assert ALIAS not in after
    # What is left is the frame of the day, to its reader.
    assert "Eva" in after


async def test_a_reader_who_left_is_not_named_any_more(sending: Stage) -> None:
    await both_known(sending)
    await said_yes(sending)
    sent = await letter(sending, recipient="club")
    assert words(sending, sent).greeting == "Hello Eva,"
    for sequence in (2, 3):
        await sending.hear(gone("club"), "club", sequence=sequence)
        bare = words(sending, await letter(sending, recipient="club"))
        assert bare == words(sending, sent).model_copy(update={"greeting": ""})
    shown = await page(sending)
    assert bare.subject in shown
    assert "Eva" not in shown
    # Those of the person whom it is about stay as they are, until all of them go.
    assert "Amina" in shown


async def test_a_letter_that_is_being_sent_is_left_to_its_sender(sending: Stage) -> None:
    await both_known(sending)
    await said_yes(sending)
    sent = await letter(sending, recipient="club")
    now = sent.model_copy(update={"state": "sending"})
    await sending.running.store.save(DELIVERIES, now)
    with pytest.raises(Conflict):
        await kept.forget_name("club", sending.running.desk)


async def test_ones_own_file_has_the_words_of_ones_own_letters(sending: Stage) -> None:
    await both_known(sending)
    await said_yes(sending)
    proof = pass_for("p1", sending.clock() + PASS_MS, sending.keys)
    answer = await sending.client().get(links(proof)["notifications"])
    letters = {one["order"]["template"]: one["sealed"] for one in answer.json()["holds"]["letters"]}
    assert letters["receipt"]["greeting"] == "Hello Amina,"
    assert letters["receipt"]["subject"] == "We have your answers"
    # A letter about them to somebody else greets that one by name.
    assert letters["ask_association"] is None
    assert "Eva" in words(sending, await letter(sending, recipient="club")).greeting
    assert "Eva" not in answer.text


def test_a_letter_of_an_older_release_has_nothing_sealed() -> None:
    assert {Delivery.model_fields[name].default for name in ("key_id", "sealed")} == {None}
