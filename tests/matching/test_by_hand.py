"""Proposing by hand: warned of soft wishes, refused by hard rules, and then a proposal like others."""

from pathlib import Path

import pytest

from services.matching.cases import CASES
from services.matching.matches import MATCHES
from tests.matching.saying import LIKES_FOOTBALL, an_id
from tests.matching.stage import Client, Stage, staged

API = "/matching/api/v1/cases"
CHESS_ONLY = LIKES_FOOTBALL.model_copy(update={"interests": ("chess",), "slots": ()})


async def four_needs(stage: Stage) -> None:
    """Three that fit better, and one without anything that the person likes."""
    for name in ("one", "two", "three"):
        await stage.need(name, name, activities=("chess",))
    await stage.need("football", title="Football for all")


async def taken(stage: Stage, guide: Client) -> tuple[str, str]:
    """Somebody whose case this guide has, by id, and their case."""
    person = await stage.person("amira", CHESS_ONLY)
    await stage.settle()
    case = (await stage.case_of(person)).id
    await guide.send_form(f"/cases/{case}/claim")
    await stage.settle()
    return person, case


async def test_what_misses_a_wish_is_warned_about_and_can_be_proposed_and_approved(
    tmp_path: Path,
) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        await four_needs(stage)
        person, case = await taken(stage, guide)
        chosen = an_id("football")
        assert chosen not in {one.need for one in await stage.matches_of(person)}
        page = (await guide.get(f"/cases/{case}/propose")).text
        assert "It is not among what the person likes." in page
        view = (await guide.get(f"{API}/{case}/needs")).json()
        assert [(one["need"], one["missed"]) for one in view["possible"]] == [
            (chosen, ["interests"])
        ]
        answer = await guide.send_form(f"/cases/{case}/propose", need=chosen)
        assert answer.headers["location"] == f"/cases/{case}?done=by_hand#proposals"
        await guide.send_form(f"/cases/{case}/propose", need=chosen)
        stage.clock.now += 60_000
        await stage.need("two", "two", activities=("chess",), seats=9)
        await stage.settle()
        (match,) = [one for one in await stage.matches_of(person) if one.need == chosen]
        assert (match.state, match.by_hand) == ("proposed", an_id("guide a"))
        assert stage.bus.kinds(match.id) == ["MatchProposed"]
        text = (await guide.get(f"/cases/{case}")).text
        assert text.count("A guide proposed it") == 1
        path = f"/cases/{case}/approve?match={match.id}&seen={match.version}"
        assert (await guide.send_form(path)).status_code == 303
        await stage.pass_time(30_000)
        (match,) = [one for one in await stage.matches_of(person) if one.need == chosen]
        assert match.state == "asked"


async def test_without_a_guide_the_matcher_would_replace_it(tmp_path: Path) -> None:
    """The control: the same proposal, were it the matcher's own."""
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        await four_needs(stage)
        person, case = await taken(stage, guide)
        await guide.send_json(f"{API}/{case}/propose", {"need": an_id("football")})
        (match,) = [one for one in await stage.matches_of(person) if one.by_hand]
        await stage.desk.keep(MATCHES, match.model_copy(update={"by_hand": None}))
        await stage.need("two", "two", activities=("chess",), seats=9)
        await stage.settle()
        (match,) = [one for one in await stage.matches_of(person) if one.id == match.id]
        assert match.ended == "replaced"


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"ages": ("13-15",)}, "age"), ({"swedish": "fluent"}, "swedish"), ({"seats": 0}, "full")],
)
async def test_a_hard_rule_explains_itself_and_refuses(
    tmp_path: Path, changes: dict[str, object], code: str
) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        need = await stage.need("football", **changes)
        person, case = await taken(stage, guide)
        view = (await guide.get(f"{API}/{case}/needs")).json()
        assert view["possible"] == []
        assert [[why["code"] for why in one["obstacles"]] for one in view["refused"]] == [[code]]
        page = await guide.send_form(f"/cases/{case}/propose", need=need)
        assert page.status_code == 409
        assert "This is not possible:" in page.text
        api = await guide.send_json(f"{API}/{case}/propose", {"need": need})
        assert api.status_code == 409
        assert api.json()["fields"]["need"]
        assert await stage.matches_of(person) == []


async def test_only_ones_own_case_and_only_before_somebody_is_asked(tmp_path: Path) -> None:
    async with (
        staged(tmp_path) as stage,
        stage.client("guide a", "guide") as guide,
        stage.client("guide b", "guide") as other,
    ):
        await four_needs(stage)
        person, case = await taken(stage, guide)
        need = an_id("football")
        assert (await other.get(f"/cases/{case}/propose")).status_code == 404
        assert (await other.send_form(f"/cases/{case}/propose", need=need)).status_code == 404
        nothing = await guide.send_json(f"{API}/{case}/propose", {"need": an_id("none")})
        assert nothing.status_code == 404
        known = await stage.case_of(person)
        asked = known.model_copy(update={"state": "asked", "waiting": "person"})
        await stage.desk.keep(CASES, asked)
        assert "/propose" not in (await guide.get(f"/cases/{case}")).text
        assert (await guide.send_form(f"/cases/{case}/propose", need=need)).status_code == 409
