"""What a save announces, how it is claimed and settled."""

import pytest

from shared.contracts.message import Envelope
from shared.store.collection import LEASE_MS, OUTBOX_CAP, Outgoing, Store
from shared.store.document import Conflict, OutboxFull
from tests.behaviour.store.places import Place
from tests.behaviour.store.things import NOON, PEOPLE, left, someone


async def claimed(store: Store, holder: str = "me") -> list[Outgoing]:
    return await store.claim_outbox(PEOPLE, holder, limit=10)


def sequences(outgoing: Outgoing) -> list[int]:
    return [untold.envelope.sequence for untold in outgoing.untold]


async def test_what_is_announced_waits_in_the_order_of_saving(store: Store) -> None:
    doc = await store.save(PEOPLE, someone("a"), [left("a"), left("a")])
    doc = await store.save(PEOPLE, doc, [left("a")])
    assert doc.told == {"intake-people-v1": 3}
    [outgoing] = await claimed(store)
    assert sequences(outgoing) == [1, 2, 3]
    assert [one.envelope.id[-1] for one in outgoing.untold] == ["1", "2", "3"]
    assert outgoing.untold[0].topic == "intake.people.v1"
    assert outgoing.untold[0].data == {"person": "a", "reason": "moved", "why": "asked"}


async def test_the_envelope_says_who_told_what_about_whom_and_after_what(store: Store) -> None:
    doc = await store.save(PEOPLE, someone("a"), [left("a")])
    [first] = (await claimed(store))[0].untold
    await store.save(PEOPLE, doc, [left("a")], cause=first.envelope)
    await store.release(PEOPLE, "outbox", "me", ["a"])
    second = (await claimed(store))[0].untold[1].envelope
    assert first.envelope.correlation == first.envelope.id
    assert first.envelope.at == NOON
    assert second == Envelope(
        id="message-00002",
        kind="PersonWithdrawn",
        kind_version=1,
        source="intake",
        subject="a",
        region="malmo",
        at=NOON,
        sequence=2,
        correlation=first.envelope.id,
        causation=first.envelope.id,
    )


async def test_settling_leaves_the_document_and_its_version_alone(
    store: Store, place: Place
) -> None:
    doc = await store.save(PEOPLE, someone("a", name="A"), [left("a")])
    [outgoing] = await claimed(store)
    await store.settle(PEOPLE, outgoing)
    assert await store.get(PEOPLE, "a") == doc
    assert (await place.beside(PEOPLE, "a")).outbox == []
    await store.save(PEOPLE, doc, [left("a")])


async def test_the_marker_stands_exactly_while_something_waits(store: Store, place: Place) -> None:
    doc = await store.save(PEOPLE, someone("a"))
    assert not (await place.beside(PEOPLE, "a")).marked
    doc = await store.save(PEOPLE, doc, [left("a")])
    assert (await place.beside(PEOPLE, "a")).marked
    [outgoing] = await claimed(store)
    doc = await store.save(PEOPLE, doc, [left("a")])
    await store.settle(PEOPLE, outgoing)
    assert (await place.beside(PEOPLE, "a")).marked
    await store.release(PEOPLE, "outbox", "me", ["a"])
    [outgoing] = await claimed(store)
    assert sequences(outgoing) == [2]
    await store.settle(PEOPLE, outgoing)
    assert not (await place.beside(PEOPLE, "a")).marked


async def test_settling_twice_or_after_another_holder_removes_nothing_else(
    store: Store, place: Place
) -> None:
    doc = await store.save(PEOPLE, someone("a"), [left("a"), left("a")])
    [slow] = await claimed(store, "slow")
    place.clock.pass_(LEASE_MS)
    doc = await store.save(PEOPLE, doc, [left("a")])
    [fast] = await claimed(store, "fast")
    await store.settle(PEOPLE, slow)
    await store.settle(PEOPLE, fast)
    beside = await place.beside(PEOPLE, "a")
    assert (beside.outbox, beside.marked) == ([], False)
    await store.save(PEOPLE, doc, [left("a"), left("a"), left("a")])
    await store.settle(PEOPLE, slow)
    await store.settle(PEOPLE, fast)
    beside = await place.beside(PEOPLE, "a")
    assert (len(beside.outbox), beside.marked) == (3, True)


async def test_a_save_between_claim_and_settling_keeps_what_it_announced(
    store: Store, place: Place
) -> None:
    doc = await store.save(PEOPLE, someone("a"), [left("a")])
    [outgoing] = await claimed(store)
    await store.save(PEOPLE, doc, [left("a")])
    await store.settle(PEOPLE, outgoing)
    waiting = (await place.beside(PEOPLE, "a")).outbox
    assert [one["envelope"]["sequence"] for one in waiting] == [2]


async def test_settling_what_is_gone_is_no_trouble(store: Store) -> None:
    doc = await store.save(PEOPLE, someone("a"), [left("a")])
    [outgoing] = await claimed(store)
    await store.settle(PEOPLE, outgoing)
    await store.erase(PEOPLE, doc)
    await store.settle(PEOPLE, outgoing)


async def test_a_full_outbox_refuses_the_whole_save(store: Store, place: Place) -> None:
    doc = await store.save(PEOPLE, someone("a"), [left("a")] * (OUTBOX_CAP - 1))
    doc = await store.save(PEOPLE, doc, [left("a")])
    with pytest.raises(OutboxFull):
        await store.save(PEOPLE, doc.model_copy(update={"name": "B"}), [left("a")])
    assert await store.get(PEOPLE, "a") == doc
    assert len((await place.beside(PEOPLE, "a")).outbox) == OUTBOX_CAP
    quiet = await store.save(PEOPLE, doc.model_copy(update={"name": "C"}))
    assert quiet.name == "C"


async def test_with_a_full_outbox_an_old_version_still_is_a_conflict(store: Store) -> None:
    old = await store.save(PEOPLE, someone("a"), [left("a")] * OUTBOX_CAP)
    await store.save(PEOPLE, old)
    with pytest.raises(Conflict):
        await store.save(PEOPLE, old, [left("a")])


async def test_more_than_any_outbox_holds_is_refused_at_once(store: Store) -> None:
    with pytest.raises(OutboxFull):
        await store.save(PEOPLE, someone("a"), [left("a")] * (OUTBOX_CAP + 1))
    assert await store.get(PEOPLE, "a") is None


async def test_what_waits_longest_is_claimed_first(store: Store, place: Place) -> None:
    for key in "cab":
        await store.save(PEOPLE, someone(key), [left(key)])
        place.clock.pass_(1)
    assert [doc.id for doc in await store.claim_outbox(PEOPLE, "me", limit=2)] == ["c", "a"]
    assert [doc.id for doc in await store.claim_outbox(PEOPLE, "me", limit=2)] == ["b"]
    assert await store.claim_outbox(PEOPLE, "me", limit=2) == []
