"""Messages that come twice, or in another order, end in the same state."""

import random
from pathlib import Path

import pytest

from services.matching.matches import MATCHES
from services.matching.profiles import PROFILES
from shared.bus.listening import Outcome
from shared.contracts.intake import (
    AssociationBlocked,
    AssociationVerified,
    NeedClosed,
    PersonWithdrawn,
    SessionEnded,
)
from shared.contracts.message import Message
from tests.matching.saying import LIKES_FOOTBALL, an_id, posted, registered
from tests.matching.stage import Stage, staged

PEOPLE = [an_id(name) for name in ("amira", "bahar", "cem")]
FOOTBALL, CHOIR, GONE = an_id("football"), an_id("choir"), an_id("gone")
STORY: list[tuple[str, Message]] = [
    *((person, registered(person, LIKES_FOOTBALL)) for person in PEOPLE),
    (FOOTBALL, posted(FOOTBALL)),
    (CHOIR, posted(CHOIR, "kor", activities=("choir",))),
    (GONE, posted(GONE, "shut")),
    (GONE, NeedClosed(need=GONE, reason="withdrawn")),
    (an_id("kor"), AssociationBlocked(association=an_id("kor"))),
    (PEOPLE[2], PersonWithdrawn(person=PEOPLE[2], reason="own_wish")),
]


async def end_of(stage: Stage) -> dict[str, object]:
    """What is open for whom, and the state of each case."""
    await stage.settle()
    found = await stage.desk.store.find(MATCHES, {"region": "malmo"})
    cases = [await stage.case_of(person) for person in PEOPLE]
    return {
        "open": sorted((one.person, one.need) for one in found if one.state == "proposed"),
        "cases": [(case.state, case.waiting, case.reason) for case in cases],
    }


EXPECTED = {
    "open": sorted((person, FOOTBALL) for person in PEOPLE[:2]),
    "cases": [("proposed", "guide", None)] * 2 + [("ended", "none", "own_wish")],
}


@pytest.mark.parametrize("seed", range(6))
async def test_any_order_of_subjects_ends_alike(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    subjects = sorted({subject for subject, _ in STORY})
    chance.shuffle(subjects)
    async with staged(tmp_path) as stage:
        for subject in subjects:
            for message in [message for one, message in STORY if one == subject]:
                await stage.tell(message, subject)
                if chance.random() < 0.5:
                    await stage.settle()
        assert await end_of(stage) == EXPECTED


async def test_everything_told_twice_ends_alike(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        for subject, message in STORY:
            await stage.tell(message, subject)
        first = await end_of(stage)
        told = len(stage.bus.sent)
        for subject, message in STORY:
            number = [one for name, one in STORY if name == subject].index(message) + 1
            assert await stage.tell(message, subject, number) is Outcome.DUPLICATE
        assert await end_of(stage) == first == EXPECTED
        assert len(stage.bus.sent) == told


async def test_a_listener_makes_one_write_with_what_follows(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        person = await stage.person("amira")
        profile = await stage.desk.store.get(PROFILES, person)
        assert profile is not None
        assert profile.version == 1
        assert [entry.what for entry in profile.due] == ["rank"]
        assert profile.heard


async def test_an_association_that_may_ask_again_is_proposed_again(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.need("football")
        person = await stage.person("amira")
        await stage.settle()
        club = an_id("ifk")
        await stage.tell(AssociationBlocked(association=club), club)
        await stage.settle()
        assert (await stage.case_of(person)).state == "registered"
        again = AssociationVerified(association=club, name="IFK", contacts=())
        await stage.tell(again, club)
        await stage.settle()
        assert (await stage.case_of(person)).state == "proposed"


async def test_a_session_that_ended_counts_no_longer(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        assert (await guide.get("/board")).status_code == 200
        account = an_id("guide a")
        ended = SessionEnded(account=account, sessions=(guide.binding,))
        await stage.tell(ended, account)
        assert (await guide.get("/board")).headers["location"] == "/sign-in"


async def test_who_was_never_heard_of_cannot_leave(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        person = an_id("nobody")
        left = PersonWithdrawn(person=person, reason="moved")
        assert await stage.tell(left, person) is Outcome.NOT_HEARD


async def test_a_form_that_a_guide_filled_in_is_that_guides_case(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        guide = an_id("guide a")
        person = await stage.person("amira", guide=guide)
        await stage.settle()
        assert (await stage.case_of(person)).guide == guide
        assert stage.bus.sent[0].data["guide"] == guide
