"""Prices that count those who are still to come."""

from dataclasses import replace

from services.matching.engine.expected import expected_prices
from services.matching.engine.ranking import decided
from tests.matching.engine.pools import POLICY, matcher, plain_need, plain_person
from tests.matching.engine.test_repair import PLAIN, life

DAY = 86_400_000
NOW = 100 * DAY
FUTURES = replace(PLAIN, futures=replace(PLAIN.futures, draws=6, horizon_days=45))


def test_a_seat_that_many_will_want_has_a_price_and_the_other_has_none() -> None:
    engine = matcher(FUTURES)
    engine.open(plain_need("rare", activities=2))
    engine.open(plain_need("common", activities=4, seats=50))
    past = [plain_person(f"x{at}", interests=2, since=NOW - at * DAY) for at in range(30)]
    prices = expected_prices(engine.pool, FUTURES, past, NOW, seed=1)
    assert prices["rare"] > 300_000
    assert prices["common"] == 0


def test_whoever_has_a_choice_leaves_the_rare_seat_to_those_who_have_none() -> None:
    engine = matcher(FUTURES)
    engine.open(plain_need("rare", activities=2))
    engine.open(plain_need("common", activities=4, seats=50, area=1))
    past = [plain_person(f"x{at}", interests=2, since=NOW - at * DAY) for at in range(30)]
    both = plain_person("p", interests=6)
    assert engine.what_if(both, 1)[0].need == "rare"
    engine.run_pass({}, NOW, past=past, seed=1)
    first, second = engine.what_if(both, 2)
    assert (first.need, second.need, second.crowded) == ("common", "rare", True)


def test_prices_see_nothing_after_now() -> None:
    engine = matcher(FUTURES)
    engine.open(plain_need("n"))
    past = [plain_person(f"x{at}", since=NOW - at * DAY) for at in range(20)]
    later = [plain_person(f"y{at}", since=NOW + DAY) for at in range(200)]
    known = expected_prices(engine.pool, FUTURES, past, NOW, seed=1)
    assert expected_prices(engine.pool, FUTURES, past + later, NOW, seed=1) == known


def test_without_a_past_nobody_is_expected() -> None:
    engine = matcher(FUTURES)
    engine.open(plain_need("n"))
    assert expected_prices(engine.pool, FUTURES, [], NOW, seed=1) == {"n": 0}


def test_the_order_of_a_ranking_follows_from_its_lines_alone() -> None:
    """The stored trace decides again what was decided."""
    lived = life(21, POLICY)
    lived.most_people, lived.most_needs = 20, 8
    for _ in range(100):
        lived.event()
    lived.engine.run_pass({}, 0)
    rankings = [lived.engine.rank_for_person(one, 50) for one in lived.engine.pool.person_of]
    assert max(len(lines) for lines in rankings) > 2
    for lines in rankings:
        assert decided(reversed(lines)) == lines
        assert all(line.value == line.points - line.price + line.bonus for line in lines)


def test_an_accepted_pair_never_moves_and_an_expired_one_may_come_back() -> None:
    engine = matcher()
    engine.arrive(plain_person("p"))
    engine.open(plain_need("n"))
    engine.send("p", "n")
    engine.lock("p", "n")
    assert engine.run_pass({}, 0).seats == {}
    assert engine.pool.accepted == {"p": "n"}
    engine.expire("p", "n")
    assert engine.seats() == {"p": "n"}


def test_a_restored_engine_goes_on_where_the_other_was() -> None:
    lived = life(31, POLICY)
    lived.most_people, lived.most_needs = 20, 8
    for _ in range(200):
        lived.event()
    old = lived.engine
    old.run_pass({}, 0)
    new = matcher()
    pool = old.pool
    new.restore(
        reversed(pool.person_of.values()),
        reversed(pool.need_of.values()),
        accepted=pool.accepted.items(),
        failed=[(one, need) for one, needs in pool.failed.items() for need in needs],
        prices=old.prices,
    )
    assert new.seats() == old.seats()
    for person in pool.person_of:
        assert new.rank_for_person(person, 5) == old.rank_for_person(person, 5)
