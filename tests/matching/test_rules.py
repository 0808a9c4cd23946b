"""Weights and rules: tried on the present pool, applied as a version, named in what follows."""

from pathlib import Path

from services.matching.passing import last_pass
from services.matching.policies import apply_packaged
from services.matching.rulebook import POLICIES, in_force
from tests.matching.saying import an_id
from tests.matching.stage import Stage, staged
from tests.matching.test_what_if import dump

API = "/matching/api/v1/rules"
NEARER = {"weights": {"interests": 150_000, "travel": 400_000}}


async def a_pool(stage: Stage) -> None:
    await stage.need("football")
    await stage.person("amira")
    await stage.person("bahar")
    await stage.settle()


async def test_a_preview_is_side_by_side_and_changes_nothing(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("c", "coordinator") as reader:
        await a_pool(stage)
        before = await dump(stage)
        sent = {"seen": 0, "content": {"travel": {"full_minutes": 0, "zero_minutes": 5}}}
        found = (await reader.send_json(f"{API}/preview", sent)).json()
        assert found["today"]["points"] != found["changed"]["points"] or found["serial"] == 0
        assert found["changed"]["version"] == "malmo-1"
        page = await reader.send_form("/policies/preview", **{"weights.interests": "350000"})
        assert page.status_code == 200
        assert "Today&#39;s rules beside yours" in page.text
        assert await dump(stage) == before


async def test_what_is_applied_counts_from_then_on_and_is_named(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("c", "coordinator") as reader:
        await a_pool(stage)
        (old,) = await stage.matches_of(an_id("amira"))
        answer = await reader.send_json(API, {"seen": 0, "content": NEARER})
        assert (answer.json()["version"], answer.json()["serial"]) == ("malmo-1", 1)
        await stage.settle()
        doc = await last_pass(stage.desk.store, "malmo")
        assert doc is not None
        assert (doc.why, doc.policy) == ("rules", "malmo-1")
        (match,) = await stage.matches_of(an_id("amira"))
        assert match.id == old.id
        assert (old.policy, match.policy) == (stage.desk.pools.policy.version, "malmo-1")
        assert match.parts["travel"] > old.parts["travel"]
        kept = await stage.desk.store.find(POLICIES, {"region": "malmo"}, order="-serial")
        assert [(one.serial, one.by) for one in kept] == [(1, an_id("c")), (0, None)]
        page = (await reader.get("/policies")).text
        assert "malmo-1" in page
        assert stage.desk.pools.policy.version in page


async def test_rules_stay_after_a_restart_and_a_new_release(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("c", "coordinator") as reader:
        await a_pool(stage)
        await reader.send_json(API, {"seen": 0, "content": NEARER})
        await stage.settle()
    async with staged(tmp_path) as again:
        await apply_packaged(again.desk, "malmo")
        doc = await in_force(again.desk.store, "malmo")
        assert doc is not None
        assert doc.number == "malmo-1"
        pool = await again.desk.pools.current(again.desk.store, "malmo")
        assert pool.matcher.policy.weights.travel == 400_000


async def test_of_two_who_change_the_same_version_the_second_looks_again(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("c", "coordinator") as reader:
        assert (await reader.send_json(API, {"seen": 0, "content": NEARER})).status_code == 200
        second = await reader.send_json(API, {"seen": 0, "content": NEARER})
        assert second.status_code == 409
        page = await reader.send_form("/policies", seen="0", **{"weights.interests": "1"})
        assert page.status_code == 409
        assert "This changed while you read" in page.text
        assert await stage.desk.store.count(POLICIES, {"region": "malmo"}) == 2


async def test_what_cannot_be_is_refused_and_named(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("c", "coordinator") as reader:
        for content in (
            {"weights": {"interests": 1}},
            {"weights": {"luck": 1}},
            {"limits": {"visits": 1}},
            {"travel": {"full_minutes": -1}},
            {"fairness": {"served_ratio": 1.5}},
        ):
            sent = {"seen": 0, "content": content}
            assert (await reader.send_json(API, sent)).status_code == 422, content
        assert (
            await reader.send_json(API, {"seen": 0, "content": {}, "by": "x"})
        ).status_code == 422
        page = await reader.send_form("/policies/preview", **{"weights.interests": "lots"})
        assert page.status_code == 422
        assert "Write a number." in page.text
        assert (await reader.send_form("/policies/preview", version="mine")).status_code == 422
        assert await stage.desk.store.count(POLICIES, {"region": "malmo"}) == 1


async def test_only_coordinators_see_and_change_rules_and_passes(tmp_path: Path) -> None:
    pages = ("/passes", "/passes/1", "/policies", API, "/matching/api/v1/passes")
    async with staged(tmp_path) as stage:
        await a_pool(stage)
        async with stage.client("g", "guide") as guide:
            assert {(await guide.get(path)).status_code for path in pages} == {404}
            for path in ("/passes", "/policies", "/policies/preview"):
                assert (await guide.send_form(path)).status_code == 404
            assert (await guide.send_json("/matching/api/v1/passes")).status_code == 404
        async with stage.client("a", "admin") as admin:
            assert {(await admin.get(path)).status_code for path in pages} == {404}
        async with stage.client("l", "coordinator", region="lund") as elsewhere:
            assert {(await elsewhere.get(path)).status_code for path in pages} == {404}
        async with stage.client() as nobody:
            assert (await nobody.get("/passes")).headers["location"] == "/sign-in"


async def test_the_pages_of_passes(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("c", "coordinator") as reader:
        await a_pool(stage)
        assert "No pass yet" in (await reader.get("/passes")).text
        assert (await reader.send_form("/passes")).status_code == 303
        await stage.need("choir", "kor", activities=("choir",), slots=("tue_evening",))
        await stage.settle()
        assert "/passes/1" in (await reader.get("/passes")).text
        page = (await reader.get("/passes/1")).text
        assert "One person for every need first" in page
        assert "100.00 %" in page
        (one,) = (await reader.get("/matching/api/v1/passes")).json()
        whole = (await reader.get("/matching/api/v1/passes/1")).json()
        assert whole["bound"] >= whole["value"] == one["value"]
        # Two people are fewer than five, so that no cell shows how many they are.
        cells = [cell for cells in whole["groups"].values() for cell in cells]
        assert cells
        assert {cell["people"] for cell in cells} == {None}
        assert (await reader.get("/passes/2")).status_code == 404
