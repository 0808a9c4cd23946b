"""An association is not sent more new people in a week than the rules allow."""

from dataclasses import replace
from pathlib import Path

from services.matching.associations import ASSOCIATIONS, WEEK_MS, Association, with_offer
from services.matching.cases import case_id
from services.matching.engine.policy import packaged_policy
from services.matching.matches import MATCHES, Match
from services.matching.rulebook import POLICIES, AppliedPolicy, applied, version_of
from services.matching.scheduling import ask_for_pass
from services.matching.weeks import take_place
from tests.matching.saying import START, an_id
from tests.matching.stage import Client, Stage, staged

PEOPLE = ("amira", "bahar", "cem")


def rules_with_cap(cap: int, now: int) -> AppliedPolicy:
    """A region's own rules, the first after those that came with the program."""
    base = packaged_policy()
    fairness = replace(base.fairness, offers_per_association=cap)
    policy = replace(base, version=version_of("malmo", 1), fairness=fairness)
    return applied("malmo", policy, now, serial=1, by=an_id("coordinator"))


async def with_cap(stage: Stage, cap: int) -> None:
    """Rules with a cap, and a pass by them."""
    await stage.desk.keep(POLICIES, rules_with_cap(cap, stage.clock.now))
    await passed(stage)


async def passed(stage: Stage) -> None:
    await ask_for_pass(stage.desk, "malmo", "asked", by=None)
    await stage.settle()


async def three_people(stage: Stage, cap: int) -> None:
    """An association with two needs, and three people who would like both."""
    await stage.need("football", "ifk", seats=5)
    await stage.need("training", "ifk", seats=5)
    for name in PEOPLE:
        await stage.person(name)
    await stage.settle()
    await with_cap(stage, cap)


async def best_of(stage: Stage, name: str) -> Match:
    return next(one for one in await stage.matches_of(an_id(name)) if one.state == "proposed")


async def approve(stage: Stage, guide: Client, name: str) -> int:
    match = await best_of(stage, name)
    path = f"/cases/{match.case}/approve?match={match.id}&seen={match.version}"
    return (await guide.send_form(path)).status_code


async def asked(stage: Stage) -> int:
    return await stage.desk.store.count(MATCHES, {"region": "malmo", "state": "asked"})


def test_an_offer_counts_for_a_week_and_once() -> None:
    empty = Association(id="a", region="malmo")
    one = with_offer(empty, "m1", START, 1)
    assert one is not None
    assert with_offer(one, "m1", START, 1) is one
    assert with_offer(one, "m2", START + WEEK_MS - 1, 1) is None
    assert with_offer(one, "m2", START + WEEK_MS - 1, 0) is not None
    later = with_offer(one, "m2", START + WEEK_MS, 1)
    assert later is not None
    assert [offer.match for offer in later.offers] == ["m2"]


async def test_a_guide_is_told_that_the_association_has_had_enough(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("g", "guide") as guide:
        await three_people(stage, cap=2)
        for name in PEOPLE[:2]:
            assert await approve(stage, guide, name) == 303
            await stage.pass_time(30_000)
        match = await best_of(stage, "cem")
        path = f"/cases/{match.case}/approve?match={match.id}&seen={match.version}"
        refused = await guide.send_form(path)
        assert refused.status_code == 409
        assert "enough new people this week" in refused.text
        await stage.pass_time(60_000)
        assert await asked(stage) == 2


async def test_without_the_rule_all_are_sent(tmp_path: Path) -> None:
    """The control for the test above."""
    async with staged(tmp_path) as stage, stage.client("g", "guide") as guide:
        await three_people(stage, cap=0)
        for name in PEOPLE:
            assert await approve(stage, guide, name) == 303
            await stage.pass_time(30_000)
        assert await asked(stage) == 3


async def test_of_two_approvals_at_once_one_goes_out(tmp_path: Path) -> None:
    """Both guides were let through; the last place in the week decides when they go out."""
    async with staged(tmp_path) as stage, stage.client("g", "guide") as guide:
        await three_people(stage, cap=1)
        for name in PEOPLE[:2]:
            assert await approve(stage, guide, name) == 303
        await stage.pass_time(30_000)
        assert await asked(stage) == 1
        cases = [await stage.case_of(an_id(name)) for name in PEOPLE[:2]]
        (kept,) = [case for case in cases if case.current is None]
        assert kept.asking is None
        undone = [line for line in kept.history if line.what == "undone"]
        assert [line.why for line in undone] == ["enough_this_week"]


async def test_a_place_is_taken_once_however_often_it_is_asked_for(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await three_people(stage, cap=1)
        first, second = await best_of(stage, "amira"), await best_of(stage, "bahar")
        assert [await take_place(first, stage.desk) for _ in range(3)] == [True] * 3
        assert not await take_place(second, stage.desk)
        doc = await stage.desk.store.get(ASSOCIATIONS, an_id("ifk"))
        assert doc is not None
        assert len(doc.offers) == 1


async def test_what_is_full_is_proposed_again_when_the_week_is_over(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("g", "guide") as guide:
        await three_people(stage, cap=1)
        await approve(stage, guide, "amira")
        await stage.pass_time(30_000)
        await passed(stage)
        mine = await stage.matches_of(an_id("cem"))
        assert {match.ended for match in mine} == {"enough_this_week"}
        case = await stage.case_of(an_id("cem"))
        assert case.state == "registered"
        page = (await guide.get(f"/cases/{case.id}")).text
        assert "has had enough new people this week" in page.partition("Why not something else?")[2]
        assert "Others fit better" not in page
        await stage.pass_time(WEEK_MS)
        await passed(stage)
        again = await best_of(stage, "cem")
        assert again.round == 2
        assert (await stage.case_of(an_id("cem"))).id == case_id(an_id("cem"))


async def test_an_engine_made_anew_knows_who_has_had_enough(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("g", "guide") as guide:
        await three_people(stage, cap=1)
        await approve(stage, guide, "amira")
        await stage.pass_time(30_000)
    async with staged(tmp_path, stage.clock) as again:
        pool = await again.desk.pools.current(again.desk.store, "malmo")
        assert pool.matcher.has_enough(an_id("ifk"))
        assert pool.best_needs(an_id("cem"), 3) == []
