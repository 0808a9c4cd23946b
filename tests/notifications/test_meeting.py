"""Introductions: who gets whose details, in which letter, and never before both have said yes."""

import json

import pytest

from services.notifications.documents import DELIVERIES, THREADS
from shared.contracts.intake import ContactChanged
from shared.contracts.matching import (
    MatchAnswered,
    MatchApproved,
    MatchInquired,
    MatchIntroduced,
    MatchMoved,
    MatchReminded,
)
from tests.notifications.letterbox import NIGHT, Sink, contact, states
from tests.notifications.test_erasing import about
from tests.stage import Stage

HERS = ("Zebulonia", "zeb@example.org", "0701740605")
THEIRS = ("Tuvstarria", "tuv@example.org", "0401234567")
YES = {"person_answer": "yes", "association_answer": "yes"}


def person(stage: Stage, **facts: str | None) -> ContactChanged:
    name, email, phone = HERS
    return contact(stage, "p1", **{"name": name, "email": email, "phone": phone, **facts})


async def both_known(stage: Stage, **facts: str | None) -> None:
    name, email, phone = THEIRS
    await stage.hear(person(stage, **facts), "p1")
    club = contact(stage, "club", name=name, email=email, phone=phone, language="sv")
    await stage.hear(club, "club")


async def both_say_yes(stage: Stage) -> None:
    """Everything that is written until both have said yes, reminders and all."""
    await stage.hear(MatchApproved.model_validate(about()), "m-p1", sequence=1)
    reminded = {**about(), "side": "person", "answer_by": stage.clock() + 1}
    await stage.hear(MatchReminded.model_validate(reminded), "m-p1", sequence=2)
    one = {**about(), "person_answer": "yes", "side": "person"}
    await stage.hear(MatchAnswered.model_validate(one), "m-p1", sequence=3)
    waits = {**one, "side": "association", "answer_by": stage.clock() + 1}
    await stage.hear(MatchReminded.model_validate(waits), "m-p1", sequence=4)
    two = {**about(), **YES, "state": "agreed", "side": "association"}
    await stage.hear(MatchAnswered.model_validate(two), "m-p1", sequence=5)


def introduced(level: str = "details", *, web: str = "https://kor.example") -> MatchIntroduced:
    told = {"level": level, "details": level != "website", "web": web}
    return MatchIntroduced.model_validate({**about(), **YES, "state": "introduced", **told})


def found_in(text: str, details: tuple[str, ...]) -> list[str]:
    return [one for one in details if one in text]


def letters(sink: Sink, to: str) -> list[str]:
    """What went to an address, without its greeting, which names the reader."""
    return [
        one.letter.text().split("\n", 1)[1].replace(f'"{to}"', "") + one.letter.html()
        for one in sink.taken
        if one.to == to
    ]


async def test_no_letter_before_both_yeses_holds_a_contact_detail(stage: Stage, sink: Sink) -> None:
    await both_known(stage)
    await both_say_yes(stage)
    to_her, to_them = letters(sink, HERS[1]), letters(sink, THEIRS[1])
    assert (len(to_her), len(to_them)) == (3, 2)
    assert [found_in(text, THEIRS) for text in to_her] == [[], [], []]
    assert [found_in(text, HERS) for text in to_them] == [[], []]
    # The control: the next letters do hold them.
    await stage.hear(introduced(), "m-p1", sequence=6)
    assert found_in(letters(sink, HERS[1])[-1], THEIRS) == list(THEIRS)
    assert found_in(letters(sink, THEIRS[1])[-1], HERS) == list(HERS)


@pytest.mark.parametrize("level", ["details", "contact", "along"])
async def test_each_side_gets_the_others_details_at_a_level_that_says_so(
    stage: Stage, sink: Sink, level: str
) -> None:
    await both_known(stage)
    await stage.hear(introduced(level), "m-p1")
    assert found_in(letters(sink, HERS[1])[0], THEIRS) == list(THEIRS)
    assert found_in(letters(sink, THEIRS[1])[0], HERS) == list(HERS)


async def test_a_website_is_shown_and_nothing_else_given(stage: Stage, sink: Sink) -> None:
    await both_known(stage)
    await stage.hear(introduced("website"), "m-p1")
    (to_her,), (to_them,) = letters(sink, HERS[1]), letters(sink, THEIRS[1])
    assert "https://kor.example" in to_her
    assert found_in(to_her, THEIRS) == []
    assert found_in(to_them, HERS) == []


@pytest.mark.parametrize("level", ["details", "contact", "along"])
async def test_whoever_is_reached_through_a_guide_is_not_given_away(
    stage: Stage, sink: Sink, level: str
) -> None:
    """Neither name nor address, nor that there is a reason: the letter is that of a website."""
    await both_known(stage, reach="guide")
    await stage.hear(introduced(level), "m-p1", sequence=1)
    await stage.hear(introduced("website"), "m-p1", sequence=2)
    first, second = [one.letter for one in sink.taken if one.to == THEIRS[1]]
    assert first == second
    assert found_in(first.text(), HERS) == []
    assert sorted(await states(stage)) == ["call", "call", "sent", "sent"]


