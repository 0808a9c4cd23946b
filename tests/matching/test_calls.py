"""A letter that has to be read out to somebody stands in their guide's day until it is done."""

from pathlib import Path

from services.matching.calls import CALLS, ring_by
from services.matching.cases import CASES, Case, case_id, close
from services.matching.my_day import need_of_guide
from shared.contracts.matching import DayBegan
from shared.contracts.message import Message
from shared.contracts.notifications import CallEnd, CallsChanged, PersonForgotten
from tests.matching.saying import START, an_id
from tests.matching.stage import Clock, Stage, staged
from tests.matching.test_mornings import at, at_seven, begin
from tests.matching.test_mornings import told as told_days

FRIDAY = "2026-05-29 12:00"
MONDAY = at("2026-06-01 00:00")


def a_case(guide: str | None, **facts: object) -> Case:
    usual = {"state": "asked", "waiting": "person", "since": START}
    told = {"id": case_id("amira"), "region": "malmo", "person": "amira", "alias": "Lugn vik 11"}
    return Case.model_validate({**told, **usual, "guide": guide, **facts})


def waits(number: int = 1, since: int | None = START, end: CallEnd | None = None) -> CallsChanged:
    return CallsChanged(person="amira", number=number, since=since, ended=end)


async def tell(stage: Stage, message: Message, who: str, sequence: int | None = None) -> None:
    await stage.tell(message, who, sequence)
    await stage.settle()


async def case_of(stage: Stage) -> Case:
    found = await stage.desk.store.get(CASES, case_id("amira"))
    assert found is not None
    return found


async def test_it_is_in_the_day_and_on_the_case_until_it_is_done(tmp_path: Path) -> None:
    async with (
        staged(tmp_path, Clock(at(FRIDAY))) as stage,
        stage.client("guide a", "guide") as guide,
    ):
        mine = an_id("guide a")
        await stage.desk.store.save(CASES, a_case(mine, since=stage.clock.now))
        # The control: an answer is waited for, so nothing needs the guide.
        assert "Nothing needs you right now" in (await guide.get("/day")).text
        await tell(stage, waits(2, stage.clock.now), "amira")
        assert (await case_of(stage)).touched == stage.clock.now
        case = f"/cases/{case_id('amira')}"
        for path in ("/day", case):
            text = (await guide.get(path)).text
            assert 'href="/outbox?person=amira&amp;state=call"' in text
        day = (await guide.get("/day")).text
        assert "1 case needs you now." in day
        assert "Ring them by Monday 1 June." in day
        assert "Ring them by Monday 1 June." in (await guide.get(case)).text
        assert "A letter waits to be read out" in (await guide.get(case)).text
        api = (await guide.get("/matching/api/v1/day")).json()["tasks"][0]
        assert (api["need"], api["case"]["calls"], api["case"]["ring_by"]) == ("call", 2, MONDAY)
        done = CallEnd(how="called", by=mine)
        await tell(stage, waits(0, None, done), "amira", sequence=2)
        assert "Nothing needs you right now" in (await guide.get("/day")).text
        text = (await guide.get(case)).text
        assert "/outbox?person=amira&amp;state=call" not in text
        assert "A letter was read out" in text


async def test_who_does_not_work_on_the_case_reads_nothing_of_it(tmp_path: Path) -> None:
    async with (
        staged(tmp_path) as stage,
        stage.client("guide b", "guide") as other,
        stage.client("chief", "coordinator") as chief,
    ):
        await stage.desk.store.save(CASES, a_case(None))
        await tell(stage, waits(), "amira")
        case = f"/cases/{case_id('amira')}"
        for path in (case, "/board", "/day"):
            assert "read out" not in (await other.get(path)).text
        assert "read out" in (await chief.get(case)).text
        seen = (await other.get(f"/matching/api/v1{case}")).json()
        assert (seen["calls"], seen["ring_by"], seen["history"]) == (0, None, [])


async def test_what_is_heard_before_the_person_is_waits_for_the_case(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await tell(stage, waits(), "amira")
        assert await stage.desk.store.get(CASES, case_id("amira")) is None
        await stage.desk.store.save(CASES, a_case("g"))
        await stage.pass_time(10_000)
        assert (await case_of(stage)).calls == 1
        known = await stage.desk.store.get(CALLS, "amira")
        assert known is not None
        assert known.due == ()


async def test_to_hear_it_twice_is_one_line(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.desk.store.save(CASES, a_case("g"))
        for _ in range(2):
            await tell(stage, waits(), "amira")
        assert [one.what for one in (await case_of(stage)).history] == ["call_waits"]


async def test_nothing_is_left_of_somebody_erased(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.desk.store.save(CASES, a_case("g"))
        await tell(stage, waits(), "amira")
        await tell(stage, PersonForgotten(person="amira"), "amira", sequence=2)
        known = await stage.desk.store.get(CALLS, "amira")
        assert known is not None
        assert (known.number, known.since, known.line) == (0, None, None)
        await stage.pass_time(90 * 24 * 3_600_000)
        assert await stage.desk.store.get(CALLS, "amira") is None


async def test_the_mail_of_the_morning_counts_them(tmp_path: Path) -> None:
    async with staged(tmp_path, Clock(at("2026-05-27 12:00"))) as stage:
        account = await begin(stage, cases=0)
        await stage.desk.store.save(CASES, a_case(account, since=stage.clock.now))
        await tell(stage, waits(1, stage.clock.now), "amira")
        await at_seven(stage, "2026-05-28")
        (day,) = told_days(stage, account)
        assert DayBegan.model_validate(day).call == 1
        assert DayBegan.model_validate(day).turn == 0


def test_it_is_told_also_where_the_case_is_over() -> None:
    """That all about them is erased soon is something to be told."""
    over = close(a_case("g"), "left_town", START, "g")
    assert need_of_guide(over, START) is None
    assert need_of_guide(over.model_copy(update={"call_at": START}), START) == "call"


async def test_the_day_finds_those_whose_case_is_over(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        over = close(a_case(an_id("guide a")), "left_town", START, "g")
        await stage.desk.store.save(CASES, over)
        assert (await guide.get("/matching/api/v1/day")).json()["tasks"] == []
        await tell(stage, waits(), "amira")
        tasks = (await guide.get("/matching/api/v1/day")).json()["tasks"]
        assert [one["need"] for one in tasks] == ["call"]


def test_a_call_is_to_be_made_by_the_end_of_the_next_day_of_work() -> None:
    assert ring_by(a_case("g", call_at=at("2026-05-28 09:00"))) == at("2026-05-29 00:00")
    assert ring_by(a_case("g", call_at=at(FRIDAY))) == MONDAY
    assert ring_by(a_case("g")) is None
