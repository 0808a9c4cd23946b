"""Both sides answer by their links; the last seat is given once."""

from pathlib import Path

import pytest

from services.matching.answers import agree, answer, take_seat
from services.matching.matches import MATCHES, Match
from shared.contracts.intake import NeedClosed, PersonWithdrawn
from tests.matching.saying import an_id
from tests.matching.stage import Stage, staged


async def asked(stage: Stage, name: str = "amira", *, need: str = "football") -> Match:
    """A match whose person has been asked."""
    if not any(stage.sequences[key] for key in stage.sequences if key[1] == an_id(need)):
        await stage.need(need)
    person = await stage.person(name)
    await stage.settle()
    match = (await stage.matches_of(person))[0]
    async with stage.client("guide a", "guide") as guide:
        path = f"/cases/{match.case}/approve?match={match.id}&seen={match.version}"
        assert (await guide.send_form(path)).status_code == 303
    await stage.pass_time(30_000)
    return await fresh(stage, match)


async def fresh(stage: Stage, match: Match) -> Match:
    found = await stage.desk.store.get(MATCHES, match.id)
    assert found is not None
    return found


async def test_both_say_yes(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await asked(stage)
        mine, theirs = stage.link(match, "person"), stage.link(match, "association")
        page = await reader.get(mine)
        assert "Would you like to come?" in page.text
        assert match.alias not in page.text
        assert (await reader.send_form(mine, answer="yes")).headers["location"] == mine
        await stage.settle()
        assert (await stage.case_of(match.person)).waiting == "association"
        page = await reader.get(theirs)
        assert match.alias in page.text
        assert "Football" in page.text
        assert (await reader.send_form(theirs, answer="yes")).status_code == 303
        await stage.settle()
        case, agreed = await stage.case_of(match.person), await fresh(stage, match)
        assert (case.state, case.waiting, case.placed) == ("agreed", "introduction", match.need)
        assert (agreed.state, agreed.association_answer) == ("agreed", "yes")
        assert (await stage.need_of(match.need)).held == (match.id,)
        kinds = ["MatchProposed", "MatchApproved", "MatchAnswered", "MatchAnswered"]
        assert stage.bus.kinds(match.id) == kinds


async def test_a_second_click_finds_the_first_answer(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await asked(stage)
        mine = stage.link(match, "person")
        for said in ("yes", "yes", "no"):
            assert (await reader.send_form(mine, answer=said)).status_code == 303
        await stage.settle()
        assert (await fresh(stage, match)).person_answer == "yes"
        assert stage.bus.kinds(match.id).count("MatchAnswered") == 1
        page = await reader.get(mine)
        assert "Thank you for your yes" in page.text


async def test_opening_a_link_answers_nothing(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await asked(stage)
        for _ in range(3):
            await reader.get(stage.link(match, "person"))
        assert await fresh(stage, match) == match


@pytest.mark.parametrize("side", ["person", "association"])
async def test_a_no_gives_the_case_back_and_the_pair_is_dropped(tmp_path: Path, side: str) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        await stage.need("football")
        other = await stage.need("other", "b", cost=200)
        match = await asked(stage)
        if side == "association":
            await reader.send_form(stage.link(match, "person"), answer="yes")
        await reader.send_form(stage.link(match, side), answer="no")
        await stage.settle()
        case = await stage.case_of(match.person)
        assert (await fresh(stage, match)).ended == f"{side}_no"
        assert (case.state, case.current, case.dropped) == ("proposed", None, (match.need,))
        states = {one.need: one.state for one in await stage.matches_of(match.person)}
        assert states == {match.need: "ended", other: "proposed"}
        page = await reader.get(stage.link(match, side))
        assert "This question is over" in page.text


async def test_the_association_is_not_asked_before_the_person(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await asked(stage)
        await reader.send_form(stage.link(match, "association"), answer="yes")
        await stage.settle()
        assert (await fresh(stage, match)).association_answer is None
        page = await reader.get(stage.link(match, "association"))
        assert match.alias not in page.text


async def test_a_genuine_link_that_is_not_known_yet_waits(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        new = stage.keys.link_key("answer", an_id("nothing"), "person")
        page = await reader.get(f"/answer/{new}")
        assert page.status_code == 200
        assert "Wait a moment" in page.text
        assert (await reader.get("/answer/AAAAAAAAAAAAAAAAAAAAAA")).status_code == 404


async def test_an_answer_that_is_neither_yes_nor_no_is_asked_again(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await asked(stage)
        assert (await reader.send_form(stage.link(match, "person"))).status_code == 422


async def test_whoever_withdrew_gives_the_seat_back(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        match = await agreed(stage, "amira", seats=1)
        withdrawn = PersonWithdrawn(person=match.person, reason="own_wish")
        await stage.tell(withdrawn, match.person)
        await stage.settle()
        assert (await stage.need_of(match.need)).held == ()
        assert (await fresh(stage, match)).ended == "own_wish"
        assert (await stage.case_of(match.person)).state == "ended"
        second = await stage.person("bahar")
        await stage.settle()
        assert (await stage.case_of(second)).state == "proposed"


async def agreed(stage: Stage, name: str, *, seats: int) -> Match:
    """A match to which both have said yes."""
    await stage.need("football", seats=seats)
    match = await asked(stage, name)
    await answer(match, "person", "yes", stage.desk)
    await answer(await fresh(stage, match), "association", "yes", stage.desk)
    await stage.settle()
    return await fresh(stage, match)


async def test_a_full_need_is_proposed_to_nobody_else(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.need("football", seats=1)
        waits = await stage.person("bahar")
        await stage.settle()
        assert (await stage.case_of(waits)).state == "proposed"
        await agreed(stage, "amira", seats=1)
        (match,) = await stage.matches_of(waits)
        assert (match.state, match.ended) == ("ended", "full")
        assert (await stage.case_of(waits)).state == "registered"


async def test_a_need_that_closes_ends_what_was_asked(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await asked(stage)
        await stage.tell(NeedClosed(need=match.need, reason="filled"), match.need)
        await stage.settle()
        assert (await fresh(stage, match)).ended == "need_closed"
        await reader.send_form(stage.link(match, "person"), answer="yes")
        page = await reader.get(stage.link(match, "person"))
        assert "They take no more people" in page.text
        assert (await stage.case_of(match.person)).state == "registered"


async def test_a_yes_that_was_cut_off_after_its_seat_is_said_by_due_work(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        match = await asked(stage)
        await answer(match, "person", "yes", stage.desk)
        assert await take_seat(await fresh(stage, match), stage.desk)
        # Cut off here: the need holds the seat, the match says nothing yet.
        assert (await fresh(stage, match)).state == "asked"
        await stage.settle()
        assert (await fresh(stage, match)).state == "agreed"
        assert (await stage.case_of(match.person)).state == "agreed"
        assert (await stage.need_of(match.need)).held == (match.id,)
        assert await agree(await fresh(stage, match), stage.desk) == "already"


async def test_a_seat_whose_match_ended_meanwhile_is_given_back(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        match = await asked(stage)
        await answer(match, "person", "yes", stage.desk)
        assert await take_seat(await fresh(stage, match), stage.desk)
        await answer(await fresh(stage, match), "association", "no", stage.desk)
        await stage.settle()
        assert (await stage.need_of(match.need)).held == ()
        assert (await fresh(stage, match)).ended == "association_no"


async def test_telling_a_case_twice_changes_nothing(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        match = await asked(stage)
        await answer(match, "person", "yes", stage.desk)
        due = (await fresh(stage, match)).due
        await stage.settle()
        case = await stage.case_of(match.person)
        again = await fresh(stage, match)
        await stage.desk.keep(MATCHES, again.with_due(*due))
        await stage.settle()
        assert await stage.case_of(match.person) == case
