"""Passes: when they come, what they change, and that they end alike however they are cut off."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from services.matching.cases import CASES
from services.matching.elsewhere import pieces, read_pieces
from services.matching.matches import MATCHES
from services.matching.passes import copied, run_pass
from services.matching.passing import (
    PASSES,
    REGIONS,
    Pass,
    Region,
    last_pass,
    next_night,
    pass_id,
    sooner,
)
from services.matching.scheduling import ask_for_pass
from services.matching.solving import filled, solve
from shared.contracts.intake import NeedClosed
from tests.matching.saying import LIKES_FOOTBALL, START, an_id
from tests.matching.stage import Stage, staged

DAY_MS = 86_400_000


async def a_few(stage: Stage, people: Sequence[str] = ("amira", "bahar", "cem")) -> None:
    """Two needs that all would like, one with a single seat that is nearer."""
    await stage.need("near", "a", seats=1)
    await stage.need("far", "b", seats=2, area="limhamn")
    for name in people:
        await stage.person(name)
    await stage.settle()


async def passed(stage: Stage, number: int = 1) -> Pass:
    await ask_for_pass(stage.desk, "malmo", "asked", by=an_id("coordinator"))
    await stage.settle()
    doc = await stage.desk.store.get(PASSES, pass_id("malmo", number))
    assert doc is not None
    return doc


async def region_of(stage: Stage) -> Region:
    doc = await stage.desk.store.get(REGIONS, "malmo")
    assert doc is not None
    return doc


async def dump(stage: Stage) -> list[Any]:
    """Offers and cases as they stand."""
    matches = await stage.desk.store.find(MATCHES, {"region": "malmo"}, limit=500)
    cases = await stage.desk.store.find(CASES, {"region": "malmo"}, limit=500)
    return [(one.id, one.version) for one in (*matches, *cases)]


def test_a_night_is_three_o_clock_in_stockholm() -> None:
    def at(text: str) -> str:
        now = int(datetime.fromisoformat(text).timestamp() * 1000)
        return datetime.fromtimestamp(next_night(now) / 1000, UTC).isoformat()

    assert at("2026-07-01T00:30:00+00:00") == "2026-07-01T01:00:00+00:00"
    assert at("2026-07-01T01:00:00+00:00") == "2026-07-02T01:00:00+00:00"
    assert at("2026-12-01T12:00:00+00:00") == "2026-12-02T02:00:00+00:00"


def test_a_pass_that_comes_sooner_is_not_put_off() -> None:
    doc = sooner(Region(id="malmo", region="malmo"), "asked", 1_000, "x")
    assert sooner(doc, "dirty", 2_000) is doc
    assert sooner(doc, "rules", 500).why == "rules"


async def test_every_night_there_is_a_pass(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await a_few(stage)
        assert await last_pass(stage.desk.store, "malmo") is None
        await stage.pass_time(next_night(START) - START)
        await stage.pass_time(DAY_MS)
        doc = await last_pass(stage.desk.store, "malmo")
        assert doc is not None
        assert (doc.number, doc.why, doc.asked_by) == (2, "nightly", None)
        assert (await region_of(stage)).number == 2


async def test_a_pass_names_its_proof_its_prices_and_its_rules(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await a_few(stage)
        doc = await passed(stage)
        figures = doc.figures
        assert (doc.why, doc.asked_by) == ("asked", an_id("coordinator"))
        assert figures.bound >= figures.value > 0
        assert figures.gap <= 1e-4
        assert (figures.people, figures.needs, figures.seats, figures.served) == (3, 2, 3, 3)
        rules = {"first_seat", "deadline", "served_ratio", "later_seat", "association_cap"}
        assert set(figures.costs) == rules
        assert doc.prices.keys() == {an_id("near"), an_id("far")}
        assert doc.policy == stage.desk.pools.policy.version
        assert not doc.todo
        assert not doc.due


async def test_a_second_pass_over_the_same_pool_changes_nothing(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await a_few(stage)
        await passed(stage)
        before = await dump(stage)
        doc = await passed(stage, 2)
        assert doc.moved_all == 0
        assert await dump(stage) == before


async def test_many_want_the_rare_place_and_the_proposal_says_so(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.need("rare", "a", seats=1)
        await stage.need("open", "b", seats=9, activities=("choir",), cost=100)
        await stage.person("both")
        for number in range(3):
            other = LIKES_FOOTBALL.model_copy(update={"interests": ("football",)})
            await stage.person(f"p{number}", other)
        await stage.settle()
        await passed(stage)
        mine = {one.need: one for one in await stage.matches_of(an_id("both"))}
        rare, other_need = mine[an_id("rare")], mine[an_id("open")]
        assert rare.points > other_need.points
        assert rare.worth < other_need.worth
        assert rare.crowded
        assert rare.price > 0
        assert not other_need.crowded
        async with stage.client("coordinator", "coordinator") as reader:
            assert "Many want this place" in (await reader.get("/board")).text


async def test_a_pass_that_changes_many_cases_is_applied_bit_by_bit(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        for number in range(45):
            await stage.person(f"p{number}")
        await stage.settle()
        await stage.need("football", seats=50)
        await stage.settle()
        await passed(stage)
        found = await stage.desk.store.find(MATCHES, {"region": "malmo"}, limit=100)
        assert len(found) == 45


async def test_prices_are_the_same_after_a_restart(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await a_few(stage)
        doc = await passed(stage)
    async with staged(tmp_path) as again:
        pool = await again.desk.pools.current(again.desk.store, "malmo")
        assert pool.matcher.prices == doc.prices
        assert pool.number == 1


async def test_the_engine_goes_on_from_the_pass_with_what_came_meanwhile(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await a_few(stage)
        await passed(stage)
        pool = await stage.desk.pools.current(stage.desk.store, "malmo")
        assert len(pool.matcher.seats()) == 3
        assert not pool.matcher.dirty
        await stage.tell(NeedClosed(need=an_id("near"), reason="withdrawn"), an_id("near"))
        await stage.settle()
        assert set(pool.matcher.seats().values()) == {an_id("far")}


async def test_what_was_sent_and_what_is_placed_never_moves(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("g", "guide") as guide:
        await a_few(stage)
        person = an_id("amira")
        match = next(one for one in await stage.matches_of(person) if one.need == an_id("near"))
        path = f"/cases/{match.case}/approve?match={match.id}&seen={match.version}"
        assert (await guide.send_form(path)).status_code == 303
        await stage.pass_time(30_000)
        for name in ("dana", "elif", "farid"):
            await stage.person(name, LIKES_FOOTBALL)
        await passed(stage)
        pool = await stage.desk.pools.current(stage.desk.store, "malmo")
        assert pool.held == {person: an_id("near")}
        sent = await stage.desk.store.get(MATCHES, match.id)
        assert sent is not None
        assert sent.state == "asked"
        for name in ("dana", "elif", "farid"):
            needs = [one.need for one in await stage.matches_of(an_id(name)) if not one.ended]
            assert an_id("near") not in needs


async def test_an_offer_nobody_answers_is_over_at_its_deadline(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("g", "guide") as guide:
        await a_few(stage, ("amira",))
        match = (await stage.matches_of(an_id("amira")))[0]
        await guide.send_form(f"/cases/{match.case}/approve?match={match.id}&seen={match.version}")
        await stage.pass_time(30_000)
        await stage.pass_time(7 * DAY_MS - 1)
        assert (await stage.case_of(match.person)).state == "asked"
        await stage.pass_time(1)
        over = await stage.desk.store.get(MATCHES, match.id)
        assert over is not None
        assert over.ended == "no_answer"
        case = await stage.case_of(match.person)
        assert (case.state, case.sent, case.dropped) == ("proposed", None, ())
        pool = await stage.desk.pools.current(stage.desk.store, "malmo")
        assert pool.held == {}


async def test_two_passes_of_one_number_cannot_be(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await a_few(stage)
        region = await region_of(stage)
        await run_pass(region, stage.desk)
        # The same work again, as after a crash between its two saves: nothing is solved anew.
        stale = await region_of(stage)
        await run_pass(stale.model_copy(update={"number": 0}), stage.desk)
        assert await stage.desk.store.count(PASSES, {"region": "malmo"}) == 1


async def test_a_copy_that_travels_in_pieces_is_solved_alike(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await a_few(stage)
        pool = await stage.desk.pools.current(stage.desk.store, "malmo")
        copy = await copied(pool, 1, stage.desk)
        path = tmp_path / "pieces"
        path.write_bytes(b"".join(pieces(copy, None)))
        with path.open("rb") as source:
            again, other = read_pieces(source)
        assert (again, other) == (copy, None)
        one, two = solve(copy), solve(again)
        assert (one.figures, one.prices, one.moved) == (two.figures, two.prices, two.moved)
        assert filled(copy).pool.need_of == pool.needs
