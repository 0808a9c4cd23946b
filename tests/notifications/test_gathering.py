"""One letter a day, for those who want it: all of it, once, in the morning, and never what is urgent."""

import pytest

from services.notifications.channels import NotYet
from services.notifications.documents import CONTACTS
from services.notifications.gathering import AT_MOST
from shared.contracts.intake import ContactChanged, SignInAsked
from shared.contracts.matching import MatchMoved, MatchReminded
from tests.notifications.letterbox import Sink, contact
from tests.notifications.mornings import NEXT_MORNING_H, ask, club, links, morning, states
from tests.notifications.test_asking_associations import doubted
from tests.notifications.test_erasing import about, gone, left
from tests.notifications.test_lost_letters import fates
from tests.notifications.test_meeting import introduced
from tests.stage import Stage

ASKED = ("ask_association", "association")
DAY_MS = 24 * 3_600_000


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
async def test_what_is_news_comes_together_in_the_morning(
    stage: Stage, sink: Sink, language: str
) -> None:
    await stage.hear(club(stage, language=language), "club")
    await ask(stage, "p1", "p2")
    await stage.hear(doubted("club"), "n1")
    assert sink.taken == []
    await morning(stage)
    (one,) = sink.taken
    assert (one.to, one.letter.language, len(one.letter.parts)) == ("club@example.org", language, 3)
    assert links(stage, sink, "p1", "p2") == [1, 1]
    assert stage.keys.link_key("still", "n1", "1") in one.letter.text()
    assert one.letter.text().count("Amina") == 1  # greeted once
    assert "3" in one.letter.subject
    assert one.letter.html().count("<h2>") == 3
    assert len(one.letter.html().encode()) <= 20_000
    gathered = {"ask_association": ["gathered"] * 2, "ask_still": ["gathered"], "day": ["sent"]}
    assert await states(stage) == gathered


@pytest.mark.parametrize("letters", [None, "each"])
async def test_who_wants_nothing_else_gets_them_singly(
    stage: Stage, sink: Sink, letters: str | None
) -> None:
    await stage.hear(club(stage, letters), "club")
    await ask(stage, "p1", "p2")
    assert links(stage, sink, "p1", "p2") == [1, 1]
    await morning(stage)
    assert len(sink.taken) == 2


async def test_one_piece_of_news_is_that_letter(stage: Stage, sink: Sink) -> None:
    await stage.hear(club(stage), "club")
    await ask(stage, "p1")
    await morning(stage)
    (one,) = sink.taken
    assert (one.letter.parts, "Blue Gull 12" in one.letter.subject) == ((), True)


async def test_what_cannot_wait_goes_at_once(stage: Stage, sink: Sink) -> None:
    await stage.hear(club(stage), "club")
    link = SignInAsked(sign_in="s1", account="club", expires_at=stage.clock() + 900_000)
    await stage.hear(link, "s1")
    await stage.hear(contact(stage, "p9"), "p9")
    met = introduced().model_copy(update={"match": "m-p9", "person": "p9"})
    await stage.hear(met, "m-p9")
    assert [one.to for one in sink.taken].count("club@example.org") == 2
    sink.taken.clear()
    for person, days in (("p1", 1), ("p2", 3)):
        told = {**about(person), "person_answer": "yes", "side": "association"}
        ends = stage.clock() + days * DAY_MS
        await stage.hear(
            MatchReminded.model_validate({**told, "answer_by": ends}), f"m-{person}", sequence=1
        )
    # Who has until tomorrow noon would have four hours left in the morning.
    assert links(stage, sink, "p1", "p2") == [1, 0]
    await morning(stage)
    assert links(stage, sink, "p1", "p2") == [1, 1]


async def test_it_comes_on_no_holiday_and_no_weekend(stage: Stage, sink: Sink) -> None:
    """From the Thursday before Midsummer's Eve to Monday, as matching's morning letter."""
    await stage.hear(club(stage), "club")
    stage.clock.passes(hours=10 * 24)  # Thursday 18 June
    await ask(stage, "p1", "p2")
    for _ in range(3):
        stage.clock.passes(hours=24)
        await stage.settle()
    assert sink.taken == []
    stage.clock.passes(hours=NEXT_MORNING_H)
    await stage.settle()
    assert links(stage, sink, "p1", "p2") == [1, 1]


async def test_after_a_day_off_it_comes_the_next_morning(stage: Stage, sink: Sink) -> None:
    await stage.hear(club(stage), "club")
    await ask(stage, "p1")
    stage.clock.passes(hours=30)  # the machine was off until Tuesday evening
    await stage.settle()
    await ask(stage, "p2")
    assert sink.taken == []
    stage.clock.passes(hours=14)
    await stage.settle()
    assert (len(sink.taken), links(stage, sink, "p1", "p2")) == (1, [1, 1])


async def test_what_comes_on_the_morning_itself_waits_for_the_next(
    stage: Stage, sink: Sink
) -> None:
    await stage.hear(club(stage), "club")
    await ask(stage, "p1")
    await morning(stage)
    await ask(stage, "p2")
    assert links(stage, sink, "p1", "p2") == [1, 0]
    stage.clock.passes(hours=24)
    await stage.settle()
    assert links(stage, sink, "p1", "p2") == [1, 1]
    # An empty day sends nothing.
    stage.clock.passes(hours=24)
    await stage.settle()
    assert len(sink.taken) == 2


