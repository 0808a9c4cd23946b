"""The mail of a morning: on working days at seven, once, only where something needs the guide."""

from datetime import datetime
from pathlib import Path

from services.matching.cases import CASES, Case
from services.matching.guides import GUIDES, MORNING, Guide, begun
from services.matching.my_day import NEEDS, UNTAKEN_MS
from shared.contracts.intake import RolesChanged
from shared.holidays import is_working_day
from shared.mornings import next_morning
from shared.web.languages import STOCKHOLM
from tests.matching.saying import an_id
from tests.matching.stage import Clock, Stage, staged

HOUR = 3_600_000


def at(text: str) -> int:
    """UTC ms of a clock time in Malmö, as "2026-05-28 07:00"."""
    return int(datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).timestamp() * 1000)


def test_a_day_that_was_told_is_not_told_again_by_a_clock_that_goes_back() -> None:
    guide = begun(Guide(id="g", region="malmo", roles=("guide",)), at("2026-05-28 07:00"))
    assert guide.told_day == "2026-05-28"
    assert next_morning(at("2026-05-28 05:00"), guide.told_day) == at("2026-05-29 07:00")


def test_working_days_are_no_holidays() -> None:
    day = datetime(2026, 6, 19, tzinfo=STOCKHOLM).date()
    assert (day.weekday(), is_working_day(day)) == (4, False)  # Midsummer's Eve


async def begin(stage: Stage, *, cases: int = 2, roles: tuple[str, ...] = ("guide",)) -> str:
    account = an_id("guide a")
    told = RolesChanged(account=account, roles=roles, regions=("malmo",))
    await stage.tell(told, account)
    for number in range(cases):
        case = Case(
            id=an_id(f"case {number}"), region="malmo", person=f"p{number}", alias="Lugn vik 11",
            state="agreed", waiting="introduction", since=stage.clock.now, guide=account,
        )  # fmt: skip
        await stage.desk.store.save(CASES, case)
    return account


def told(stage: Stage, account: str) -> list[dict[str, object]]:
    return [
        dict(one.data)
        for one in stage.bus.sent
        if one.envelope.kind == "DayBegan" and one.envelope.subject == account
    ]


async def at_seven(stage: Stage, day: str) -> None:
    stage.clock.now = at(f"{day} 07:00")
    await stage.settle()


async def test_each_working_day_is_told_once_by_two_replicas_and_after_a_restart(
    tmp_path: Path,
) -> None:
    clock = Clock(at("2026-05-27 12:00"))
    async with staged(tmp_path, clock) as stage, staged(tmp_path, clock) as other:
        account = await begin(stage)
        await at_seven(stage, "2026-05-28")
        await at_seven(other, "2026-05-28")
        days = [one["day"] for one in (*told(stage, account), *told(other, account))]
        assert days == ["2026-05-28"]
    async with staged(tmp_path, clock) as again:
        await again.pass_time(HOUR)
        assert told(again, account) == []
        await at_seven(again, "2026-05-29")
        (message,) = told(again, account)
        counts = {name: message[name] for name in NEEDS}
        assert counts == {**dict.fromkeys(NEEDS, 0), "turn": 2}
        # Nothing about anybody: ids, days and figures.
        assert set(message) == {"account", "day", "until", *counts}


async def test_nothing_is_told_where_nothing_needs_them_or_the_machine_was_off(
    tmp_path: Path,
) -> None:
    async with staged(tmp_path, Clock(at("2026-05-27 12:00"))) as stage:
        account = await begin(stage, cases=0)
        await at_seven(stage, "2026-05-28")
        assert told(stage, account) == []
        await begin(stage)
        stage.clock.now = at("2026-05-29 18:00")
        await stage.settle()
        assert told(stage, account) == []
        # The control: on the next morning it is told.
        await at_seven(stage, "2026-06-01")
        assert len(told(stage, account)) == 1


async def test_who_leads_is_told_what_nobody_has_taken(tmp_path: Path) -> None:
    async with staged(tmp_path, Clock(at("2026-05-27 12:00"))) as stage:
        chief = await begin(stage, cases=0, roles=("coordinator",))
        for number, since in enumerate((stage.clock.now, stage.clock.now - UNTAKEN_MS)):
            case = Case(
                id=an_id(f"untaken {number}"), region="malmo", person=f"u{number}",
                alias="Lugn vik 11", state="registered", waiting="need", since=since,
            )  # fmt: skip
            await stage.desk.store.save(CASES, case)
        await at_seven(stage, "2026-05-28")
        (message,) = told(stage, chief)
        assert {name: message[name] for name in NEEDS if message[name]} == {"nobody": 1}


async def test_it_is_switched_off_and_on_and_ends_with_the_role(tmp_path: Path) -> None:
    async with (
        staged(tmp_path, Clock(at("2026-05-27 12:00"))) as stage,
        stage.client("guide a", "guide") as guide,
        stage.client("club", "association") as club,
    ):
        account = await begin(stage)
        assert 'value="off"' in (await guide.get("/day")).text
        assert (await guide.send_form("/day/mail", mail="off")).status_code == 303
        assert (await guide.send_form("/day/mail", mail="maybe")).status_code == 422
        assert (await club.send_form("/day/mail", mail="off")).status_code == 404
        assert (await guide.get("/matching/api/v1/day/mail")).json() == {"mail": False}
        await at_seven(stage, "2026-05-28")
        assert told(stage, account) == []
        await guide.send_form("/day/mail", mail="on")
        await at_seven(stage, "2026-05-29")
        assert len(told(stage, account)) == 1
        await begin(stage, cases=0, roles=())
        doc = await stage.desk.store.get(GUIDES, account)
        assert doc is not None
        assert MORNING not in [one.what for one in doc.due]


async def test_who_was_never_told_of_can_have_it_too(tmp_path: Path) -> None:
    """An account of an older release, before its roles were told."""
    async with (
        staged(tmp_path, Clock(at("2026-05-27 12:00"))) as stage,
        stage.client("old", "guide") as guide,
    ):
        await guide.send_form("/day/mail", mail="on")
        doc = await stage.desk.store.get(GUIDES, an_id("old"))
        assert doc is not None
        assert [(one.what, one.at) for one in doc.due] == [(MORNING, at("2026-05-28 07:00"))]
