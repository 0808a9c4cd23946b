"""A letter that did not arrive: the case's guide is told, and mends it by a word or by sending again."""

import httpx
import pytest

from services.notifications.channels import Doubtful, Never, NotYet
from services.notifications.documents import DELIVERIES, Delivery
from shared.contracts.matching import CaseClaimed, MatchApproved, MatchMoved
from shared.contracts.notifications import LetterMoved
from tests.notifications.letterbox import NIGHT, Sink, contact, registered
from tests.notifications.test_calls import signed, token
from tests.notifications.test_erasing import about, gone, left
from tests.stage import Stage

API = "/notifications/api/v1/deliveries"


@pytest.fixture
async def stage(stage: Stage) -> Stage:
    """p1, who has an address; g1 walks with them."""
    await stage.hear(contact(stage), "p1")
    facts = {"case": "c1", "person": "p1", "state": "proposed", "waiting": "guide"}
    claimed = CaseClaimed.model_validate({**facts, "alias": "Lugn Sjö 42", "guide": "g1"})
    await stage.hear(claimed, "c1")
    return stage


def told(stage: Stage) -> list[LetterMoved]:
    sent = [one for one in stage.bus.sent if one.envelope.kind == "LetterMoved"]
    assert all(one.envelope.subject == one.data["letter"] for one in sent)
    return [LetterMoved.model_validate(one.data) for one in sent]


def fates(stage: Stage) -> list[tuple[str, str, str]]:
    return [(one.what, one.to, one.state) for one in told(stage)]


async def the_letter(stage: Stage) -> Delivery:
    (found,) = await stage.running.store.find(DELIVERIES, {"person": "p1"})
    return found


def guide_of(stage: Stage, account: str = "g1") -> httpx.AsyncClient:
    browser = stage.client("guide", account=account)
    browser.headers["accept-language"] = "en"
    return browser


async def test_a_letter_that_went_is_told_without_what_it_says(stage: Stage) -> None:
    await stage.hear(registered(stage), "p1")
    (moved,) = told(stage)
    assert (moved.what, moved.to, moved.state, moved.person) == ("receipt", "person", "sent", "p1")
    assert set(moved.model_dump()) == {
        "letter", "person", "what", "to", "state", "match", "queued_at",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("no", "state"), [(Never("address"), "failed"), (Doubtful("silence"), "unknown")]
)
async def test_one_that_did_not_arrive_is_told(
    stage: Stage, sink: Sink, no: Exception, state: str
) -> None:
    sink.fails = [no]
    await stage.hear(registered(stage), "p1")
    assert fates(stage) == [("receipt", "person", state)]


async def test_one_that_is_tried_again_is_told_only_once_it_went(stage: Stage, sink: Sink) -> None:
    sink.fails = [NotYet("busy")]
    await stage.hear(registered(stage), "p1")
    assert fates(stage) == []
    stage.clock.passes(minutes=2)
    await stage.settle()
    assert fates(stage) == [("receipt", "person", "sent")]


async def test_the_guide_has_it_sent_again(stage: Stage, sink: Sink) -> None:
    sink.fails = [Never("address")]
    await stage.hear(registered(stage), "p1")
    letter = await the_letter(stage)
    async with guide_of(stage) as guide:
        page = (await guide.get(f"/outbox?person=p1&letter={letter.id}")).text
        assert "The mail server did not take it" in page
        sent = {"form_token": token(page)}
        done = await guide.post(f"/outbox/{letter.id}/again", data=sent)
        assert done.headers["location"].endswith("&done=again")
        await stage.settle()
        assert "It is on its way again" in (await guide.get(done.headers["location"])).text
    assert [parcel.id for parcel in sink.taken] == [letter.id]
    assert [state for _, _, state in fates(stage)] == ["failed", "queued", "sent"]


async def test_a_second_click_sends_nothing_more(stage: Stage, sink: Sink) -> None:
    await stage.hear(registered(stage), "p1")
    letter = await the_letter(stage)
    stage.clock.at = NIGHT
    async with guide_of(stage) as guide:
        await signed(guide)
        for _ in range(2):
            answer = await guide.post(f"{API}/{letter.id}/again")
            assert (answer.status_code, answer.json()["state"]) == (200, "queued")
            await stage.settle()
    assert len(sink.taken) == 1, "it waits for the morning"
    stage.clock.passes(hours=12)
    await stage.settle()
    assert len(sink.taken) == 2


async def test_what_is_answered_meanwhile_is_not_sent_again_and_stays(
    stage: Stage, sink: Sink
) -> None:
    await stage.hear(registered(stage), "p1")
    await stage.hear(MatchApproved.model_validate(about()), "m-p1")
    (letter,) = [
        one
        for one in await stage.running.store.find(DELIVERIES, {"person": "p1"})
        if one.order.template == "ask_person"
    ]
    sent = len(sink.taken)
    await stage.hear(MatchMoved.model_validate({**about(), "state": "ended"}), "m-p1", sequence=2)
    sent = len(sink.taken)
    async with guide_of(stage) as guide:
        await signed(guide)
        assert (await guide.post(f"{API}/{letter.id}/again")).status_code == 409
        page = await guide.post(f"/outbox/{letter.id}/again")
        assert "of no use any more" in (await guide.get(page.headers["location"])).text
    await stage.settle()
    assert len(sink.taken) == sent
    kept = await stage.running.store.get(DELIVERIES, letter.id)
    assert kept is not None
    assert kept.state == "sent"