async def test_switching_it_off_sends_what_waits_once(stage: Stage, sink: Sink) -> None:
    await stage.hear(club(stage), "club")
    await ask(stage, "p1", "p2")
    await stage.hear(club(stage, "each"), "club", sequence=2)
    assert links(stage, sink, "p1", "p2") == [1, 1]
    await stage.hear(club(stage, "day"), "club", sequence=3)
    await morning(stage)
    assert (len(sink.taken), links(stage, sink, "p1", "p2")) == (2, [1, 1])


async def test_switching_it_off_at_night_wakes_nobody(stage: Stage, sink: Sink) -> None:
    await stage.hear(club(stage), "club")
    await ask(stage, "p1", "p2")
    stage.clock.passes(hours=12)
    await stage.hear(club(stage, "each"), "club", sequence=2)
    assert sink.taken == []
    stage.clock.passes(hours=8)
    await stage.settle()
    assert (len(sink.taken), links(stage, sink, "p1", "p2")) == (2, [1, 1])


async def test_a_new_name_changes_nothing_of_it(stage: Stage, sink: Sink) -> None:
    await stage.hear(club(stage), "club")
    await ask(stage, "p1", "p2")
    await stage.hear(club(stage, language="en"), "club", sequence=2)
    assert sink.taken == []
    await morning(stage)
    assert (len(sink.taken), sink.taken[0].letter.language) == (1, "en")


async def test_what_was_answered_or_erased_meanwhile_is_not_in_it(stage: Stage, sink: Sink) -> None:
    await stage.hear(club(stage), "club")
    await ask(stage, "p1", "p2", "p3", "p4")
    over = MatchMoved.model_validate({**about("p1"), "state": "ended", "why": "full"})
    await stage.hear(over, "m-p1", sequence=2)
    await stage.hear(left("p2"), "p2")
    await stage.hear(gone("p2"), "p2")
    await morning(stage)
    assert (len(sink.taken), links(stage, sink, "p1", "p2", "p3", "p4")) == (1, [0, 0, 1, 1])


async def test_a_day_of_which_nothing_is_left_sends_nothing(stage: Stage, sink: Sink) -> None:
    await stage.hear(club(stage), "club")
    await ask(stage, "p1")
    over = MatchMoved.model_validate({**about("p1"), "state": "ended", "why": "full"})
    await stage.hear(over, "m-p1", sequence=2)
    await morning(stage)
    # The person hears of the end, once somebody knows how to reach them.
    assert (sink.taken, await states(stage)) == ([], {"ended_person": ["queued"]})


async def test_what_is_over_while_the_server_takes_nothing_is_left_out(
    stage: Stage, sink: Sink
) -> None:
    await stage.hear(club(stage), "club")
    await ask(stage, "p1", "p2")
    sink.fails = [NotYet("busy")]
    await morning(stage)
    over = MatchMoved.model_validate({**about("p1"), "state": "ended", "why": "full"})
    await stage.hear(over, "m-p1", sequence=2)
    stage.clock.passes(minutes=2)
    await stage.settle()
    assert (len(sink.taken), links(stage, sink, "p1", "p2")) == (1, [0, 1])
    # It was told to be in the letter of the day.
    fared = [state for what, to, state in fates(stage) if (what, to) == ASKED]
    assert sorted(fared) == ["called", "gathered", "gathered"]


async def test_what_was_asked_and_reminded_of_is_in_it_once(stage: Stage, sink: Sink) -> None:
    await stage.hear(club(stage), "club")
    await ask(stage, "p1", "p2")
    again = {**about("p1"), "person_answer": "yes", "side": "association"}
    ends = stage.clock() + 5 * DAY_MS
    await stage.hear(MatchReminded.model_validate({**again, "answer_by": ends}), "m-p1", sequence=2)
    await morning(stage)
    assert (len(sink.taken), links(stage, sink, "p1", "p2")) == (1, [1, 1])


async def test_more_than_fit_come_the_next_morning(stage: Stage, sink: Sink) -> None:
    people = [f"p{number}" for number in range(AT_MOST + 2)]
    await stage.hear(club(stage, language="ar"), "club")
    await ask(stage, *people)
    await morning(stage)
    assert sum(links(stage, sink, *people)) == AT_MOST
    assert len(sink.taken[0].letter.html().encode()) <= 20_000
    stage.clock.passes(hours=24)
    await stage.settle()
    assert (len(sink.taken), links(stage, sink, *people)) == (2, [1] * len(people))


async def test_an_erased_contact_leaves_what_waits_unsent(stage: Stage, sink: Sink) -> None:
    await stage.hear(club(stage), "club")
    await ask(stage, "p1")
    await stage.hear(ContactChanged(contact="club", key_id="1", sealed=None), "club", sequence=2)
    await morning(stage)
    assert sink.taken == []
    assert (await stage.running.store.get(CONTACTS, "club")) is not None
