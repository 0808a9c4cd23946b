"""What is written about an association that nobody verifies: by day, once, and not in vain."""

import pytest

from services.notifications.documents import ERASED_MS, THREADS
from shared.contracts.coordinators import AssociationReported, AssociationWaits
from shared.contracts.intake import (
    AssociationBlocked,
    AssociationErased,
    AssociationErasureAnnounced,
    AssociationVerified,
)
from shared.contracts.message import Message
from shared.web.languages import language as known_language
from tests.notifications.letterbox import NIGHT, Sink, contact, states
from tests.stage import NOON, Stage

DAY_MS = 86_400_000
NUMBER = "018f0000-0000-7000-8000-00000000000{}"
MORNING = NOON + 20 * 3_600_000
SAYS = {
    "sv": "Ingen hos oss har godkänt den än.",
    "en": "Nobody here has verified it yet.",
    "ar": "لم يعتمدها أحد لدينا بعد.",
}


def announced(at: int = NOON + 30 * DAY_MS) -> AssociationErasureAnnounced:
    return AssociationErasureAnnounced(
        association="a", contacts=("c1",), registered_at=NOON - 60 * DAY_MS, at=at
    )


async def known_contact(stage: Stage, language: str = "sv") -> None:
    told = contact(stage, "c1", name="Sara", email="sara@example.org", language=language)
    await stage.hear(told, "c1")


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
async def test_the_contact_reads_in_their_language_when_it_goes(
    stage: Stage, sink: Sink, language: str
) -> None:
    await known_contact(stage, language)
    for _ in range(2):
        # The same message twice writes one letter.
        await stage.hear(announced(), "a", number=NUMBER.format(1))
    (parcel,) = sink.taken
    text = parcel.letter.text()
    assert (parcel.to, parcel.letter.language) == ("sara@example.org", language)
    assert SAYS[language] in text
    assert parcel.letter.action is not None
    assert parcel.letter.action[1].endswith(f"/?lang={language}")
    chosen = known_language(language)
    assert chosen is not None
    assert chosen.day(NOON + 30 * DAY_MS) in text


async def test_at_night_it_waits_for_the_morning(stage: Stage, sink: Sink) -> None:
    stage.clock.at = NIGHT
    await known_contact(stage)
    await stage.hear(announced(), "a")
    assert sink.taken == []
    stage.clock.at = MORNING
    await stage.settle()
    assert [parcel.at for parcel in sink.taken] == [MORNING]


DECIDED: dict[str, Message] = {
    "verified": AssociationVerified(association="a", name="Kören", contacts=()),
    "refused": AssociationBlocked(association="a"),
    "erased": AssociationErased(association="a", why="unverified"),
}


@pytest.mark.parametrize("how", sorted(DECIDED))
async def test_what_was_decided_in_the_night_stops_the_letter(
    stage: Stage, sink: Sink, how: str
) -> None:
    stage.clock.at = NIGHT
    await known_contact(stage)
    await stage.hear(announced(), "a")
    await stage.hear(DECIDED[how], "a", sequence=2)
    stage.clock.at = MORNING
    await stage.settle()
    assert (sink.taken, await states(stage)) == ([], [])


async def test_a_day_of_reminders_is_one_letter_to_each_coordinator(
    stage: Stage, sink: Sink
) -> None:
    for who in ("k1", "k2"):
        told = contact(stage, who, name="Eva", email=f"{who}@example.org", language="sv")
        await stage.hear(told, who)
    for association in ("a", "b", "c"):
        waits = AssociationWaits(
            association=association, coordinators=("k1", "k2"), registered_at=0, number=3
        )
        await stage.hear(waits, association)
    assert sorted(parcel.to for parcel in sink.taken) == ["k1@example.org", "k2@example.org"]
    letter = sink.taken[0].letter
    assert letter.subject == "3 föreningar har väntat i två veckor"
    assert "/associations?lang=sv" in letter.text()
    stage.clock.at += DAY_MS
    later = AssociationWaits(association="d", coordinators=("k1",), registered_at=0, number=4)
    await stage.hear(later, "d")
    assert len(sink.taken) == 3


async def test_a_report_is_one_letter_a_day_and_says_neither_who_nor_what(
    stage: Stage, sink: Sink
) -> None:
    await stage.hear(contact(stage, "k1", name="Eva", email="k1@example.org", language="en"), "k1")
    for number in (1, 2):
        told = AssociationReported(association="a", coordinators=("k1",), reported_at=NOON)
        await stage.hear(told, "a", sequence=number)
    (parcel,) = sink.taken
    assert parcel.letter.subject == "Somebody says that something is wrong with an association"
    assert "/associations?lang=en" in parcel.letter.text()
    stage.clock.at += DAY_MS
    await stage.hear(told, "a", sequence=3)
    assert len(sink.taken) == 2


async def test_of_an_erased_one_nothing_stays(stage: Stage) -> None:
    await known_contact(stage)
    await stage.hear(announced(), "a")
    await stage.hear(DECIDED["erased"], "a", sequence=2)
    stage.clock.at += ERASED_MS - 1
    await stage.settle()
    assert await stage.running.store.get(THREADS, "a") is not None
    stage.clock.at += 1
    await stage.settle()
    assert await stage.running.store.get(THREADS, "a") is None


async def test_one_that_comes_again_and_is_verified_is_kept(stage: Stage) -> None:
    """The control: its speakers have to be known for as long as it is here."""
    await known_contact(stage)
    await stage.hear(announced(), "a")
    await stage.hear(DECIDED["erased"], "a", sequence=2)
    again = AssociationVerified(association="a", name="Kören", contacts=("c1",))
    await stage.hear(again, "a", sequence=3)
    stage.clock.at += 2 * ERASED_MS
    await stage.settle()
    kept = await stage.running.store.get(THREADS, "a")
    assert kept is not None
    assert kept.speakers == ("c1",)
