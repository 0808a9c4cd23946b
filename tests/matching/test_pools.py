"""The engine follows the store, whoever wrote to it."""

from pathlib import Path

from services.matching.engine.rules import Blocked
from services.matching.hinting import hints_from
from services.matching.needs import NEEDS
from services.matching.owned_pools import Pools
from shared.contracts.intake import PersonWithdrawn
from tests.matching.saying import an_id
from tests.matching.stage import staged
from tests.matching.test_answers import agreed, fresh


async def test_a_pool_made_anew_is_equal_to_one_that_was_kept(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        match = await agreed(stage, "amira", seats=2)
        await stage.person("bahar")
        gone = await stage.person("cem")
        await stage.settle()
        await stage.tell(PersonWithdrawn(person=gone, reason="moved"), gone)
        await stage.settle()
        kept = await stage.desk.pools.current(stage.desk.store, "malmo")
        anew = await Pools(("malmo",)).current(stage.desk.store, "malmo")
        assert kept.people == anew.people
        assert kept.needs == anew.needs
        assert kept.people.keys() == {match.person, an_id("bahar")}
        for pool in (kept, anew):
            assert pool.matcher.pool.seats_left(match.need) == 1
            assert pool.best_needs(match.person, 3) == []
            assert [line.need for line in pool.best_needs(an_id("bahar"), 3)] == [match.need]


async def test_another_replicas_writes_are_seen(tmp_path: Path) -> None:
    async with staged(tmp_path) as one, staged(tmp_path, one.clock) as two:
        await one.need("football")
        await one.settle()
        person = await two.person("amira")
        await two.settle()
        assert (await two.case_of(person)).state == "proposed"
        pool = await one.desk.pools.current(one.desk.store, "malmo")
        assert person in pool.people


async def test_a_need_that_changes_keeps_its_seats_and_its_failed_pairs(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        match = await agreed(stage, "amira", seats=2)
        await stage.need("football", seats=2, title="Another name")
        await stage.need("football", seats=2, cost=100)
        await stage.settle()
        pool = await stage.desk.pools.current(stage.desk.store, "malmo")
        assert pool.matcher.pool.seats_left(match.need) == 1
        assert (await fresh(stage, match)).state == "agreed"


async def test_a_need_with_fewer_seats_than_it_gave_stops_nothing(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        match = await agreed(stage, "amira", seats=1)
        need = await stage.desk.store.get(NEEDS, match.need)
        assert need is not None
        none = need.details.model_copy(update={"seats": 0})
        await stage.desk.keep(NEEDS, need.model_copy(update={"details": none}))
        anew = await Pools(("malmo",)).current(stage.desk.store, "malmo")
        assert anew.matcher.pool.seats_left(match.need) == 0


def test_the_rule_that_alone_keeps_from_most_needs_comes_first() -> None:
    swedish, slots = Blocked("swedish", ("good",)), Blocked("slots", ("1", "mon_evening"))
    hints = hints_from([[swedish], [swedish], [slots], [swedish, slots]])
    assert [(hint.code, hint.needs, hint.change) for hint in hints] == [
        ("swedish", 2, ("good",)),
        ("slots", 1, ("1", "mon_evening")),
    ]


def test_where_no_rule_stands_alone_all_are_counted_and_none_is_promised() -> None:
    hints = hints_from([[Blocked("age"), Blocked("kind")], [Blocked("kind")]][:1])
    assert [(hint.code, hint.needs) for hint in hints] == [("age", 0), ("kind", 0)]
    assert hints_from([]) == ()
