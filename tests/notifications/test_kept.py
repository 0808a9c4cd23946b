"""A letter stands on the outbox page as it was handed over, whatever changed since."""

import sqlite3
from pathlib import Path

import pytest

from services.notifications import kept
from services.notifications.channels import Doubtful, NotYet
from services.notifications.documents import DELIVERIES, Delivery
from services.notifications.kept import Printed
from shared.contracts.matching import MatchApproved
from tests.notifications.letterbox import NIGHT, Sink, contact, registered
from tests.notifications.test_calls import signed
from tests.notifications.test_erasing import about, gone
from tests.stage import Stage

API = "/notifications/api/v1/deliveries"
RECEIPT = "Vi har dina svar"
"""The subject of the receipt, in Swedish."""


async def letter(stage: Stage, **where: str) -> Delivery:
    (found,) = await stage.running.store.find(DELIVERIES, where or {"recipient": "p1"})
    return found


def words(stage: Stage, delivery: Delivery) -> Printed:
    read = kept.opened(delivery, stage.running.desk)
    assert read is not None
    return read


async def page(stage: Stage) -> str:
    async with stage.client("coordinator") as browser:
        return (await browser.get("/outbox")).text


async def written(stage: Stage, **facts: str | None) -> None:
    await stage.hear(contact(stage, **facts), "p1")
    await stage.hear(registered(stage), "p1")


async def renamed(stage: Stage, **facts: str | None) -> None:
    """The person reads Swedish now, and has another name."""
    said = {"language": "sv", "name": "Zebulonia", **facts}
    await stage.hear(contact(stage, **said), "p1", sequence=2)


async def test_what_was_sent_stands_there_in_the_words_of_then(stage: Stage) -> None:
    await written(stage)
    before = words(stage, await letter(stage))
    await renamed(stage)
    shown = await page(stage)
    assert (before.language, before.dir) == ("ar", "rtl")
    for said in (before.subject, "Amina", 'lang="ar" dir="rtl"'):
        assert said in shown
    assert "Zebulonia" not in shown
    # On a machine that nothing leaves the link of now stands beside them.
    assert stage.keys.link_key("person", "p1", "1") in shown


async def test_what_waits_follows_the_change(stage: Stage, sink: Sink) -> None:
    """The control: nobody has read it yet."""
    sink.fails = [NotYet("busy")]
    await written(stage)
    assert (await letter(stage)).state == "queued"
    await renamed(stage)
    shown = await page(stage)
    assert "Zebulonia" in shown
    assert RECEIPT in shown
    assert "Amina" not in shown


async def test_a_release_with_other_words_changes_nothing(stage: Stage) -> None:
    await written(stage)
    sent = await letter(stage)
    then = words(stage, sent).model_copy(update={"subject": "As we said it last year"})
    anew = kept.sealed(sent, then, stage.running.desk)
    await stage.running.store.save(DELIVERIES, anew)
    assert "As we said it last year" in await page(stage)


@pytest.mark.parametrize("changes", [{"key_id": "gone"}, {"key_id": None, "sealed": None}])
async def test_what_cannot_be_opened_is_made_anew(
    stage: Stage, changes: dict[str, str | None]
) -> None:
    """A key that is not here any more; a letter that an older release sent."""
    await written(stage)
    sent = (await letter(stage)).model_copy(update=changes)
    await stage.running.store.save(DELIVERIES, sent)
    await renamed(stage)
    assert "Zebulonia" in await page(stage)


async def test_it_stands_there_without_its_readers_contact(stage: Stage) -> None:
    await written(stage, language="sv")
    await stage.hear(gone(), "p1", sequence=2)
    shown = await page(stage)
    assert RECEIPT in shown
    assert "Amina" in shown


async def test_no_store_can_read_it(stage: Stage, tmp_path: Path) -> None:
    await written(stage, language="sv", name="Zebulonia")
    said = words(stage, await letter(stage))
    with sqlite3.connect(tmp_path / "lotsa.sqlite") as file:
        rows = [str(row) for row in file.execute("select * from notifications__deliveries")]
    assert len(rows) == 1
    for text in (said.subject, said.greeting, *said.paragraphs, "Zebulonia"):
        assert text not in rows[0]
    # The control: the row is the letter's, and what is sealed in it says all of that.
    assert '"receipt"' in rows[0]
    assert (said.subject, "Zebulonia" in said.greeting) == (RECEIPT, True)


async def test_the_words_of_another_letter_do_not_open(stage: Stage) -> None:
    await written(stage)
    sent = await letter(stage)
    with pytest.raises(ValueError, match="somebody else"):
        kept.opened(sent.model_copy(update={"id": "another"}), stage.running.desk)


async def test_of_a_letter_sent_again_the_last_hand_over_is_kept(stage: Stage, sink: Sink) -> None:
    sink.fails = [Doubtful("line broke")]
    await written(stage)
    first = await letter(stage)
    assert (first.state, "Amina" in words(stage, first).greeting) == ("unknown", True)
    await renamed(stage)
    async with stage.client("coordinator") as browser:
        await signed(browser)
        # Nobody takes it at first: what may have come before is what is kept.
        sink.fails = [NotYet("busy")]
        await browser.post(f"{API}/{first.id}/again")
    await stage.settle()
    waiting = await letter(stage)
    assert (waiting.state, waiting.sealed) == ("queued", first.sealed)
    stage.clock.passes(minutes=1)
    await stage.settle()
    again = await letter(stage)
    assert (again.state, "Zebulonia" in words(stage, again).greeting) == ("sent", True)


@pytest.mark.parametrize(("how", "then"), [("called", "Amina"), ("needless", None)])
async def test_what_was_read_out_is_kept_as_it_was_then(
    stage: Stage, how: str, then: str | None
) -> None:
    """What was needed no more was read by nobody."""
    await written(stage, email=None, phone="0701740605")
    waiting = await letter(stage)
    assert (waiting.state, waiting.sealed) == ("call", None)
    async with stage.client("coordinator") as browser:
        await signed(browser)
        await browser.post(f"{API}/{waiting.id}/call", json={"how": how})
    await stage.settle()
    await renamed(stage, email=None, phone="0701740605")
    shown = await page(stage)
    assert [name for name in ("Amina", "Zebulonia") if name in shown] == [then or "Zebulonia"]


async def test_a_letter_of_the_night_keeps_nothing_before_it_goes(stage: Stage) -> None:
    stage.clock.at = NIGHT
    await stage.hear(contact(stage), "p1")
    await stage.hear(MatchApproved.model_validate(about()), "m-p1")
    assert (await letter(stage)).sealed is None
    stage.clock.passes(hours=20)
    await stage.settle()
    sent = await letter(stage)
    assert (sent.state, sent.sealed is None) == ("sent", False)
