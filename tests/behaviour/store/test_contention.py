"""Two hundred who want the last seats of one gathering at the same time."""

import asyncio

from shared.store.collection import Store
from shared.store.document import Conflict
from tests.behaviour.store.things import GATHERINGS, PEOPLE, Gathering, left, someone

CROWD = 200
SEATS = 5


async def take_seat(store: Store, who: str) -> bool:
    """Whether `who` was told yes. Reads and decides again after each conflict."""
    while True:
        gathering = await store.get(GATHERINGS, "g")
        assert gathering is not None
        if len(gathering.taken) >= gathering.seats:
            return False
        try:
            await store.save(
                GATHERINGS, gathering.model_copy(update={"taken": (*gathering.taken, who)})
            )
        except Conflict:
            continue
        return True


async def take_seat_blindly(store: Store, who: str) -> bool:
    """The same with the comparison off: at the save, the version is whatever it is by then."""
    gathering = await store.get(GATHERINGS, "g")
    assert gathering is not None
    if len(gathering.taken) >= gathering.seats:
        return False
    while True:
        now = await store.get(GATHERINGS, "g")
        assert now is not None
        changed = {"taken": (*gathering.taken, who), "version": now.version}
        try:
            await store.save(GATHERINGS, gathering.model_copy(update=changed))
        except Conflict:
            continue
        return True


async def test_exactly_as_many_win_as_there_are_seats(store: Store) -> None:
    await store.save(GATHERINGS, Gathering(id="g", region="malmo", seats=SEATS))
    crowd = [f"p{number}" for number in range(CROWD)]
    answers = await asyncio.gather(*(take_seat(store, who) for who in crowd))
    winners = {who for who, yes in zip(crowd, answers, strict=True) if yes}
    gathering = await store.get(GATHERINGS, "g")
    assert gathering is not None
    assert len(winners) == SEATS
    assert set(gathering.taken) == winners
    assert gathering.version == 1 + SEATS


async def test_without_the_comparison_more_are_told_yes_than_there_are_seats(
    store: Store,
) -> None:
    await store.save(GATHERINGS, Gathering(id="g", region="malmo", seats=SEATS))
    crowd = [f"p{number}" for number in range(20)]
    answers = await asyncio.gather(*(take_seat_blindly(store, who) for who in crowd))
    gathering = await store.get(GATHERINGS, "g")
    assert gathering is not None
    assert sum(answers) > SEATS
    assert sum(answers) > len(gathering.taken)


async def test_of_many_saves_of_one_version_one_is_kept_with_what_it_tells(store: Store) -> None:
    doc = await store.save(PEOPLE, someone("a"))
    tries = [
        store.save(PEOPLE, doc.model_copy(update={"name": str(number)}), [left("a")])
        for number in range(CROWD)
    ]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    kept = [one for one in ended if not isinstance(one, BaseException)]
    assert len(kept) == 1
    assert sum(isinstance(one, Conflict) for one in ended) == CROWD - 1
    assert await store.get(PEOPLE, "a") == kept[0]
    [outgoing] = await store.claim_outbox(PEOPLE, "me", limit=10)
    assert len(outgoing.untold) == 1


async def test_of_many_inserts_of_one_id_one_is_kept(store: Store) -> None:
    tries = [store.save(PEOPLE, someone("a", name=str(number))) for number in range(CROWD)]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    [kept] = [one for one in ended if not isinstance(one, BaseException)]
    assert sum(isinstance(one, Conflict) for one in ended) == CROWD - 1
    assert await store.get(PEOPLE, "a") == kept


async def test_what_many_announce_one_after_the_other_has_no_gap_and_no_double(
    store: Store,
) -> None:
    await store.save(PEOPLE, someone("a"))

    async def announce() -> None:
        while True:
            doc = await store.get(PEOPLE, "a")
            assert doc is not None
            try:
                await store.save(PEOPLE, doc, [left("a")])
            except Conflict:
                continue
            return

    await asyncio.gather(*(announce() for _ in range(20)))
    [outgoing] = await store.claim_outbox(PEOPLE, "me", limit=10)
    assert [one.envelope.sequence for one in outgoing.untold] == list(range(1, 21))
