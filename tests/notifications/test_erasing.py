"""Somebody was erased: no letter about them stays, none is written, and it is told."""

import json
from pathlib import Path

import pytest

from services.notifications.app import NOTIFICATIONS
from services.notifications.documents import CONTACTS, DELIVERIES, GUIDES, THREADS
from shared.contracts.intake import CodeAsked, ContactChanged, PersonWithdrawn
from shared.contracts.matching import (
    Asked,
    CaseClaimed,
    CaseMoved,
    MatchAnswered,
    MatchApproved,
    MatchAskedAgain,
)
from tests.notifications.letterbox import NIGHT, Sink, contact, registered, states
from tests.stage import Stage, staged

ABOUT = Asked(
    association_name="Limhamns kör", title="Kör", kind="participant", activity="choir", place="",
    slots=(),
)  # fmt: skip


def about(person: str = "p1") -> dict[str, object]:
    return {
        "match": f"m-{person}", "case": f"c-{person}", "person": person, "need": "n",
        "association": "a", "contacts": ("club",), "alias": "Blue Gull 12", "state": "asked",
        "round": 1, "points": 1, "reasons": (), "facets": ("activity:choir",), "about": ABOUT,
    }  # fmt: skip


async def known(stage: Stage, person: str = "p1") -> None:
    """Somebody registered, with letters to them, and one about them to an association."""
    await stage.hear(contact(stage, person), person)
    told = registered(stage).model_copy(update={"person": person})
    await stage.hear(told, person)
    await stage.hear(MatchApproved.model_validate(about(person)), f"m-{person}")
    yes = {**about(person), "person_answer": "yes", "side": "person"}
    await stage.hear(MatchAnswered.model_validate(yes), f"m-{person}", sequence=2)


def gone(person: str = "p1") -> ContactChanged:
    return ContactChanged(contact=person, key_id="1", sealed=None)


def left(person: str = "p1") -> PersonWithdrawn:
    return PersonWithdrawn(person=person, reason="erased")


async def test_letters_go_and_it_is_told_that_nothing_is_left(stage: Stage) -> None:
    await stage.hear(contact(stage, "club"), "club")
    await known(stage)
    await known(stage, "p2")
    assert len(await states(stage)) == 6
    await stage.hear(gone(), "p1", sequence=2)
    await stage.hear(left(), "p1", sequence=2)
    store = stage.running.store
    assert {one.person for one in await store.find(DELIVERIES, {})} == {"p2"}
    thread = await store.get(THREADS, "p1")
    assert thread is not None
    assert (thread.orders, thread.generation) == ((), None)
    assert [entry.what for entry in thread.due] == ["forget"]
    sent = [(one.envelope.kind, one.data) for one in stage.bus.sent]
    assert [one for one in sent if one[0] != "LetterMoved"] == [
        ("PersonForgotten", {"person": "p1"})
    ]


async def test_it_is_told_only_once_the_contact_is_gone(stage: Stage) -> None:
    """The two messages have no order among each other."""
    await known(stage)
    await stage.hear(left(), "p1", sequence=2)
    stage.clock.passes(seconds=30)
    await stage.settle()
    assert "PersonForgotten" not in stage.bus.kinds()
    assert len(await states(stage)) > 0
    await stage.hear(gone(), "p1", sequence=2)
    stage.clock.passes(seconds=30)
    await stage.settle()
    assert stage.bus.kinds().count("PersonForgotten") == 1
    assert await states(stage) == []
    kept = await stage.running.store.get(CONTACTS, "p1")
    assert kept is not None
    assert kept.sealed is None


async def test_to_hear_it_again_changes_nothing(stage: Stage) -> None:
    await known(stage)
    for _ in range(2):
        await stage.hear(gone(), "p1", sequence=2)
        await stage.hear(left(), "p1", sequence=2)
    assert stage.bus.kinds().count("PersonForgotten") == 1


