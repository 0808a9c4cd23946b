"""The JSON API does what the pages do, with the same rules."""

from pathlib import Path

import pytest

from tests.matching.saying import an_id
from tests.matching.stage import staged

API = "/matching/api/v1"


async def test_the_whole_way_by_the_api(tmp_path: Path) -> None:
    async with (
        staged(tmp_path) as stage,
        stage.client("guide a", "guide") as guide,
        stage.client() as reader,
    ):
        await stage.need("football")
        await stage.person("amira")
        await stage.settle()
        board = (await guide.get(f"{API}/board")).json()
        columns = {column["key"]: column for column in board["columns"]}
        assert [columns[key]["total"] for key in ("registered", "proposed")] == [0, 1]
        (case,) = columns["proposed"]["cases"]
        (proposal,) = case["proposals"]
        assert proposal["points"] == sum(proposal["parts"].values())
        assert (case["claimed"], proposal["may_approve"], proposal["may_dismiss"]) == (
            False, True, False,
        )  # fmt: skip
        sent = {"match": proposal["id"], "seen": proposal["version"]}
        path = f"{API}/cases/{case['id']}"
        whole = (await guide.send_json(f"{path}/approve", sent)).json()
        assert whole["mine"]
        assert whole["proposals"][0]["goes_out_at"] == stage.clock.now + 30_000
        assert (await guide.send_json(f"{path}/undo")).json()["claimed"] is False
        await guide.send_json(f"{path}/approve", sent)
        await stage.pass_time(30_000)
        assert (await guide.send_json(f"{path}/undo")).status_code == 409
        (match,) = await stage.matches_of(an_id("amira"))
        links = {
            side: stage.link(match, side).replace("/answer/", f"{API}/answers/")
            for side in ("person", "association")
        }
        early = (await reader.get(links["association"])).json()
        assert (early["may_answer"], early["alias"], early["facets"]) == (False, None, [])
        for side, link in links.items():
            assert (await reader.get(link)).json()["may_answer"]
            said = await reader.send_json(link, {"answer": "yes"})
            assert (said.status_code, said.json()["outcome"]) == (200, "said"), side
            again = await reader.send_json(link, {"answer": "no"})
            assert (again.json()["outcome"], again.json()["answer"]) == ("already", "yes")
        await stage.settle()
        assert (await guide.get(path)).json()["state"] == "agreed"


async def test_a_proposal_that_changed_is_a_conflict(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        await stage.need("football")
        person = await stage.person("amira")
        await stage.settle()
        (match,) = await stage.matches_of(person)
        sent = {"match": match.id, "seen": match.version - 1}
        no = await guide.send_json(f"{API}/cases/{match.case}/approve", sent)
        assert no.status_code == 409
        assert no.headers["content-type"] == "application/problem+json"
        assert "changed while you read" in no.json()["fields"]["proposal"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"match": "m", "seen": 1, "role": "coordinator"},
        {"match": {"$ne": ""}, "seen": 1},
        {"match": "m", "seen": -1},
        {"match": "m" * 101, "seen": 1},
    ],
)
async def test_what_cannot_be_meant_is_refused_and_not_echoed(
    tmp_path: Path, body: dict[str, object]
) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        no = await guide.send_json(f"{API}/cases/{an_id('x')}/approve", body)
        assert no.status_code == 422
        assert "$ne" not in no.text


async def test_the_policy_of_proposals_is_public(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        await stage.need("football")
        person = await stage.person("amira")
        await stage.settle()
        (match,) = await stage.matches_of(person)
        (policy,) = (await reader.get(f"{API}/policies")).json()
        assert policy["version"] == match.policy
        assert sum(policy["content"]["weights"].values()) == 1_000_000


async def test_every_route_of_the_api_is_described(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        paths = stage.app.openapi()["paths"]
        own = [path for path in paths if path.startswith(API)]
        assert len(own) == 45
        for path in own:
            for operation in paths[path].values():
                assert operation["summary"]
                good = {code: r for code, r in operation["responses"].items() if code[0] == "2"}
                assert all(code == "204" or "$ref" in str(r) for code, r in good.items())
        assert all(path.startswith(API) for path in paths)
