"""What is left of somebody erased in notifications outlasts every late message, and goes then."""

from services.notifications.documents import (
    CONTACTS,
    ERASED_MS,
    GUIDES,
    LINK_MS,
    SUBJECT_MS,
    THREADS,
)
from shared.contracts.intake import ErasureAnnounced, SignInAsked
from shared.contracts.matching import CaseMoved
from shared.contracts.topics import TOPICS
from tests.notifications.letterbox import Sink, contact, registered
from tests.notifications.test_erasing import gone, left
from tests.stage import Stage

FACTS = {"case": "c", "person": "p1", "alias": "x", "waiting": "none", "guide": "g"}
MINUTE_MS = 60_000


async def test_the_ids_of_somebody_erased_go_after_all_messages(stage: Stage) -> None:
    assert max(topic.retention_ms for topic in TOPICS) < ERASED_MS
    await stage.hear(contact(stage), "p1")
    await stage.hear(registered(stage), "p1")
    await stage.hear(CaseMoved.model_validate({**FACTS, "state": "asked"}), "c")
    await stage.hear(gone(), "p1", sequence=2)
    await stage.hear(left(), "p1", sequence=2)
    over = {**FACTS, "state": "ended", "reason": "erased"}
    await stage.hear(CaseMoved.model_validate(over), "c", sequence=2)
    store = stage.running.store
    stage.clock.at += ERASED_MS - MINUTE_MS
    await stage.settle()
    assert [await store.get(of, "p1") is None for of in (CONTACTS, THREADS, GUIDES)] == [False] * 3
    stage.clock.at += 2 * MINUTE_MS
    await stage.settle()
    assert [await store.get(of, "p1") is None for of in (CONTACTS, THREADS, GUIDES)] == [True] * 3


async def test_a_contact_that_came_back_stays(stage: Stage) -> None:
    """Nobody erased comes back under their id; an account that is invited again does."""
    await stage.hear(gone(), "p1")
    await stage.hear(contact(stage), "p1", sequence=2)
    stage.clock.at += ERASED_MS + MINUTE_MS
    await stage.settle()
    kept = await stage.running.store.get(CONTACTS, "p1")
    assert kept is not None
    assert (kept.sealed is not None, kept.due) == (True, ())


async def test_a_link_to_sign_in_leaves_nothing(stage: Stage) -> None:
    await stage.hear(contact(stage, "club"), "club")
    asked = SignInAsked(sign_in="s", account="club", expires_at=stage.clock() + 1)
    await stage.hear(asked, "s")
    stage.clock.at += LINK_MS + MINUTE_MS
    await stage.settle()
    assert await stage.running.store.get(THREADS, "s") is None
    assert LINK_MS < SUBJECT_MS


async def test_who_is_to_be_erased_is_written_to(stage: Stage, sink: Sink) -> None:
    await stage.hear(contact(stage, language="en"), "p1")
    await stage.hear(registered(stage), "p1")
    told = ErasureAnnounced(person="p1", at=stage.clock() + 30 * 86_400_000, why="silent")
    await stage.hear(told, "p1", sequence=2)
    stage.clock.passes(hours=24)
    await stage.settle()
    subjects = [one.letter.subject for one in sink.taken]
    assert "We will erase what you told us" in subjects
    letter = next(one.letter for one in sink.taken if one.letter.subject == subjects[-1])
    assert "Do you want to stay? Open your page and press the button." in letter.paragraphs
    assert letter.action is not None
    assert "/my/" in letter.action[1]