async def test_who_only_left_keeps_their_letters(stage: Stage) -> None:
    """The control: it is the erasing that erases."""
    await known(stage)
    before = await states(stage)
    await stage.hear(PersonWithdrawn(person="p1", reason="own_wish"), "p1", sequence=2)
    assert await states(stage) == before
    assert "PersonForgotten" not in stage.bus.kinds()


async def test_nothing_is_written_about_them_any_more(stage: Stage, sink: Sink) -> None:
    await known(stage)
    await stage.hear(gone(), "p1", sequence=2)
    await stage.hear(left(), "p1", sequence=2)
    written = len(sink.taken)
    late = {**about(), "association_answer": "yes", "side": "association"}
    await stage.hear(MatchAnswered.model_validate(late), "m-p1", sequence=3)
    assert await states(stage) == []
    assert len(sink.taken) == written


async def test_their_guide_is_forgotten_with_matchings_last_word(stage: Stage) -> None:
    facts = {"case": "c", "person": "p1", "alias": "Blue Gull 12", "guide": "g1"}
    claimed = {**facts, "state": "asked", "waiting": "person"}
    await stage.hear(CaseClaimed.model_validate(claimed), "c")
    over = {**facts, "state": "ended", "waiting": "none", "reason": "erased"}
    await stage.hear(CaseMoved.model_validate(over), "c", sequence=2)
    guide = await stage.running.store.get(GUIDES, "p1")
    assert guide is not None
    assert guide.guide is None


async def test_who_wanted_to_be_asked_later_gets_the_question_once_more(
    stage: Stage, sink: Sink
) -> None:
    await stage.hear(contact(stage), "p1")
    await stage.hear(MatchApproved.model_validate(about()), "m-p1")
    for number in (2, 2, 3):
        again = MatchAskedAgain.model_validate(about())
        await stage.hear(again, "m-p1", sequence=number)
    assert [parcel.to for parcel in sink.taken] == ["amina@example.org"] * 3


def code_asked(stage: Stage) -> CodeAsked:
    return CodeAsked(person="p1", number=1, expires_at=stage.clock() + 900_000)


async def test_a_code_goes_to_the_contact_we_know_also_at_night(stage: Stage, sink: Sink) -> None:
    stage.clock.at = NIGHT
    await stage.hear(contact(stage, language="sv"), "p1")
    await stage.hear(code_asked(stage), "p1")
    (parcel,) = sink.taken
    assert parcel.to == "amina@example.org"
    assert stage.keys.code("p1", "1") in parcel.letter.text()
    assert "/my/" not in parcel.letter.text()


@pytest.mark.parametrize("facts", [{"email": None, "phone": "+46701"}, {"reach": "guide"}])
async def test_who_has_no_letters_gets_the_code_from_a_guide(
    stage: Stage, sink: Sink, facts: dict[str, str | None]
) -> None:
    await stage.hear(contact(stage, **facts), "p1")
    await stage.hear(code_asked(stage), "p1")
    assert await states(stage) == ["call"]
    assert sink.taken == []
    async with stage.client("coordinator") as browser:
        assert stage.keys.code("p1", "1") in (await browser.get("/outbox")).text


async def test_a_code_that_was_sent_is_not_for_other_eyes(tmp_path: Path) -> None:
    url = {"smtp_url": "smtp://127.0.0.1:2525"}
    async with staged(NOTIFICATIONS, tmp_path, **url) as stage:
        said = {"name": "Amina", "language": "sv", "email": "amina@example.org"}
        key_id, sealed = stage.keys.seal(json.dumps(said), about="p1")
        await stage.hear(ContactChanged(contact="p1", key_id=key_id, sealed=sealed), "p1")
        await stage.hear(code_asked(stage), "p1")
        async with stage.client("coordinator") as browser:
            page = (await browser.get("/outbox")).text
        assert "Din kod" in page
        assert stage.keys.code("p1", "1") not in page