async def test_what_is_kept_and_told_holds_no_detail(stage: Stage, sink: Sink) -> None:
    await both_known(stage)
    await both_say_yes(stage)
    await stage.hear(introduced(), "m-p1", sequence=6)
    kept = [
        *await stage.running.store.find(DELIVERIES, {}, order="queued_at"),
        await stage.running.store.get(THREADS, "m-p1"),
    ]
    written = json.dumps([one.model_dump(mode="json") for one in kept if one])
    assert len(sink.taken) == 7
    assert found_in(written, (*HERS, *THEIRS)) == []


async def test_an_introduction_waits_for_details_that_have_not_come(
    stage: Stage, sink: Sink
) -> None:
    await stage.hear(person(stage), "p1")
    await stage.hear(introduced(), "m-p1")
    assert sink.taken == []
    name, email, phone = THEIRS
    await stage.hear(contact(stage, "club", name=name, email=email, phone=phone), "club")
    stage.clock.passes(seconds=601)
    await stage.settle()
    assert found_in(letters(sink, HERS[1])[0], THEIRS) == list(THEIRS)
    assert len(sink.taken) == 2


async def test_an_introduction_comes_once(stage: Stage, sink: Sink) -> None:
    await both_known(stage)
    for sequence in (1, 1, 1):
        await stage.hear(introduced(), "m-p1", sequence=sequence)
    assert len(sink.taken) == 2


@pytest.mark.parametrize("side", ["person", "association"])
async def test_a_reminder_is_not_sent_once_the_answer_came(
    stage: Stage, sink: Sink, side: str
) -> None:
    """It waits for the morning; meanwhile somebody answers."""
    await both_known(stage)
    asked = {**about(), "person_answer": None if side == "person" else "yes"}
    stage.clock.at = NIGHT
    reminded = {**asked, "side": side, "answer_by": NIGHT + 3 * 86_400_000}
    await stage.hear(MatchReminded.model_validate(reminded), "m-p1", sequence=1)
    assert await states(stage) == ["queued"]
    no = {**asked, f"{side}_answer": "no", "side": side, "state": "ended"}
    await stage.hear(MatchAnswered.model_validate(no), "m-p1", sequence=2)
    stage.clock.passes(seconds=12 * 3600)
    await stage.settle()
    # What goes is that they said no, to whom it concerns.
    left = [one.order.template for one in await stage.running.store.find(DELIVERIES, {})]
    assert left == ([] if side == "person" else ["ended_person"])
    assert len(sink.taken) == len(left)


async def test_a_reminder_is_sent_in_the_morning_where_nobody_answered(
    stage: Stage, sink: Sink
) -> None:
    """The control."""
    await both_known(stage)
    stage.clock.at = NIGHT
    reminded = {**about(), "side": "person", "answer_by": NIGHT + 3 * 86_400_000}
    await stage.hear(MatchReminded.model_validate(reminded), "m-p1", sequence=1)
    stage.clock.passes(seconds=12 * 3600)
    await stage.settle()
    assert len(sink.taken) == 1


@pytest.mark.parametrize(
    ("question", "state", "to"),
    [
        ("met", "introduced", [HERS[1], THEIRS[1]]),
        ("two_weeks", "started", [HERS[1], THEIRS[1]]),
        ("three_months", "active", [HERS[1]]),
        ("six_months", "active", [HERS[1]]),
    ],
)
async def test_who_is_asked_how_it_goes(
    stage: Stage, sink: Sink, question: str, state: str, to: list[str]
) -> None:
    await both_known(stage)
    asked = {**about(), **YES, "state": state, "question": question}
    await stage.hear(MatchInquired.model_validate(asked), "m-p1", sequence=1)
    assert sorted(one.to for one in sink.taken) == sorted(to)
    assert all("/answer/" in one.letter.text() for one in sink.taken)


async def test_a_question_is_not_sent_once_it_is_answered(stage: Stage, sink: Sink) -> None:
    await both_known(stage)
    stage.clock.at = NIGHT
    asked = {**about(), **YES, "state": "introduced", "question": "met"}
    await stage.hear(MatchInquired.model_validate(asked), "m-p1", sequence=1)
    met = {**about(), **YES, "state": "started"}
    await stage.hear(MatchMoved.model_validate(met), "m-p1", sequence=2)
    stage.clock.passes(seconds=12 * 3600)
    await stage.settle()
    assert sink.taken == []


@pytest.mark.parametrize(("stands", "sent"), [("active", 1), ("ended", 0)])
async def test_how_it_goes_is_asked_of_the_association_while_it_goes_on(
    stage: Stage, sink: Sink, stands: str, sent: int
) -> None:
    """Whatever the person answered before the letter went, but for an end."""
    await both_known(stage)
    stage.clock.at = NIGHT
    asked = {**about(), **YES, "state": "started", "question": "two_weeks"}
    await stage.hear(MatchInquired.model_validate(asked), "m-p1", sequence=1)
    moved = {**about(), **YES, "state": stands}
    await stage.hear(MatchMoved.model_validate(moved), "m-p1", sequence=2)
    stage.clock.passes(hours=10)
    await stage.settle()
    (club, hers) = (letters(sink, THEIRS[1]), letters(sink, HERS[1]))
    assert (len(club), len(hers)) == (sent, 0)
