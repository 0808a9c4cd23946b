"""One letter per message, recipient and template; never twice, never silently lost."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from services.notifications import deliveries
from services.notifications.app import NOTIFICATIONS
from services.notifications.channels import Doubtful, Never, NotYet
from services.notifications.documents import CONTACTS, DELIVERIES, Delivery
from shared.bus.listening import Outcome
from shared.bus.record import record_of
from shared.contracts.intake import SignInAsked
from tests.notifications.letterbox import NIGHT, Sink, contact, registered, states
from tests.stage import Clock, Stage, staged


class Crash(BaseException):
    """What ends a process: nothing catches it."""


async def only(stage: Stage) -> Delivery:
    (found,) = await stage.running.store.find(DELIVERIES, {}, order="queued_at")
    return found


async def test_a_receipt_goes_in_the_language_of_the_reader(stage: Stage, sink: Sink) -> None:
    await stage.hear(contact(stage), "p1")
    await stage.hear(registered(stage), "p1")
    (parcel,) = sink.taken
    assert parcel.to == "amina@example.org"
    assert parcel.letter.dir == "rtl"
    assert stage.keys.link_key("person", "p1", "1") in parcel.letter.text()


async def test_a_letter_waits_for_its_contact_and_is_woken_by_it(stage: Stage, sink: Sink) -> None:
    await stage.hear(registered(stage), "p1")
    assert (await states(stage), sink.taken) == (["queued"], [])
    await stage.hear(contact(stage), "p1")
    assert (await states(stage), len(sink.taken)) == (["sent"], 1)


async def test_a_contact_that_comes_at_this_very_moment_is_not_missed(
    stage: Stage, sink: Sink
) -> None:
    """It comes after the look for it, and before the letter is said to wait."""
    desk, store = stage.running.desk, stage.running.store

    class Late:
        """The store; the contact comes as the letter is put to wait. A fake, named so."""

        async def save(self, of: Any, doc: Any, *rest: Any) -> Any:
            if getattr(doc, "reason", None) == "no-contact":
                await stage.running.listening.handle(
                    record_of(stage.untold(contact(stage), "p1", sequence=1))
                )
                await deliveries.wake(await store.get(CONTACTS, "p1"), desk)
            return await store.save(of, doc, *rest)

        def __getattr__(self, name: str) -> Any:
            return getattr(store, name)

    late = dataclasses.replace(desk, office=dataclasses.replace(desk.office, store=Late()))
    stage.running.due._desk = late
    await stage.hear(registered(stage), "p1")
    assert (await states(stage), len(sink.taken)) == (["sent"], 1)


async def test_a_thousand_redeliveries_send_one_letter(stage: Stage, sink: Sink) -> None:
    await stage.hear(contact(stage), "p1")
    message = registered(stage)
    outcomes = {await stage.hear(message, "p1", number="m1") for _ in range(1000)}
    assert outcomes == {Outcome.APPLIED, Outcome.DUPLICATE}
    assert len(sink.taken) == 1


async def test_the_id_of_a_letter_alone_would_keep_it_single(stage: Stage, sink: Sink) -> None:
    """The same message under two sequences, as after a repair, is still one letter."""
    await stage.hear(contact(stage), "p1")
    await stage.hear(registered(stage), "p1", sequence=1, number="m1")
    await stage.hear(registered(stage), "p1", sequence=2, number="m1")
    await stage.hear(registered(stage), "p1", sequence=3, number="m2")
    assert len(sink.taken) == 2


async def test_a_provider_that_is_away_is_tried_again_and_then_given_up_loudly(
    stage: Stage, sink: Sink
) -> None:
    sink.fails = [NotYet("SMTPConnectError")] * 6
    await stage.hear(contact(stage), "p1")
    await stage.hear(registered(stage), "p1")
    for _ in range(5):
        assert await states(stage) == ["queued"]
        stage.clock.passes(hours=13)
        await stage.settle()
    assert await states(stage) == ["failed"]
    assert sink.taken == []


async def test_a_letter_that_was_put_off_goes_once(stage: Stage, sink: Sink) -> None:
    sink.fails = [NotYet("SMTPConnectError")]
    await stage.hear(contact(stage), "p1")
    await stage.hear(registered(stage), "p1")
    stage.clock.passes(minutes=2)
    await stage.settle()
    assert (await states(stage), len(sink.taken)) == (["sent"], 1)


@pytest.mark.parametrize(("why", "state"), [(Never("x"), "failed"), (Doubtful("x"), "unknown")])
async def test_what_is_refused_or_in_doubt_is_not_sent_again(
    stage: Stage, sink: Sink, why: Exception, state: str
) -> None:
    sink.fails = [why]
    await stage.hear(contact(stage), "p1")
    await stage.hear(registered(stage), "p1")
    stage.clock.passes(hours=48)
    await stage.settle()
    assert (await states(stage), sink.taken) == ([state], [])


async def test_a_crash_between_hand_over_and_mark_ends_as_unknown(stage: Stage, sink: Sink) -> None:
    sink.fails = [Crash()]
    await stage.hear(contact(stage), "p1")
    with pytest.raises(Crash):
        await stage.hear(registered(stage), "p1")
    assert await states(stage) == ["sending"]
    stage.clock.passes(minutes=3)
    await stage.settle()
    assert (await states(stage), sink.taken) == (["unknown"], [])


@pytest.mark.parametrize("facts", [{"email": None}, {"email": ""}])
async def test_who_has_no_mail_is_called(
    stage: Stage, sink: Sink, facts: dict[str, str | None]
) -> None:
    await stage.hear(contact(stage, **facts), "p1")
    await stage.hear(registered(stage), "p1")
    assert (await states(stage), sink.taken) == (["call"], [])


async def test_a_sign_in_link_goes_at_night_and_other_letters_wait(
    tmp_path: Path, sink: Sink
) -> None:
    parts = dataclasses.replace(
        NOTIFICATIONS, desk=lambda office: deliveries.Desk(office=office, email=sink)
    )
    async with staged(parts, tmp_path, clock=Clock(NIGHT)) as stage:
        await stage.hear(contact(stage, "a1"), "a1")
        asked = SignInAsked(sign_in="s1", account="a1", expires_at=NIGHT)
        await stage.hear(asked, "s1")
        assert len(sink.taken) == 1
        await stage.hear(contact(stage), "p1")
        old = registered(stage).model_copy(update={"registered_at": NIGHT - 3_600_000})
        await stage.hear(old, "p1")
        assert len(sink.taken) == 1
        stage.clock.passes(hours=13)
        await stage.settle()
        assert len(sink.taken) == 2


async def test_no_address_stands_in_the_store(stage: Stage, tmp_path: Path) -> None:
    """With a control: what is not sealed would be found."""
    await stage.hear(contact(stage), "p1")
    await stage.hear(registered(stage), "p1")
    raw = b"".join(path.read_bytes() for path in tmp_path.glob("lotsa.sqlite*"))
    assert b"amina@example.org" not in raw
    assert b"Amina" not in raw
    assert b"p1" in raw
