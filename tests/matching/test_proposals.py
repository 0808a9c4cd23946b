"""From a form to proposals, or to an explained "nothing yet"."""

from pathlib import Path

from services.matching.matches import MATCHES, match_id
from shared.contracts.intake import NeedClosed, PersonChanged, PersonWithdrawn
from tests.matching.saying import LIKES_FOOTBALL, START, registered
from tests.matching.stage import staged


async def test_a_person_is_proposed_what_fits(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        need = await stage.need("football")
        person = await stage.person("amira")
        await stage.settle()
        case = await stage.case_of(person)
        (match,) = await stage.matches_of(person)
        assert (case.state, case.waiting) == ("proposed", "guide")
        assert match.id == match_id(person, need, 1)
        assert match.points == sum(match.parts.values()) > 0
        assert match.reasons[0].startswith("interests:football")
        assert match.about.association_name == "IFK"
        assert match.alias != case.alias
        assert "MatchProposed" in stage.bus.kinds(match.id)
        assert stage.bus.kinds(case.id) == ["CaseMoved", "CaseMoved"]
        assert not case.due
        assert not match.due


async def test_nothing_yet_says_what_would_help(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.need("far", swedish="fluent")
        await stage.need("later", slots=("mon_morning",), swedish="fluent")
        person = await stage.person("amira")
        await stage.settle()
        case = await stage.case_of(person)
        assert (case.state, case.waiting, case.reason) == ("registered", "need", "swedish")
        assert case.hints[0].change == ("fluent",)
        assert case.hints[0].needs == 1
        assert case.history[-1].what == "nothing_yet"


async def test_nothing_yet_where_no_need_is_open(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        person = await stage.person("amira")
        await stage.settle()
        assert (await stage.case_of(person)).reason == "no_need_open"
        await stage.need("football")
        await stage.settle()
        assert (await stage.case_of(person)).state == "proposed"


async def test_a_closed_need_ends_its_open_matches_with_why(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        need = await stage.need("football")
        person = await stage.person("amira")
        await stage.settle()
        await stage.tell(NeedClosed(need=need, reason="withdrawn"), need)
        await stage.settle()
        (match,) = await stage.matches_of(person)
        assert (match.state, match.ended) == ("ended", "need_closed")
        assert (await stage.case_of(person)).state == "registered"


async def test_a_need_that_opens_again_begins_a_new_round(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        need = await stage.need("football")
        person = await stage.person("amira")
        await stage.settle()
        await stage.tell(NeedClosed(need=need, reason="stale"), need)
        await stage.settle()
        await stage.need("football")
        await stage.settle()
        rounds = {match.round: match.state for match in await stage.matches_of(person)}
        assert rounds == {1: "ended", 2: "proposed"}


async def test_who_changes_their_mind_is_proposed_something_else(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.need("football")
        choir = await stage.need("choir", "kor", activities=("choir",), slots=("mon_evening",))
        person = await stage.person("amira")
        await stage.settle()
        wishes = LIKES_FOOTBALL.model_copy(update={"slots": ("mon_evening",)})
        changed = PersonChanged(**registered(person, wishes).model_dump())
        await stage.tell(changed, person)
        await stage.settle()
        states = {
            match.need: (match.state, match.ended) for match in await stage.matches_of(person)
        }
        assert states.pop(choir) == ("proposed", None)
        assert list(states.values()) == [("ended", "slots")]


async def test_who_withdraws_ends_everything(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.need("football")
        person = await stage.person("amira")
        await stage.settle()
        await stage.tell(PersonWithdrawn(person=person, reason="erased"), person)
        await stage.settle()
        case = await stage.case_of(person)
        (match,) = await stage.matches_of(person)
        assert (case.state, case.reason, case.facets) == ("ended", "erased", ())
        assert (match.state, match.facets, match.reasons) == ("ended", (), ())


async def test_of_somebody_erased_no_answer_is_left(tmp_path: Path) -> None:
    """Also of what was over before, and of who had left before."""
    async with staged(tmp_path) as stage:
        need = await stage.need("football")
        person = await stage.person("amira")
        await stage.settle()
        await stage.tell(NeedClosed(need=need, reason="withdrawn"), need)
        await stage.need("more football")
        await stage.tell(PersonWithdrawn(person=person, reason="own_wish"), person)
        await stage.settle()
        left = await stage.case_of(person)
        before = [match.model_dump_json() for match in await stage.matches_of(person)]
        assert any("interests:football" in match for match in before)
        told = len(stage.bus.kinds(left.id))
        for _ in range(2):
            await stage.tell(PersonWithdrawn(person=person, reason="erased"), person)
            await stage.settle()
        case = await stage.case_of(person)
        assert (case.reason, case.facets, case.hints, case.history) == ("erased", (), (), ())
        matches = await stage.matches_of(person)
        assert {(match.facets, match.reasons, match.points) for match in matches} == {((), (), 0)}
        # The one message by which the others know that all is gone here.
        assert len(stage.bus.kinds(left.id)) == told + 1


async def test_at_most_three_are_proposed_and_the_worse_is_replaced(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        for number in range(3):
            await stage.need(f"other {number}", f"a{number}", activities=("football", "chess"))
        person = await stage.person("amira")
        await stage.settle()
        better = await stage.need("better", "b")
        await stage.settle()
        matches = await stage.matches_of(person)
        assert len([match for match in matches if match.state == "proposed"]) == 3
        assert [match.ended for match in matches if match.ended] == ["replaced"]
        assert matches[0].need == better


async def test_what_is_little_better_does_not_push_out_what_stands(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        for number in range(3):
            await stage.need(f"dear {number}", f"a{number}", cost=500)
        person = await stage.person("amira")
        await stage.settle()
        await stage.need("a little better", "b")
        await stage.settle()
        assert [match.ended for match in await stage.matches_of(person)] == [None] * 3


async def test_who_comes_back_from_a_stop_finds_the_engine_rebuilt(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.need("football")
        await stage.settle()
    async with staged(tmp_path) as again:
        person = await again.person("amira")
        await again.settle()
        assert (await again.case_of(person)).state == "proposed"
        assert await again.desk.store.count(MATCHES, {"region": "malmo"}) == 1
        assert START
