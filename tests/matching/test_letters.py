"""Every letter is a line of its case, and one that did not arrive stands there until that is mended."""

from pathlib import Path

from services.matching.cases import CASES, Case, case_id, close
from services.matching.letters import LETTERS
from services.matching.my_day import need_of_guide
from shared.contracts.matching import DayBegan
from shared.contracts.notifications import Fate, LetterMoved, PersonForgotten
from tests.matching.saying import START, an_id
from tests.matching.stage import Clock, Stage, staged
from tests.matching.test_calls import a_case, case_of, tell
from tests.matching.test_mornings import at, at_seven, begin
from tests.matching.test_mornings import told as told_days

CASE = f"/cases/{case_id('amira')}"
YEAR_MS = 365 * 24 * 3_600_000


def fares(state: Fate, letter: str = "l1", **facts: object) -> LetterMoved:
    usual = {"what": "ask_person", "to": "person", "queued_at": START, **facts}
    return LetterMoved.model_validate(
        {"letter": letter, "person": "amira", "state": state, **usual}
    )


async def lost(stage: Stage) -> list[str]:
    return [one.letter for one in (await case_of(stage)).lost]


async def test_it_stands_in_the_day_and_on_the_case_until_it_is_mended(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        await stage.desk.store.save(CASES, a_case(an_id("guide a"), since=stage.clock.now))
        # The control: a letter that went needs nobody.
        await tell(stage, fares("sent", "l0"), "l0")
        assert "Nothing needs you right now" in (await guide.get("/day")).text
        await tell(stage, fares("failed"), "l1")
        for path in ("/day", CASE, "/board"):
            text = (await guide.get(path)).text
            assert 'href="/outbox?person=amira&amp;letter=l1"' in text, path
            assert "A letter could not be sent: Question to the person." in text, path
        api = (await guide.get("/matching/api/v1/day")).json()["tasks"][0]
        told = {"letter": "l1", "what": "ask_person", "state": "failed"}
        assert (api["need"], api["case"]["lost"]) == ("letter", told)
        await tell(stage, fares("sent"), "l1", sequence=2)
        assert "Nothing needs you right now" in (await guide.get("/day")).text
        assert "could not be sent" not in (await guide.get(CASE)).text


async def test_it_is_a_line_of_the_timeline_at_its_time(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        await stage.desk.store.save(CASES, a_case(an_id("guide a")))
        await tell(stage, fares("sent"), "l1")
        await stage.pass_time(1_000)
        await tell(stage, fares("sent", "l2", what="ask_association", to="association"), "l2")
        text = (await guide.get(CASE)).text
        first, second = text.index("letter=l1"), text.index("letter=l2")
        assert first < second
        assert "Question to the association" in text
        seen = (await guide.get(f"/matching/api/v1{CASE}")).json()["letters"]
        assert [(one["what"], one["to"], one["state"]) for one in seen] == [
            ("ask_person", "person", "sent"),
            ("ask_association", "association", "sent"),
        ]


async def test_several_are_mended_one_by_one(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.desk.store.save(CASES, a_case("g"))
        await tell(stage, fares("failed"), "l1")
        await stage.pass_time(1_000)
        await tell(stage, fares("unknown", "l2"), "l2")
        assert await lost(stage) == ["l1", "l2"]
        await tell(stage, fares("called"), "l1", sequence=2)
        assert await lost(stage) == ["l2"]
        case = await case_of(stage)
        assert case.lost_at == case.lost[0].at
        await tell(stage, fares("queued", "l2"), "l2", sequence=2)
        assert ((await case_of(stage)).lost, (await case_of(stage)).lost_at) == ((), None)


async def test_who_does_not_work_on_the_case_reads_nothing_of_it(tmp_path: Path) -> None:
    async with (
        staged(tmp_path) as stage,
        stage.client("guide b", "guide") as other,
        stage.client("chief", "coordinator") as chief,
    ):
        await stage.desk.store.save(CASES, a_case(None))
        await tell(stage, fares("failed"), "l1")
        for path in (CASE, "/board", "/day"):
            assert "letter=l1" not in (await other.get(path)).text
        assert "letter=l1" in (await chief.get(CASE)).text
        seen = (await other.get(f"/matching/api/v1{CASE}")).json()
        assert (seen["lost"], seen["letters"]) == (None, [])


async def test_what_is_heard_before_the_person_is_waits_for_the_case(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await tell(stage, fares("failed", what="receipt"), "l1")
        assert await stage.desk.store.get(CASES, case_id("amira")) is None
        await stage.desk.store.save(CASES, a_case("g"))
        await stage.pass_time(10_000)
        assert await lost(stage) == ["l1"]


async def test_nothing_is_left_of_somebody_erased_whichever_is_heard_first(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.desk.store.save(CASES, a_case("g"))
        await tell(stage, fares("sent"), "l1")
        assert await stage.desk.store.get(LETTERS, "l1") is not None
        await tell(stage, PersonForgotten(person="amira"), "amira")
        assert await stage.desk.store.get(LETTERS, "l1") is None
        await tell(stage, fares("failed", "l2"), "l2")
        assert await stage.desk.store.get(LETTERS, "l2") is None
        assert await lost(stage) == []


async def test_one_as_old_as_the_letter_itself_is_forgotten(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.desk.store.save(CASES, a_case("g"))
        await tell(stage, fares("failed", queued_at=stage.clock.now), "l1")
        await stage.pass_time(YEAR_MS - 1_000)
        assert await lost(stage) == ["l1"]
        await stage.pass_time(2_000)
        assert await lost(stage) == []
        assert await stage.desk.store.get(LETTERS, "l1") is None


async def test_the_mail_of_the_morning_counts_them(tmp_path: Path) -> None:
    async with staged(tmp_path, Clock(at("2026-05-27 12:00"))) as stage:
        account = await begin(stage, cases=0)
        await stage.desk.store.save(CASES, a_case(account, since=stage.clock.now))
        await tell(stage, fares("failed", queued_at=stage.clock.now), "l1")
        await at_seven(stage, "2026-05-28")
        (day,) = told_days(stage, account)
        assert DayBegan.model_validate(day).letter == 1


async def test_the_day_finds_those_whose_case_is_over(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        over = close(a_case(an_id("guide a")), "left_town", START, "g")
        assert need_of_guide(over, START) is None
        await stage.desk.store.save(CASES, over)
        await tell(stage, fares("failed", what="ended_case"), "l1")
        page = (await guide.get("/day")).text
        assert "A letter did not arrive" in page


def test_a_case_that_waits_for_its_guide_anyway_shows_the_letter_first() -> None:
    missing = {"letter": "l", "what": "receipt", "state": "failed", "at": START}
    case = Case.model_validate(
        {**a_case("g", waiting="guide").model_dump(), "lost": [missing], "lost_at": START}
    )
    assert need_of_guide(case, START) == "letter"
    assert need_of_guide(case.model_copy(update={"lost": ()}), START) == "turn"
