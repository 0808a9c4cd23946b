"""A letter that has to be read out: it is told how many wait, and the guide says that it is done."""

import httpx
import pytest

from services.notifications.calls import TELL
from services.notifications.documents import DELIVERIES, THREADS, Delivery
from shared.contracts.matching import CaseClaimed, MatchApproved
from shared.store.document import Due
from tests.notifications.letterbox import Sink, contact, registered, states
from tests.notifications.test_erasing import about, gone, left
from tests.stage import Stage

API = "/notifications/api/v1/deliveries"
LIST = "/outbox?person=p1&state=call"
YEAR_H = 365 * 24


@pytest.fixture
async def called(stage: Stage) -> Stage:
    """Somebody with a telephone alone was sent the receipt and a question; g1 is their guide."""
    await stage.hear(contact(stage, email=None, phone="0701740605"), "p1")
    await stage.hear(registered(stage), "p1")
    stage.clock.passes(minutes=1)
    await stage.hear(MatchApproved.model_validate(about()), "m-p1")
    facts = {"case": "c1", "person": "p1", "state": "asked", "waiting": "person"}
    claimed = CaseClaimed.model_validate({**facts, "alias": "Lugn Sjö 42", "guide": "g1"})
    await stage.hear(claimed, "c1")
    return stage


def told(stage: Stage) -> list[tuple[int, int | None]]:
    """How many wait and since when, as it was told each time."""
    sent = [one.data for one in stage.bus.sent if one.envelope.kind == "CallsChanged"]
    return [(one["number"], one["since"]) for one in sent]


async def signed(browser: httpx.AsyncClient) -> None:
    """Its form token goes with every request from here on."""
    page = (await browser.get("/outbox")).text
    browser.headers["x-form-token"] = token(page)


def token(page: str) -> str:
    _, _, rest = page.partition('name="form_token" value="')
    return rest.partition('"')[0]


async def calls(stage: Stage) -> list[Delivery]:
    found = await stage.running.store.find(DELIVERIES, {"state": "call"}, order="queued_at")
    return [one for one in found if one.recipient == "p1"]


async def test_each_call_is_told_without_whom_to_ring_or_what_to_say(called: Stage) -> None:
    first, second = await calls(called)
    assert told(called) == [(1, first.changed_at), (2, first.changed_at)]
    assert first.changed_at < second.changed_at
    (one, _) = [one for one in called.bus.sent if one.envelope.kind == "CallsChanged"]
    assert set(one.data) == {"person", "number", "since", "ended"}
    assert (one.envelope.subject, one.data["person"]) == ("p1", "p1")


async def test_who_gets_letters_waits_for_no_call(stage: Stage, sink: Sink) -> None:
    """The control: the same person, with an address."""
    await stage.hear(contact(stage), "p1")
    await stage.hear(registered(stage), "p1")
    assert len(sink.taken) == 1
    assert told(stage) == []


async def test_what_is_told_is_told_once_however_often_it_is_due(called: Stage) -> None:
    before = told(called)
    for one in await calls(called):
        assert TELL not in [due.what for due in one.due]
        again = one.with_due(Due(what=TELL, at=called.clock()))
        await called.running.store.save(DELIVERIES, again)
    await called.settle()
    assert told(called) == before


async def test_the_guide_reads_it_out_and_it_waits_no_more(called: Stage) -> None:
    first, second = await calls(called)
    async with called.client("guide", account="g1") as guide:
        guide.headers["accept-language"] = "en"
        page = (await guide.get("/outbox?person=p1&state=call")).text
        assert page.count("I have read it out") == 2
        assert "0701740605" in page
        sent = {"how": "called", "form_token": token(page)}
        done = await guide.post(f"/outbox/{first.id}/call", data=sent)
        assert (done.status_code, done.headers["location"]) == (303, LIST)
        await called.settle()
        assert told(called)[-1] == (1, second.changed_at)
        assert "I have read it out" not in (await guide.get("/outbox?person=p1&state=called")).text
        await signed(guide)
        for _ in range(2):  # the second click
            answer = await guide.post(f"{API}/{second.id}/call", json={"how": "needless"})
            assert answer.json()["state"] == "called"
    await called.settle()
    assert told(called)[2:] == [(1, second.changed_at), (0, None)]
    ends = [one.data["ended"] for one in called.bus.sent if one.envelope.kind == "CallsChanged"]
    assert ends[2:] == [{"how": "called", "by": "g1"}, {"how": "needless", "by": "g1"}]


async def test_nobody_else_ends_it_and_not_with_other_words(called: Stage) -> None:
    (one, _) = await calls(called)
    url, body = f"{API}/{one.id}/call", {"how": "called"}
    async with called.client("guide", account="g2") as other:
        await signed(other)
        assert (await other.post(url, json=body)).status_code == 404
        assert (await other.post(f"{API}/no-such/call", json=body)).status_code == 404
    async with called.client("guide", account="g1") as guide:
        await signed(guide)
        assert (await guide.post(url, json={"how": "perhaps"})).status_code == 422
        perhaps = {"how": "perhaps"}
        assert (await guide.post(f"/outbox/{one.id}/call", data=perhaps)).status_code == 422
    assert len(await calls(called)) == 2


async def test_of_somebody_erased_no_call_is_told_any_more(called: Stage) -> None:
    before = told(called)
    await called.hear(left(), "p1", sequence=2)
    await called.hear(gone(), "p1", sequence=2)
    called.clock.passes(minutes=1)
    await called.settle()
    assert called.bus.kinds()[-1] == "PersonForgotten"
    assert told(called) == before
    thread = await called.running.store.get(THREADS, "p1")
    assert thread is not None
    assert thread.calls == ()


async def test_a_letter_that_goes_of_age_waits_no_more(called: Stage) -> None:
    called.clock.passes(hours=YEAR_H, minutes=-1)
    await called.settle()
    assert told(called)[-1][0] == 1
    called.clock.passes(minutes=2)
    await called.settle()
    assert told(called)[-1] == (0, None)
    assert await states(called) == []
