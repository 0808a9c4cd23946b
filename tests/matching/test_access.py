"""Who may see and do what: another's case is answered like one that does not exist."""

from pathlib import Path

import httpx
import pytest

from services.matching.answers import answer
from services.matching.matches import MATCHES, Match
from shared.web.sessions import Role
from tests.matching.saying import an_id
from tests.matching.stage import Client, Stage, staged

NOWHERE = an_id("no such case")


async def one_match(stage: Stage, name: str = "amira") -> Match:
    await stage.need("football")
    person = await stage.person(name)
    await stage.settle()
    return (await stage.matches_of(person))[0]


def same(one: httpx.Response, other: httpx.Response) -> None:
    """Status, headers and length alike, and the body but for the token of the page."""
    assert one.status_code == other.status_code == 404
    assert len(one.content) == len(other.content)
    ours = {name: text for name, text in one.headers.items() if name != "set-cookie"}
    assert ours == {name: text for name, text in other.headers.items() if name != "set-cookie"}


def actions(case: str, match: str) -> list[str]:
    return [
        f"/cases/{case}/approve?match={match}&seen=1",
        f"/cases/{case}/undo",
        f"/cases/{case}/claim",
        f"/cases/{case}/dismiss?match={match}",
    ]


async def test_another_guides_case_is_not_there(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as a:
        match = await one_match(stage)
        await a.send_form(f"/cases/{match.case}/claim")
        async with stage.client("guide b", "guide") as b:
            same(await b.get(f"/cases/{match.case}"), await b.get(f"/cases/{NOWHERE}"))
            api = "/matching/api/v1/cases"
            same(await b.get(f"{api}/{match.case}"), await b.get(f"{api}/{NOWHERE}"))
            for mine, nowhere in zip(
                actions(match.case, match.id), actions(NOWHERE, match.id), strict=True
            ):
                sent = {"reason": "other"}
                same(await b.send_form(mine, **sent), await b.send_form(nowhere, **sent))
            board = await b.get("/board")
            assert match.case not in board.text
        assert (await stage.case_of(match.person)).guide == an_id("guide a")
        assert match.case in (await a.get("/board")).text


async def test_a_coordinator_sees_and_decides_on_all(tmp_path: Path) -> None:
    async with (
        staged(tmp_path) as stage,
        stage.client("guide a", "guide") as guide,
        stage.client("coordinator", "coordinator") as coordinator,
    ):
        match = await one_match(stage)
        await guide.send_form(f"/cases/{match.case}/claim")
        assert match.case in (await coordinator.get("/board")).text
        path = f"/cases/{match.case}/dismiss?match={match.id}"
        assert (await coordinator.send_form(path, reason="other")).status_code == 303


async def test_a_guide_dismisses_only_on_a_case_of_their_own(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        match = await one_match(stage)
        path = f"/cases/{match.case}/dismiss?match={match.id}"
        assert (await guide.send_form(path, reason="other")).status_code == 404


@pytest.mark.parametrize("role", ["association", "admin"])
async def test_other_roles_have_no_board(tmp_path: Path, role: Role) -> None:
    async with staged(tmp_path) as stage, stage.client("somebody", role) as other:
        match = await one_match(stage)
        assert (await other.get("/board")).status_code == 404
        assert (await other.get("/board/stream")).status_code == 404
        assert (await other.get(f"/cases/{match.case}")).status_code == 404
        assert (await other.get("/matching/api/v1/board")).status_code == 404


async def test_nobody_is_asked_to_sign_in(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as nobody:
        for path in ("/board", "/candidates", f"/cases/{NOWHERE}"):
            assert (await nobody.get(path)).headers["location"] == "/sign-in"
        assert (await nobody.get("/matching/api/v1/board")).status_code == 401


async def test_a_guide_of_another_region_sees_nothing(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide l", "guide", region="lund") as guide:
        match = await one_match(stage)
        assert match.case not in (await guide.get("/board")).text
        assert (await guide.get(f"/cases/{match.case}")).status_code == 404


async def test_no_form_is_taken_without_its_token(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        match = await one_match(stage)
        for path in actions(match.case, match.id):
            assert (await guide.post(path, data={"reason": "other"})).status_code == 403
        answer_link = stage.link(match, "person")
        assert (await guide.post(answer_link, data={"answer": "yes"})).status_code == 403


async def said_yes(stage: Stage) -> Match:
    match = await one_match(stage)
    asked = match.model_copy(update={"state": "asked"})
    await answer(await stage.desk.keep(MATCHES, asked), "person", "yes", stage.desk)
    found = await stage.desk.store.get(MATCHES, match.id)
    assert found is not None
    return found


def of_association(stage: Stage, name: str) -> Client:
    return stage.client(f"contact of {name}", "association", association=an_id(name))


async def test_candidates_are_the_associations_own_and_only_after_the_yes(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, of_association(stage, "ifk") as club:
        match = await one_match(stage)
        assert match.alias not in (await club.get("/candidates")).text
        path = f"/matching/api/v1/candidates/{match.id}/answer"
        assert (await club.send_json(path, {"answer": "yes"})).status_code == 404
        asked = match.model_copy(update={"state": "asked"})
        await answer(await stage.desk.keep(MATCHES, asked), "person", "yes", stage.desk)
        assert match.alias in (await club.get("/candidates")).text
        async with of_association(stage, "other") as other:
            assert match.alias not in (await other.get("/candidates")).text
            same(
                await other.send_form(f"/candidates/{match.id}", answer="yes"),
                await other.send_form(f"/candidates/{NOWHERE}", answer="yes"),
            )
            assert (await other.get("/matching/api/v1/candidates")).json() == []
        assert (await club.send_form(f"/candidates/{match.id}", answer="yes")).status_code == 303
        await stage.settle()
        (agreed,) = await stage.matches_of(match.person)
        assert agreed.state == "agreed"


async def test_a_candidate_is_shown_without_anything_that_names_them(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, of_association(stage, "ifk") as club:
        match = await said_yes(stage)
        case = await stage.case_of(match.person)
        (shown,) = (await club.get("/matching/api/v1/candidates")).json()
        assert set(shown) == {
            "id", "side", "state", "about", "answer", "may_answer", "ended", "alias", "facets",
            "outcome", "extract_at", "answer_by", "standing", "can", "report", "report_why",
        }  # fmt: skip
        text = (await club.get("/candidates")).text
        for hidden in (case.alias, case.person, case.id):
            assert hidden not in text
        assert not any(facet.startswith(("area", "district", "hope")) for facet in shown["facets"])
