"""The last seat is given once, however many ask for it at the same moment."""

import asyncio
from pathlib import Path

from services.matching.answers import agree, answer
from services.matching.cases import CASES
from services.matching.desk import Desk
from services.matching.matches import MATCHES, Match
from services.matching.needs import NEEDS
from tests.matching.stage import Stage, staged
from tests.matching.test_answers import fresh

WAITING = 50


async def waiting_for_the_last_seat(stage: Stage) -> list[Match]:
    """Fifty people who said yes to a need with one seat."""
    need = await stage.need("last", seats=1)
    people = [await stage.person(f"person {number}") for number in range(WAITING)]
    await stage.settle()
    for person in people:
        (match,) = await stage.matches_of(person)
        case = await stage.case_of(person)
        told = {"state": "asked", "person_answer": "yes"}
        await stage.desk.keep(MATCHES, match.model_copy(update=told))
        moved = {"state": "asked", "waiting": "association", "current": match.id}
        await stage.desk.keep(CASES, case.model_copy(update=moved))
    found = await stage.desk.store.find(MATCHES, {"need": need}, limit=WAITING)
    assert len(found) == WAITING
    return found


async def test_fifty_yes_to_the_last_seat_over_two_replicas(tmp_path: Path) -> None:
    async with staged(tmp_path) as one, staged(tmp_path, one.clock) as two:
        matches = await waiting_for_the_last_seat(one)
        desks = [(one, two)[number % 2].desk for number in range(WAITING)]
        ends = await asyncio.gather(
            *(
                answer(match, "association", "yes", desk)
                for match, desk in zip(matches, desks, strict=True)
            )
        )
        assert sorted(ends) == ["full"] * (WAITING - 1) + ["said"]
        await one.settle()
        await two.settle()
        states = [(await fresh(one, match)).state for match in matches]
        assert states.count("agreed") == 1
        assert len((await one.need_of(matches[0].need)).held) == 1


async def test_without_the_guard_the_last_seat_is_overbooked(tmp_path: Path) -> None:
    """The control: what the test above would miss if seats were not compared-and-set."""

    async def unguarded(match: Match, desk: Desk) -> None:
        need = await desk.store.get(NEEDS, match.need)
        await asyncio.sleep(0)
        if need is not None and need.seats_left > 0:
            await agree(match, desk)

    async with staged(tmp_path) as one, staged(tmp_path, one.clock) as two:
        matches = await waiting_for_the_last_seat(one)
        desks = [(one, two)[number % 2].desk for number in range(WAITING)]
        await asyncio.gather(
            *(unguarded(match, desk) for match, desk in zip(matches, desks, strict=True))
        )
        states = [(await fresh(one, match)).state for match in matches]
        assert states.count("agreed") > 1
