"""What an association is written: each contact in their own language, with a link that answers."""

from shared.contracts.intake import AssociationChanged, NeedDoubted
from shared.contracts.need_details import NeedDetails
from tests.notifications.letterbox import Sink, contact, states
from tests.stage import Stage

CLOSES = 1_782_122_400_000


def doubted(*contacts: str, number: int = 1) -> NeedDoubted:
    details = NeedDetails(
        kind="leader",
        title="Tränare på tisdagar",
        seats=1,
        activities=("football",),
        slots=("tue_evening",),
        ages=("18-25",),
    )
    return NeedDoubted(
        need="n1",
        association="a1",
        association_name="Kören",
        contacts=contacts,
        details=details,
        posted_at=1_780_000_000_000,
        number=number,
        closes_at=CLOSES,
    )


async def test_every_contact_is_asked_in_their_language(stage: Stage, sink: Sink) -> None:
    await stage.hear(contact(stage, "c1", email="c1@example.org", language="sv"), "c1")
    await stage.hear(contact(stage, "c2", email="c2@example.org"), "c2")
    await stage.hear(doubted("c1", "c2"), "n1")
    swedish, arabic = sorted(sink.taken, key=lambda one: one.to)
    assert (swedish.letter.language, arabic.letter.language) == ("sv", "ar")
    link = f"/still/{stage.keys.link_key('still', 'n1', '1')}"
    assert all(link in one.letter.text() for one in (swedish, arabic))
    assert "måndag 22 juni" in swedish.letter.text()
    assert "Tränare på tisdagar" in swedish.letter.subject


async def test_the_same_question_again_writes_nothing_and_the_next_one_does(
    stage: Stage, sink: Sink
) -> None:
    await stage.hear(contact(stage, "c1"), "c1")
    for _ in range(2):
        await stage.hear(doubted("c1"), "n1", number="018f0000-0000-7000-8000-000000000001")
    assert len(sink.taken) == 1
    await stage.hear(doubted("c1", number=2), "n1", sequence=2)
    assert stage.keys.link_key("still", "n1", "2") in sink.taken[-1].letter.text()


def speaks(*contacts: str, arrived: tuple[str, ...] = ()) -> AssociationChanged:
    return AssociationChanged(association="a1", name="Kören", contacts=contacts, arrived=arrived)


async def test_letters_go_to_those_who_speak_for_it_now(stage: Stage, sink: Sink) -> None:
    """Whoever the message names, which was told when the match was made."""
    for who in ("c1", "c2", "c3"):
        await stage.hear(contact(stage, who, email=f"{who}@example.org"), who)
    await stage.hear(speaks("c2", "c3", arrived=("c3",)), "a1")
    (told,) = sink.taken
    assert (told.to, "/sign-in?" in told.letter.text()) == ("c3@example.org", True)
    sink.taken.clear()
    await stage.hear(doubted("c1", "c2"), "n1")
    assert sorted(one.to for one in sink.taken) == ["c2@example.org", "c3@example.org"]
    assert not any(link_in(one.letter.text()) for one in sink.taken if one.to.startswith("c1"))


def link_in(text: str) -> bool:
    return "/still/" in text


async def test_a_letter_that_waits_does_not_reach_who_has_left(stage: Stage, sink: Sink) -> None:
    await stage.hear(speaks("c1", "c2"), "a1")
    await stage.hear(doubted("c1", "c2"), "n1")
    assert await states(stage) == ["queued", "queued"]
    await stage.hear(speaks("c2"), "a1", sequence=2)
    for who in ("c1", "c2"):
        await stage.hear(contact(stage, who, email=f"{who}@example.org"), who)
    assert [one.to for one in sink.taken] == ["c2@example.org"]
