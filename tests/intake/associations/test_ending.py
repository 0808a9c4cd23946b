"""An association that nobody verifies: coordinators are reminded, its contact is told, it goes."""

import pytest

from services.intake.associations.association import ASSOCIATIONS
from services.intake.associations.clocks import (
    CLOCKS,
    DAY_MS,
    END,
    KNOWN_AS_ERASED_MS,
    NOTICE_MS,
    REFUSED_MS,
    REMIND,
    REMIND_MS,
    WARN_MS,
)
from services.intake.associations.ending import end, remind, start_clocks, warn
from shared.mornings import next_morning
from shared.store.document import Conflict
from tests.intake.associations.waiting import (
    MINUTE_MS,
    SARA,
    account_of,
    at,
    goes_by,
    registered,
    told,
)
from tests.intake.door import account, bodies, desk_of, known, reread, send, signed_in
from tests.stage import Stage


async def test_after_two_weeks_the_coordinators_are_reminded_in_the_morning(stage: Stage) -> None:
    boss = await account(stage, "boss@example.org", "coordinator")
    guide = await account(stage, "guide@example.org", "guide")
    one, other = await registered(stage), await registered(stage, "kor@example.org")
    morning = next_morning(one.registered_at + REMIND_MS)
    await at(stage, morning - MINUTE_MS)
    assert told(stage) == [0, 0, 0]
    await at(stage, morning)
    first, second = bodies(stage, "AssociationWaits")
    assert {first["association"], second["association"]} == {one.id, other.id}
    assert boss.id in first["coordinators"]
    assert guide.id not in first["coordinators"]
    assert (first["registered_at"], first["number"]) == (one.registered_at, 2)
    await at(stage, morning + DAY_MS)
    assert told(stage) == [2, 0, 0]


async def test_the_contact_is_told_and_thirty_days_later_it_goes(stage: Stage) -> None:
    one = await registered(stage)
    begin = one.registered_at
    await goes_by(stage, one, begin + WARN_MS - MINUTE_MS)
    assert told(stage) == [1, 0, 0]
    await at(stage, begin + WARN_MS)
    (announced,) = bodies(stage, "AssociationErasureAnnounced")
    assert announced == {
        "association": one.id,
        "contacts": list(one.contacts),
        "registered_at": begin,
        "at": begin + WARN_MS + NOTICE_MS,
    }
    await at(stage, announced["at"] - MINUTE_MS)
    assert (await reread(stage, one)).name == "Kören"
    assert await account_of(stage) is not None
    await at(stage, announced["at"])
    left = await reread(stage, one)
    assert (left.state, left.name, left.does, left.contacts) == ("erased", "", "", ())
    assert bodies(stage, "AssociationErased") == [{"association": one.id, "why": "unverified"}]
    await at(stage, announced["at"] + MINUTE_MS)
    assert await account_of(stage) is None
    assert bodies(stage, "ContactChanged")[-1]["sealed"] is None
    assert told(stage) == [1, 1, 1]


async def test_the_last_of_it_goes_as_well(stage: Stage) -> None:
    one = await registered(stage)
    await goes_by(stage, one, one.registered_at + WARN_MS + NOTICE_MS)
    gone = stage.clock.at + KNOWN_AS_ERASED_MS
    await at(stage, gone - MINUTE_MS)
    assert (await reread(stage, one)).state == "erased"
    await at(stage, gone)
    assert await desk_of(stage).store.get(ASSOCIATIONS, one.id) is None


async def test_a_machine_that_was_off_still_gives_the_thirty_days(stage: Stage) -> None:
    one = await registered(stage)
    await at(stage, one.registered_at + 300 * DAY_MS)
    assert told(stage) == [1, 1, 0]
    assert bodies(stage, "AssociationErasureAnnounced")[0]["at"] == stage.clock.at + NOTICE_MS
    await at(stage, stage.clock.at + NOTICE_MS - MINUTE_MS)
    assert (await reread(stage, one)).state == "waiting"
    await at(stage, stage.clock.at + MINUTE_MS)
    assert (await reread(stage, one)).state == "erased"


@pytest.mark.parametrize("days", [1, 20, 75])
async def test_verifying_takes_the_clock_away_at_any_moment(stage: Stage, days: int) -> None:
    one = await registered(stage)
    await goes_by(stage, one, one.registered_at + days * DAY_MS)
    browser = await signed_in(stage, "boss@example.org", "coordinator")
    so_far = told(stage)
    await send(browser, f"/associations/{one.id}/verify")
    await stage.settle()
    assert not {*CLOCKS} & {entry.what for entry in (await reread(stage, one)).due}
    await at(stage, stage.clock.at + 200 * DAY_MS)
    assert (await reread(stage, one)).state == "verified"
    assert (await known(stage, SARA)).association == one.id
    assert told(stage) == so_far


async def test_one_that_was_refused_goes_ninety_days_later(stage: Stage) -> None:
    one = await registered(stage)
    browser = await signed_in(stage, "boss@example.org", "coordinator")
    await send(browser, f"/associations/{one.id}/block")
    await stage.settle()
    refused = stage.clock.at
    await goes_by(stage, one, refused + REFUSED_MS - MINUTE_MS)
    assert (await reread(stage, one)).state == "blocked"
    assert told(stage) == [0, 0, 0]
    await at(stage, refused + REFUSED_MS)
    assert bodies(stage, "AssociationErased") == [{"association": one.id, "why": "refused"}]
    assert (await reread(stage, one)).state == "erased"


async def test_one_that_was_blocked_after_it_was_verified_stays(stage: Stage) -> None:
    """The control: it had needs, and others know of it."""
    one = await registered(stage)
    browser = await signed_in(stage, "boss@example.org", "coordinator")
    for word in ("verify", "block"):
        await send(browser, f"/associations/{one.id}/{word}")
        await stage.settle()
    await start_clocks(desk_of(stage))
    await at(stage, stage.clock.at + 400 * DAY_MS)
    assert (await reread(stage, one)).state == "blocked"
    assert told(stage) == [0, 0, 0]


async def test_two_processes_do_each_once(stage: Stage) -> None:
    """Whoever comes second, with what the first one read, changes nothing."""
    one = await registered(stage)
    for step in (remind, warn, end):
        read = await reread(stage, one)
        stage.clock.at = max(entry.at for entry in read.due if entry.what in CLOCKS)
        await step(read, desk_of(stage))
        with pytest.raises(Conflict):
            await step(read, desk_of(stage))
    await stage.settle()
    assert told(stage) == [1, 1, 1]


async def test_who_has_no_clock_is_given_one(stage: Stage) -> None:
    """From an older release: one that waits, and one whose first decision was a no."""
    waits, no = await registered(stage), await registered(stage, "kor@example.org")
    store = desk_of(stage).store
    refused = {"state": "blocked", "decided_at": stage.clock.at}
    await store.save(ASSOCIATIONS, waits.without_due(*CLOCKS))
    await store.save(ASSOCIATIONS, no.model_copy(update=refused).without_due(*CLOCKS))
    await start_clocks(desk_of(stage))
    clocks = {
        one.id: [entry.what for entry in (await reread(stage, one)).due] for one in (waits, no)
    }
    assert clocks == {waits.id: [REMIND], no.id: [END]}
    before = [await reread(stage, one) for one in (waits, no)]
    await start_clocks(desk_of(stage))
    assert [await reread(stage, one) for one in (waits, no)] == before