async def test_one_asked_for_in_vain_stays_to_be_read(stage: Stage, sink: Sink) -> None:
    """What was answered while it waited for the morning is not sent, and not lost either."""
    await stage.hear(registered(stage), "p1")
    await stage.hear(MatchApproved.model_validate(about()), "m-p1")
    letters = await stage.running.store.find(DELIVERIES, {"person": "p1"})
    (letter,) = [one for one in letters if one.order.template == "ask_person"]
    stage.clock.at = NIGHT
    async with guide_of(stage) as guide:
        await signed(guide)
        await guide.post(f"{API}/{letter.id}/again")
    await stage.hear(MatchMoved.model_validate({**about(), "state": "ended"}), "m-p1", sequence=2)
    sent = [one.id for one in sink.taken].count(letter.id)
    stage.clock.passes(hours=12)
    await stage.settle()
    assert [one.id for one in sink.taken].count(letter.id) == sent == 1
    kept = await stage.running.store.get(DELIVERIES, letter.id)
    assert kept is not None
    assert (kept.state, kept.reason) == ("called", "needless")


async def test_the_guide_says_that_it_is_done(stage: Stage, sink: Sink) -> None:
    sink.fails = [Never("address")]
    await stage.hear(registered(stage), "p1")
    letter = await the_letter(stage)
    async with guide_of(stage) as guide:
        await signed(guide)
        await guide.post(f"{API}/{letter.id}/call", json={"how": "called"})
    await stage.settle()
    assert fates(stage)[-1] == ("receipt", "person", "called")


async def reads_out(stage: Stage, letter: Delivery, how: str) -> None:
    async with guide_of(stage) as guide:
        await signed(guide)
        await guide.post(f"{API}/{letter.id}/call", json={"how": how})
    await stage.settle()


async def test_what_is_read_out_is_told_like_what_is_sent(stage: Stage) -> None:
    """Somebody with a telephone alone has their letters on the timeline, too."""
    await stage.hear(contact(stage, email=None, phone="0701740605"), "p1", sequence=2)
    await stage.hear(registered(stage), "p1")
    assert fates(stage) == []
    await reads_out(stage, await the_letter(stage), "called")
    assert fates(stage) == [("receipt", "person", "called")]


async def test_of_a_letter_that_nobody_heard_of_nothing_is_told(stage: Stage) -> None:
    """The control: what is not needed any more was read by nobody."""
    await stage.hear(contact(stage, email=None, phone="0701740605"), "p1", sequence=2)
    await stage.hear(registered(stage), "p1")
    await reads_out(stage, await the_letter(stage), "needless")
    assert fates(stage) == []


async def test_one_that_is_sent_again_and_read_out_does_not_wait_for_ever(
    stage: Stage, sink: Sink
) -> None:
    sink.fails = [Never("address")]
    await stage.hear(registered(stage), "p1")
    letter = await the_letter(stage)
    await stage.hear(contact(stage, email=None, phone="0701740605"), "p1", sequence=2)
    async with guide_of(stage) as guide:
        await signed(guide)
        await guide.post(f"{API}/{letter.id}/again")
    await stage.settle()
    await reads_out(stage, letter, "needless")
    assert [state for _, _, state in fates(stage)] == ["failed", "queued", "called"]


async def test_nobody_else_has_it_sent_again(stage: Stage, sink: Sink) -> None:
    await stage.hear(registered(stage), "p1")
    letter = await the_letter(stage)
    async with guide_of(stage, "g2") as other:
        await signed(other)
        assert (await other.post(f"{API}/{letter.id}/again")).status_code == 404
        assert (await other.post(f"/outbox/{letter.id}/again")).status_code == 404
    await stage.settle()
    assert len(sink.taken) == 1


@pytest.mark.parametrize(("region", "status"), [("malmo", 200), ("lund", 404)])
async def test_a_coordinator_reads_and_sends_those_of_their_own_region(
    stage: Stage, region: str, status: int
) -> None:
    await stage.hear(registered(stage), "p1")
    letter = await the_letter(stage)
    async with stage.client("coordinator", regions=(region,)) as chief:
        await signed(chief)
        shown = [(await chief.get(path)).text for path in ("/outbox", "/outbox?person=p1")]
        assert all(("Amina" in page) is (status == 200) for page in shown)
        assert (await chief.post(f"{API}/{letter.id}/again")).status_code == status


async def test_of_somebody_erased_nothing_is_sent_again(stage: Stage, sink: Sink) -> None:
    await stage.hear(registered(stage), "p1")
    letter = await the_letter(stage)
    stage.clock.at = NIGHT
    async with guide_of(stage) as guide:
        await signed(guide)
        await guide.post(f"{API}/{letter.id}/again")
    await stage.hear(gone(), "p1", sequence=2)
    await stage.hear(left(), "p1", sequence=2)
    stage.clock.passes(hours=13)
    await stage.settle()
    assert len(sink.taken) == 1
    assert await stage.running.store.find(DELIVERIES, {}) == []
