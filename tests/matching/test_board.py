"""The board and the case page in words, and the stream that says that something moved."""

import asyncio
import re
from pathlib import Path

import pytest

from services.matching.cases import Case, case_id
from services.matching.columns import Shelf, once
from services.matching.filters import FIRST_CARDS
from services.matching.matches import MATCHES
from services.matching.watch import Watch
from tests.matching.saying import LIKES_FOOTBALL, START
from tests.matching.stage import Stage, staged
from tests.matching.test_answers import agreed


async def one_case(stage: Stage) -> str:
    await stage.need("football")
    person = await stage.person("amira")
    await stage.settle()
    return person


async def test_the_board_shows_what_there_is_to_decide(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        person = await one_case(stage)
        case = await stage.case_of(person)
        text = (await guide.get("/board")).text
        assert case.alias in text
        assert f'data-person="{person}"' in text
        assert "Likes the same: Football" in text
        assert "Waits for a guide" in text
        assert "Take this case" in text
        assert text.count(">Approve<") == 1
        await guide.send_form(f"/cases/{case.id}/claim")
        assert "The person does not want this" in (await guide.get("/board?show=mine")).text
        assert case.alias not in (await guide.get("/board?show=unclaimed")).text


async def test_a_long_column_begins_with_those_who_wait_longest_and_has_a_way_to_the_rest(
    tmp_path: Path,
) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        people = [await stage.person(f"person {n}") for n in range(FIRST_CARDS + 1)]
        await stage.settle()
        text = (await guide.get("/board")).text
        assert len(set(re.findall(r'data-person="([^"]+)"', text))) == FIRST_CARDS
        assert "12 of 13 are shown." in text
        (more,) = re.findall(r'href="(/board[^"]+most=[^"]+)"[^>]*>Show more<', text)
        whole = (await guide.get(more.replace("&amp;", "&"))).text
        assert set(re.findall(r'data-person="([^"]+)"', whole)) == set(people)
        assert "Show more" not in whole
        api = await guide.get("/matching/api/v1/board?most=1")
        assert [len(column["cases"]) for column in api.json()["columns"]] == [1, 0, 0, 0]
        assert (await guide.get("/matching/api/v1/board?most=101")).status_code == 422


async def test_an_empty_board_says_so_in_each_column(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        text = (await guide.get("/board")).text
        assert text.count("column-empty") == 4


async def test_half_a_minute_is_counted_down_on_the_card(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        person = await one_case(stage)
        (match,) = await stage.matches_of(person)
        await guide.send_form(f"/cases/{match.case}/approve?match={match.id}&seen={match.version}")
        text = (await guide.get("/board?done=approved")).text
        assert "Approved. You can undo it for half a minute." in text
        assert re.search(r"The message goes out at \d\d:\d\d:\d\d", text)
        assert ">Undo<" in text
        assert ">Approve<" not in text


async def test_what_was_replaced_stays_for_a_while_with_why(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        person = await one_case(stage)
        (match,) = await stage.matches_of(person)
        await stage.need("football", ages=("13-15",))
        await stage.settle()
        why = "It is for another age."
        assert f"proposal-{match.id}" in (await guide.get("/board")).text
        assert why in (await guide.get("/board")).text
        stage.clock.now += 25 * 3_600_000
        assert f"proposal-{match.id}" not in (await guide.get("/board")).text


async def test_a_case_tells_its_past_and_why_nothing_else_fits(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        await stage.need("choir", "kor", activities=("choir",), swedish="fluent")
        person = await one_case(stage)
        case = await stage.case_of(person)
        text = (await guide.get(f"/cases/{case.id}")).text
        assert "The form came" in text
        assert "New proposals" in text
        assert "It takes more Swedish. It takes this much Swedish: Fluent." in text


async def test_nothing_yet_says_what_would_open_how_many_needs(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        await stage.need("choir", "kor", activities=("choir",), swedish="fluent")
        await stage.person("amira", LIKES_FOOTBALL)
        await stage.settle()
        text = (await guide.get("/board")).text
        assert "Nothing fits yet" in text
        assert "That opens 1 need." in text


async def test_a_script_in_a_title_is_inert(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        await stage.need("football", title="<script>alert(1)</script>")
        await stage.person("amira")
        await stage.settle()
        text = (await guide.get("/board")).text
        assert "&lt;script&gt;alert(1)" in text
        assert "<script>alert" not in text


async def test_whoever_watches_is_told_once_for_each_move(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        watch, store = Watch(), stage.desk.store
        seen = await watch.mark(store, ("malmo",))
        moves = watch.moves(store, ("malmo",), seen)
        waiting = asyncio.ensure_future(anext(moves))
        await asyncio.sleep(0.05)
        await watch.look(store, "malmo")
        assert not waiting.done()
        await one_case(stage)
        mark = await watch.look(store, "malmo")
        assert await asyncio.wait_for(waiting, 1) == mark != seen
        (match,) = await store.find(MATCHES, {"region": "malmo"})
        await stage.desk.keep(MATCHES, match)
        assert await watch.look(store, "malmo") != mark
        await moves.aclose()


async def test_a_page_that_is_behind_is_told_at_once(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        watch = Watch()
        moves = watch.moves(stage.desk.store, ("malmo",), "what it was like long ago")
        assert await asyncio.wait_for(anext(moves), 1)
        await moves.aclose()


async def test_the_poller_looks_only_where_somebody_reads(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        watch = Watch()
        running = asyncio.create_task(watch.run(stage.desk.store))
        seen = await watch.mark(stage.desk.store, ("malmo",))
        moves = watch.moves(stage.desk.store, ("malmo",), seen)
        told = asyncio.ensure_future(anext(moves))
        await asyncio.sleep(0)
        await one_case(stage)
        assert await asyncio.wait_for(told, 3) != seen
        await moves.aclose()
        running.cancel()
        assert stage.clock.now == START


@pytest.mark.parametrize("seats", [1, 2])
async def test_why_not_says_that_a_need_is_full(tmp_path: Path, seats: int) -> None:
    """With a second seat, the control, it is proposed instead."""
    async with staged(tmp_path) as stage, stage.client("c", "coordinator") as reader:
        match = await agreed(stage, "amira", seats=seats)
        person = await stage.person("bahar")
        await stage.settle()
        found = (await reader.get(f"/matching/api/v1/cases/{case_id(person)}")).json()
        why = {one["need"]: [each["code"] for each in one["obstacles"]] for one in found["others"]}
        assert why == ({match.need: ["full"]} if seats == 1 else {})
        page = (await reader.get(f"/cases/{case_id(person)}")).text
        assert ("All places were taken" in page) == (seats == 1)


def test_who_moves_on_while_the_board_is_read_stands_in_one_column() -> None:
    before = Case(id="c", region="malmo", person="p", alias="a", since=1, state="registered")
    after = before.model_copy(update={"state": "proposed"})
    other = before.model_copy(update={"id": "d"})
    read = [("registered", Shelf([before, other], 2)), ("proposed", Shelf([after], 1))]
    assert once(read) == [
        ("registered", Shelf([other], 1)),
        ("proposed", Shelf([after], 1)),
    ]
