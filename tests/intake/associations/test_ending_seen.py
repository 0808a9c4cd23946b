"""When an association ends that nobody verified: whose account goes, and what can be seen of it."""

from uuid import uuid4

import pytest

from services.intake.accounts.account import ACCOUNTS
from services.intake.associations.clocks import DAY_MS, NOTICE_MS, WARN, WARN_MS
from services.intake.associations.ending import end
from shared.store.document import Conflict
from tests.intake.associations.waiting import MINUTE_MS, SARA, account_of, at, goes_by, registered
from tests.intake.door import account, bodies, call, desk_of, known, reread, send, signed_in
from tests.stage import Stage


async def test_an_account_that_works_here_stays_as_it_is(stage: Stage) -> None:
    guide = await account(stage, "guide@example.org", "guide")
    one = await registered(stage, "guide@example.org")
    await goes_by(stage, one, one.registered_at + 91 * DAY_MS)
    after = await known(stage, "guide@example.org")
    assert (await reread(stage, one)).state == "erased"
    assert (after.roles, after.name, after.due) == (guide.roles, guide.name, guide.due)


async def test_an_account_that_got_another_role_keeps_it(stage: Stage) -> None:
    one = await registered(stage)
    sara = await known(stage, SARA)
    store = desk_of(stage).store
    await store.save(ACCOUNTS, sara.model_copy(update={"roles": ("association", "guide")}))
    await goes_by(stage, one, one.registered_at + 91 * DAY_MS)
    after = await known(stage, SARA)
    assert (after.roles, after.association) == (("guide",), None)


async def test_who_registered_two_speaks_for_the_other(stage: Stage) -> None:
    first = await registered(stage)
    stage.clock.at += DAY_MS
    second = await registered(stage)
    assert second.contact_taken
    await goes_by(stage, first, first.registered_at + 90 * DAY_MS)
    assert (await reread(stage, first)).state == "erased"
    assert not (await reread(stage, second)).contact_taken
    assert (await known(stage, SARA)).association == second.id
    await goes_by(stage, second, stage.clock.at + 31 * DAY_MS)
    assert (await reread(stage, second)).state == "erased"
    assert await account_of(stage) is None


async def test_verified_in_the_moment_of_the_end_it_stays_with_its_contact(stage: Stage) -> None:
    one = await registered(stage)
    await goes_by(stage, one, one.registered_at + 90 * DAY_MS - MINUTE_MS)
    browser = await signed_in(stage, "boss@example.org", "coordinator")
    read = await reread(stage, one)
    stage.clock.at += MINUTE_MS
    await send(browser, f"/associations/{one.id}/verify")
    with pytest.raises(Conflict):
        await end(read, desk_of(stage))
    await stage.settle()
    await at(stage, stage.clock.at + 2 * MINUTE_MS)
    assert (await reread(stage, one)).state == "verified"
    sara = await known(stage, SARA)
    assert (sara.roles, sara.association) == (("association",), one.id)
    assert bodies(stage, "ContactChanged")[-1]["sealed"] is not None


async def test_it_may_register_anew_and_its_messages_are_counted_on(stage: Stage) -> None:
    one = await registered(stage, form=(form := str(uuid4())))
    await goes_by(stage, one, one.registered_at + 91 * DAY_MS)
    again = await registered(stage, form=form)
    assert (again.id, again.state, again.name) == (one.id, "waiting", "Kören")
    assert WARN not in {entry.what for entry in again.due}
    browser = await signed_in(stage, "boss@example.org", "coordinator")
    await send(browser, f"/associations/{again.id}/verify")
    await stage.settle()
    sent = [sent.envelope for sent in stage.bus.sent if sent.envelope.subject == one.id]
    assert [envelope.sequence for envelope in sent] == [1, 2, 3, 4]


async def test_a_coordinator_sees_who_waits_longest_and_when_it_goes(stage: Stage) -> None:
    one = await registered(stage)
    await goes_by(stage, one, one.registered_at + 61 * DAY_MS)
    browser = await signed_in(stage, "boss@example.org", "coordinator")
    browser.headers["accept-language"] = "en"
    page = (await browser.get("/associations?lang=en", follow_redirects=True)).text
    assert "It has waited for 61 days." in page
    assert "unless somebody verifies it" in page
    (shown,) = (await call(browser, "GET", "/associations")).json()
    assert shown["ends_at"] == one.registered_at + WARN_MS + NOTICE_MS


async def test_one_that_is_erased_is_nobodys_to_decide(stage: Stage) -> None:
    one = await registered(stage)
    await goes_by(stage, one, one.registered_at + 90 * DAY_MS)
    browser = await signed_in(stage, "boss@example.org", "coordinator")
    for word in ("verify", "block"):
        assert (await call(browser, "POST", f"/associations/{one.id}/{word}")).status_code == 404
    listed = (await call(browser, "GET", "/associations")).json()
    assert [shown["id"] for shown in listed] == []
    assert one.id not in (await browser.get("/associations")).text
