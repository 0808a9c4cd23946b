"""Contact me only through my guide: nothing is sent, whatever happens; somebody calls instead."""

from services.notifications.letters import TEMPLATES
from shared.contracts.matching import MatchAnswered, MatchApproved
from tests.notifications.letterbox import Sink, contact, registered, states
from tests.notifications.test_erasing import about, code_asked
from tests.stage import Stage

TO_PEOPLE = {"receipt", "ask_person", "agreed", "code"}


async def everything_happens(stage: Stage) -> None:
    await stage.hear(registered(stage), "p1")
    await stage.hear(code_asked(stage), "p1", sequence=2)
    await stage.hear(MatchApproved.model_validate(about()), "m-p1")
    both = {"state": "agreed", "person_answer": "yes", "association_answer": "yes"}
    yes = {**about(), **both, "side": "association"}
    await stage.hear(MatchAnswered.model_validate(yes), "m-p1", sequence=2)


async def test_no_letter_is_sent_over_all_that_happens(stage: Stage, sink: Sink) -> None:
    await stage.hear(contact(stage, reach="guide"), "p1")
    await everything_happens(stage)
    assert sink.taken == []
    assert await states(stage) == ["call"] * len(TO_PEOPLE)
    assert set(TEMPLATES) >= TO_PEOPLE


async def test_somebody_who_does_not_say_so_is_written_to(stage: Stage, sink: Sink) -> None:
    """The control: the same address, without the wish."""
    await stage.hear(contact(stage, reach="email"), "p1")
    await everything_happens(stage)
    assert len(sink.taken) == len(TO_PEOPLE)


async def test_the_wish_holds_from_the_moment_that_it_is_said(stage: Stage, sink: Sink) -> None:
    await stage.hear(contact(stage, reach="email"), "p1")
    await stage.hear(registered(stage), "p1")
    await stage.hear(contact(stage, reach="guide"), "p1", sequence=2)
    await stage.hear(MatchApproved.model_validate(about()), "m-p1")
    assert len(sink.taken) == 1
    assert sorted(await states(stage)) == ["call", "sent"]


async def test_what_an_association_reads_says_nothing_of_the_wish(stage: Stage, sink: Sink) -> None:
    letters = []
    for number, reach in enumerate(("guide", "email"), 1):
        await stage.hear(contact(stage, reach=reach), "p1", sequence=number)
        await stage.hear(contact(stage, "club", language="sv"), "club", sequence=number)
        yes = {**about(), "person_answer": "yes", "side": "person"}
        await stage.hear(MatchAnswered.model_validate(yes), "m-p1", sequence=number)
        letters.append(sink.taken[-1].letter)
    assert letters[0] == letters[1]
